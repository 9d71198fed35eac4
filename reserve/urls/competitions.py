"""Addresses: competitions, and the dictionaries they draw on."""

from django.urls import path

from reserve.views import competitions, dictionaries

urlpatterns = [
    path("competitions/", competitions.index, name="competitions"),
    path("competitions/add/", competitions.add, name="competition_add"),
    path("competitions/<int:pk>/", competitions.page, name="competition"),
    path("competitions/<int:pk>/edit/", competitions.edit, name="competition_edit"),
    path(
        "competitions/<int:pk>/edit/stage/",
        competitions.stage_add,
        name="competition_stage_add",
    ),
    path(
        "competitions/<int:pk>/announce/",
        competitions.announce,
        name="competition_announce",
    ),
    path("competitions/<int:pk>/begin/", competitions.begin, name="competition_begin"),
    path(
        "competitions/<int:pk>/cancel/", competitions.cancel, name="competition_cancel"
    ),
    path(
        "competitions/<int:pk>/announcement/",
        competitions.announcement,
        name="announcement",
    ),
    path(
        "competitions/<int:pk>/applications.xlsx",
        competitions.applications_xlsx,
        name="applications_xlsx",
    ),
    path("dictionaries/", dictionaries.index, name="dictionaries"),
    path(
        "dictionaries/texts/<str:purpose>/",
        dictionaries.text_add,
        name="consent_text_add",
    ),
    path("dictionaries/<str:name>/add/", dictionaries.add, name="dictionary_add"),
    path(
        "dictionaries/<str:name>/<int:pk>/", dictionaries.edit, name="dictionary_edit"
    ),
    path(
        "dictionaries/<str:name>/<int:pk>/switch/",
        dictionaries.switch,
        name="dictionary_switch",
    ),
]
