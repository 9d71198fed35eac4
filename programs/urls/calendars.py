"""Addresses of calendars: the month, the year, the Gantt, addresses for devices."""

from django.urls import path

from programs.views import calendars, feeds, gantt

urlpatterns = [
    path("calendar/", calendars.index, name="calendar"),
    path("gantt/", gantt.index, name="gantt"),
    path("gantt/gantt.xlsx", gantt.export, name="gantt_xlsx"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("feed/<str:token>.ics", feeds.serve, name="feed"),
]
