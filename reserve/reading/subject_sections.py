"""What the subject's report consists of: the kinds of rows, and their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from monitoring.models import Letter, RiskEntry
from portal.models import Appointment, Membership, Notification, Person, User
from reserve import models as rows_of
from reserve.reading.subject_files import attachments, openings


@dataclass(frozen=True)
class Section:
    """A kind of rows about the person, with the fields to show."""

    title: str | Promise
    rows: Callable[[Person], QuerySet[Any]]
    fields: tuple[str, ...]


def _of(model: type[models.Model], path: str) -> Callable[[Person], QuerySet[Any]]:
    """Return the function that finds the model's rows of a person."""
    return lambda person: model._default_manager.filter(**{path: person}).order_by("pk")


SECTIONS: tuple[Section, ...] = (
    Section(
        gettext_lazy("Person"),
        lambda person: Person.objects.filter(pk=person.pk),
        ("last_name", "first_name", "patronymic", "gender"),
    ),
    Section(
        gettext_lazy("Account"),
        _of(User, "person"),
        ("username", "first_name", "last_name", "email", "last_login", "date_joined"),
    ),
    Section(gettext_lazy("Roles"), _of(Membership, "user__person"), ("unit", "role")),
    Section(
        gettext_lazy("Posts held"),
        _of(Appointment, "person"),
        ("position", "starts_on", "ends_on", "order_number"),
    ),
    Section(
        gettext_lazy("Ends of tenure"),
        _of(rows_of.Tenure, "appointment__person"),
        ("contract_ends_on", "attested_on", "attestation_due_on", "birth_year"),
    ),
    Section(
        gettext_lazy("Consents"),
        _of(rows_of.Consent, "person"),
        ("text", "form", "given_at", "withdrawn_at"),
    ),
    Section(
        gettext_lazy("Applications"),
        _of(rows_of.Application, "person"),
        (
            "competition",
            "unit",
            "number",
            "status",
            "job_title",
            "education",
            "education_note",
            "years_in_education",
            "years_in_management",
            "category",
            "motivation",
            "project",
            "nomination_note",
            "invited_at",
            "submitted_at",
            "reason",
        ),
    ),
    Section(
        gettext_lazy("Checks of the documents"),
        _of(rows_of.PaperCheck, "application__person"),
        ("document", "is_in_order", "at"),
    ),
    Section(
        gettext_lazy("Points at the stages"),
        _of(rows_of.StageResult, "application__person"),
        ("stage", "points", "is_passed", "note"),
    ),
    Section(
        gettext_lazy("What experts wrote"),
        _of(rows_of.Sheet, "application__person"),
        ("stage", "status", "points", "strengths", "advice"),
    ),
    Section(
        gettext_lazy("Decisions of commissions"),
        _of(rows_of.Decision, "application__person"),
        ("protocol", "place", "total", "verdict", "readiness", "reason"),
    ),
    Section(
        gettext_lazy("Letters to the candidate"),
        _of(rows_of.CandidateLetter, "application__person"),
        ("application", "issued_at", "read_at"),
    ),
    Section(
        gettext_lazy("Memberships of the reserve"),
        _of(rows_of.Member, "person"),
        (
            "owner",
            "level",
            "post",
            "unit",
            "readiness",
            "status",
            "job_title",
            "years_in_education",
            "years_in_management",
            "included_on",
            "term_ends_on",
            "order_number",
            "left_on",
            "ground",
            "left_reason",
        ),
    ),
    Section(
        gettext_lazy("Changes of state"),
        _of(rows_of.Transition, "member__person"),
        ("source", "target", "on", "reason"),
    ),
    Section(
        gettext_lazy("Longer terms"),
        _of(rows_of.Extension, "member__person"),
        ("from_day", "to_day", "order_number", "reason"),
    ),
    Section(
        gettext_lazy("Development plans"),
        _of(rows_of.DevelopmentPlan, "member__person"),
        (
            "status",
            "goal",
            "starts_on",
            "ends_on",
            "mid_report",
            "final_report",
            "conclusion",
            "conclusion_note",
        ),
    ),
    Section(
        gettext_lazy("Deficits and tests"),
        _of(rows_of.Deficit, "plan__member__person"),
        ("topic", "source", "goal", "before", "after"),
    ),
    Section(
        gettext_lazy("Activities of the plans"),
        _of(rows_of.PlanItem, "plan__member__person"),
        (
            "kind",
            "name",
            "hours",
            "hours_done",
            "starts_on",
            "ends_on",
            "status",
            "result",
            "mentor_view",
        ),
    ),
    Section(
        gettext_lazy("Work with a mentor"),
        lambda person: rows_of.Mentorship.objects.filter(
            Q(mentor=person) | Q(mentee=person)
        ).order_by("pk"),
        ("mentor", "mentee", "purpose", "starts_on", "ends_on", "status", "result"),
    ),
    Section(
        gettext_lazy("Internships"),
        _of(rows_of.Internship, "member__person"),
        ("kind", "unit", "starts_on", "ends_on", "hours", "status", "result"),
    ),
    Section(
        gettext_lazy("Groups"),
        _of(rows_of.Learner, "person"),
        ("group", "unit", "finished_on", "certificate"),
    ),
    Section(
        gettext_lazy("Management teams"),
        _of(rows_of.TeamMember, "person"),
        ("team", "role"),
    ),
    Section(
        gettext_lazy("Nominations to posts"),
        _of(rows_of.Nomination, "person"),
        ("vacancy", "status", "note", "outside_reason", "submitted_on", "reason"),
    ),
    Section(
        gettext_lazy("Base of effective heads"),
        _of(rows_of.EffectiveHead, "person"),
        ("unit", "cycle", "answer", "is_mentor", "is_expert", "is_speaker"),
    ),
    Section(
        gettext_lazy("Letters of the monitoring"),
        _of(Letter, "person"),
        ("cycle", "unit", "number", "issued_at"),
    ),
    Section(
        gettext_lazy("Risk group of the monitoring"),
        _of(RiskEntry, "person"),
        ("cycle", "unit", "value", "years_in_row"),
    ),
    Section(
        gettext_lazy("Files"),
        attachments,
        ("name", "kind", "size", "created_at"),
    ),
    Section(
        gettext_lazy("Notifications"),
        _of(Notification, "user__person"),
        ("text", "created_at", "read_at"),
    ),
    Section(
        gettext_lazy("Who opened the file"),
        openings,
        ("at", "by"),
    ),
)
