"""Addresses of program documents: side by side, one of them, its parts, editions."""

from django.urls import path

from programs.views import (
    documents,
    documents_edit,
    documents_editions,
    documents_events,
    documents_parts,
    documents_targets,
)

ONE = "documents/<int:pk>/"

urlpatterns = [
    path("", documents.home, name="home"),
    path("documents.xlsx", documents.home_xlsx, name="home_xlsx"),
    path("documents/add/", documents_edit.program_add, name="program_add"),
    path(ONE, documents.program, name="program"),
    path(f"{ONE}rows/", documents.program_rows, name="program_rows"),
    path(f"{ONE}print/", documents.program_print, name="program_print"),
    path(f"{ONE}program.xlsx", documents.program_xlsx, name="program_xlsx"),
    path(f"{ONE}edit/", documents_edit.program_edit, name="program_edit"),
    path(f"{ONE}drop/", documents_edit.program_drop, name="program_drop"),
    path(f"{ONE}publish/", documents_editions.program_publish, name="program_publish"),
    path(f"{ONE}finish/", documents_editions.program_finish, name="program_finish"),
    path(f"{ONE}carry-over/", documents_editions.carry_over, name="carry_over"),
    path(f"{ONE}editions/add/", documents_editions.edition_add, name="edition_add"),
    path(
        f"{ONE}differences/",
        documents_editions.edition_differences,
        name="edition_differences",
    ),
    path(
        f"{ONE}clauses/<str:kind>/add/", documents_parts.clause_add, name="clause_add"
    ),
    path(f"{ONE}stages/add/", documents_parts.stage_add, name="stage_add"),
    path(f"{ONE}sections/add/", documents_parts.section_add, name="section_add"),
    path(f"{ONE}bodies/add/", documents_parts.body_add, name="body_add"),
    path(
        f"{ONE}indicators/add/", documents_targets.indicator_add, name="indicator_add"
    ),
    path(f"{ONE}rows/add/", documents_events.event_add, name="event_add"),
    path(
        f"{ONE}understood/",
        documents_events.event_understood,
        name="event_understood",
    ),
    path(
        "documents/clauses/<int:pk>/", documents_parts.clause_edit, name="clause_edit"
    ),
    path(
        "documents/clauses/<int:pk>/remove/",
        documents_parts.clause_remove,
        name="clause_remove",
    ),
    path("documents/stages/<int:pk>/", documents_parts.stage_edit, name="stage_edit"),
    path(
        "documents/stages/<int:pk>/remove/",
        documents_parts.stage_remove,
        name="stage_remove",
    ),
    path(
        "documents/sections/<int:pk>/",
        documents_parts.section_edit,
        name="section_edit",
    ),
    path(
        "documents/sections/<int:pk>/remove/",
        documents_parts.section_remove,
        name="section_remove",
    ),
    path("documents/bodies/<int:pk>/", documents_parts.body_edit, name="body_edit"),
    path(
        "documents/bodies/<int:pk>/remove/",
        documents_parts.body_remove,
        name="body_remove",
    ),
    path(
        "documents/indicators/<int:pk>/",
        documents_targets.indicator_edit,
        name="indicator_edit",
    ),
    path(
        "documents/indicators/<int:pk>/remove/",
        documents_targets.indicator_remove,
        name="indicator_remove",
    ),
    path(
        "documents/indicators/<int:pk>/values/add/",
        documents_targets.value_add,
        name="value_add",
    ),
    path("documents/values/<int:pk>/", documents_targets.value_edit, name="value_edit"),
    path(
        "documents/values/<int:pk>/remove/",
        documents_targets.value_remove,
        name="value_remove",
    ),
    path(
        "documents/values/<int:pk>/choose/",
        documents_targets.value_choose,
        name="value_choose",
    ),
    path(
        "documents/rows/<int:pk>/edit/", documents_events.event_edit, name="event_edit"
    ),
    path(
        "documents/rows/<int:pk>/correct/",
        documents_events.event_correct,
        name="event_correct",
    ),
    path(
        "documents/rows/<int:pk>/remove/",
        documents_events.event_remove,
        name="event_remove",
    ),
    path(
        "documents/rows/<int:pk>/to-plan/",
        documents_events.event_to_plan,
        name="event_to_plan",
    ),
]
