"""Addresses of the shell."""

from django.urls import path

from portal.urls_files import urlpatterns as files
from portal.urls_jobs import urlpatterns as jobs
from portal.views import (
    administration,
    health,
    home,
    notifications,
    preferences,
    search,
    unit,
)
from portal.views import help as help_pages

urlpatterns = [
    path("", home.index, name="home"),
    path("preferences/", preferences.switch, name="preferences"),
    path("notifications/", notifications.index, name="notifications"),
    path("notifications/<int:pk>/", notifications.follow, name="notification"),
    path("users/", administration.user_list, name="users"),
    path("users/add/", administration.user_add, name="user_add"),
    path("users/<int:pk>/", administration.user_page, name="user"),
    path("users/<int:pk>/active/", administration.user_active, name="user_active"),
    path("roles/<int:pk>/revoke/", administration.role_revoke, name="role_revoke"),
    path("units/", administration.unit_list, name="units"),
    path("units/<int:pk>/", unit.page, name="unit"),
    path("journal/", administration.journal, name="journal"),
    path("search/", search.page, name="search"),
    path("help/", help_pages.index, name="help"),
    path("help/<slug:key>/", help_pages.topic, name="help_topic"),
    path("favicon.ico", health.icon, name="icon"),
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    *jobs,
    *files,
]
