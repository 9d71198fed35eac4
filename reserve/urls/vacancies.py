"""Addresses: vacancies and the approval of candidates."""

from django.urls import path

from reserve.views import nominations, vacancies

urlpatterns = [
    path("vacancies/", vacancies.index, name="vacancies"),
    path("vacancies/vacancies.xlsx", vacancies.export, name="vacancies_xlsx"),
    path("vacancies/add/", vacancies.add, name="vacancy_add"),
    path("vacancies/<int:pk>/", vacancies.page, name="vacancy"),
    path("vacancies/<int:pk>/cancel/", vacancies.cancel, name="vacancy_cancel"),
    path("vacancies/<int:pk>/nominate/", nominations.add, name="nomination_add"),
    path(
        "vacancies/<int:pk>/nominate-outside/",
        nominations.add_outside,
        name="nomination_outside",
    ),
    path("nominations/<int:pk>/", nominations.page, name="nomination"),
    path(
        "nominations/<int:pk>/step/<slug:target>/",
        nominations.step,
        name="nomination_step",
    ),
    path(
        "nominations/<int:pk>/appoint/",
        nominations.appoint,
        name="nomination_appoint",
    ),
]
