"""Addresses of the reserve, a module for each family of pages."""

from reserve.urls import (
    applications,
    assessment,
    competitions,
    growth,
    members,
    sources,
    succession,
    vacancies,
)

app_name = "reserve"
urlpatterns = [
    *members.urlpatterns,
    *competitions.urlpatterns,
    *applications.urlpatterns,
    *assessment.urlpatterns,
    *growth.urlpatterns,
    *vacancies.urlpatterns,
    *succession.urlpatterns,
    *sources.urlpatterns,
]
