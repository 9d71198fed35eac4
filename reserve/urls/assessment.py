"""Addresses: experts, score sheets, points, the protocol, letters to candidates."""

from django.urls import path

from reserve.views import assessment, letters, points, protocol, sheets

urlpatterns = [
    path(
        "competitions/<int:pk>/experts/",
        assessment.experts,
        name="competition_experts",
    ),
    path("experts/<int:pk>/remove/", assessment.expert_remove, name="expert_remove"),
    path(
        "competitions/<int:pk>/sheets/",
        assessment.given,
        name="competition_sheets",
    ),
    path("competitions/<int:pk>/sheets/give/", assessment.give, name="sheets_give"),
    path(
        "competitions/<int:pk>/sheets/remind/", assessment.remind, name="sheets_remind"
    ),
    path("competitions/<int:pk>/ranking/", assessment.ranking, name="ranking"),
    path(
        "competitions/<int:pk>/ranking/names/",
        assessment.ranking_names,
        name="ranking_names",
    ),
    path(
        "competitions/<int:pk>/ranking.xlsx",
        assessment.ranking_xlsx,
        name="ranking_xlsx",
    ),
    path(
        "applications/<int:pk>/discuss/<int:stage_pk>/",
        assessment.discuss,
        name="sheets_discuss",
    ),
    path("sheets/", sheets.own, name="sheets"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/draft/", sheets.draft, name="sheet_draft"),
    path("sheets/<int:pk>/recuse/", sheets.recuse, name="sheet_recuse"),
    path(
        "sheets/<int:pk>/documents/<int:number>/",
        sheets.document,
        name="sheet_document",
    ),
    path("competitions/<int:pk>/points/", points.enter, name="competition_points"),
    path("stages/<int:pk>/pass-mark/", points.stop, name="points_stop"),
    path("applications/<int:pk>/let-back/", points.let_back, name="points_let_back"),
    path("competitions/<int:pk>/protocol/", protocol.protocol, name="protocol"),
    path(
        "competitions/<int:pk>/protocol/decisions/",
        protocol.decisions,
        name="protocol_decisions",
    ),
    path(
        "competitions/<int:pk>/protocol/propose/",
        protocol.propose,
        name="protocol_propose",
    ),
    path("competitions/<int:pk>/protocol/sign/", protocol.sign, name="protocol_sign"),
    path("competitions/<int:pk>/protocol.docx", protocol.docx, name="protocol_docx"),
    path("competitions/<int:pk>/protocol.pdf", protocol.pdf, name="protocol_pdf"),
    path("letters/<int:pk>/", letters.letter, name="candidate_letter"),
    path("letters/<int:pk>/read/", letters.read, name="candidate_letter_read"),
    path("letters/<int:pk>/letter.pdf", letters.pdf, name="candidate_letter_pdf"),
]
