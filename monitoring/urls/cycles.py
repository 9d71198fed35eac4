"""Addresses of cycles and their steps."""

from django.urls import path

from monitoring.views import cycles

urlpatterns = [
    path("", cycles.index, name="home"),
    path("cycles/plan/", cycles.plan, name="cycle_plan"),
    path("cycles/<int:pk>/", cycles.page, name="cycle"),
    path("cycles/<int:pk>/open/", cycles.open_collection, name="cycle_open"),
    path("cycles/<int:pk>/close/", cycles.close_collection, name="cycle_close"),
    path("cycles/<int:pk>/reopen/", cycles.reopen, name="cycle_reopen"),
    path("cycles/<int:pk>/run/", cycles.run, name="cycle_run"),
    path("cycles/<int:pk>/publish/", cycles.publish, name="cycle_publish"),
]
