"""Addresses of programs, a module for each family of pages."""

from programs.urls import (
    calendars,
    documents,
    evaluation,
    events,
    findings,
    imports,
    meetings,
    participation,
    practices,
)

app_name = "programs"
urlpatterns = [
    *documents.urlpatterns,
    *imports.urlpatterns,
    *findings.urlpatterns,
    *events.urlpatterns,
    *calendars.urlpatterns,
    *participation.urlpatterns,
    *evaluation.urlpatterns,
    *practices.urlpatterns,
    *meetings.urlpatterns,
]
