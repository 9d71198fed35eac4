"""Addresses: the succession map, tenures, effective heads, the needs analysis."""

from django.urls import path

from reserve.views import effective, needs, succession, tenures

urlpatterns = [
    path("succession/", succession.index, name="succession"),
    path("succession/succession.xlsx", succession.export, name="succession_xlsx"),
    path("succession/<int:pk>/", succession.unit, name="succession_unit"),
    path("attestations/", tenures.index, name="attestations"),
    path("attestations/attestations.xlsx", tenures.export, name="attestations_xlsx"),
    path("attestations/<int:pk>/", tenures.edit, name="attestation"),
    path("effective/", effective.index, name="effective"),
    path("effective/ask/", effective.ask, name="effective_ask"),
    path("effective/<int:pk>/", effective.answer, name="effective_answer"),
    path("needs/", needs.index, name="needs"),
    path("needs/<int:pk>/", needs.page, name="needs_analysis"),
    path("needs/<int:pk>/recount/", needs.recount, name="needs_recount"),
    path("needs/<int:pk>/approve/", needs.approve, name="needs_approve"),
    path("needs/<int:pk>/add/", needs.add_action, name="needs_add"),
    path("needs/<int:pk>/needs.xlsx", needs.export, name="needs_xlsx"),
    path("needs/actions/<int:pk>/", needs.edit_action, name="needs_action"),
    path("needs/actions/<int:pk>/drop/", needs.drop_action, name="needs_action_drop"),
]
