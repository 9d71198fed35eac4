"""Which texts of which rows an erasure empties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portal.models import Person
from reserve import models as rows_of
from reserve.models import Application, Decision, Member, Nomination

Fields = dict[str, object]


@dataclass(frozen=True)
class Scrub:
    """Rows that stay without their texts; `said` are texts that must not be empty."""

    title: str | Promise
    rows: Callable[[Person], QuerySet[Any]]
    values: Fields
    said: tuple[str, ...] = ()


def _of(model: type[models.Model], path: str) -> Callable[[Person], QuerySet[Any]]:
    return lambda person: model._default_manager.filter(**{path: person})


def _unsigned(person: Person) -> QuerySet[Decision]:
    return Decision.objects.filter(application__person=person, protocol__signed_at=None)


SCRUBS: tuple[Scrub, ...] = (
    Scrub(
        gettext_lazy("Applications: texts and answers"),
        _of(Application, "person"),
        {
            "job_title": "",
            "education": "",
            "education_note": "",
            "years_in_education": None,
            "years_in_management": None,
            "category": "",
            "motivation": "",
            "project": "",
            "nomination_note": "",
        },
        ("reason",),
    ),
    Scrub(
        gettext_lazy("Experts' comments on score sheets"),
        _of(rows_of.Sheet, "application__person"),
        {"strengths": "", "advice": ""},
        ("recusal",),
    ),
    Scrub(
        gettext_lazy("Notes on the stages"),
        _of(rows_of.StageResult, "application__person"),
        {"note": ""},
    ),
    Scrub(
        gettext_lazy("Reasons in protocols not yet signed"), _unsigned, {}, ("reason",)
    ),
    Scrub(
        gettext_lazy("Memberships: answers and reasons"),
        _of(Member, "person"),
        {"job_title": "", "years_in_education": None, "years_in_management": None},
        ("left_reason",),
    ),
    Scrub(
        gettext_lazy("Reasons of changes of state"),
        _of(rows_of.Transition, "member__person"),
        {"reason": ""},
    ),
    Scrub(
        gettext_lazy("Reasons of longer terms"),
        _of(rows_of.Extension, "member__person"),
        {},
        ("reason",),
    ),
    Scrub(
        gettext_lazy("Development plans: goals and reports"),
        _of(rows_of.DevelopmentPlan, "member__person"),
        {
            "goal": "",
            "return_reason": "",
            "mid_report": "",
            "final_report": "",
            "conclusion_note": "",
        },
    ),
    Scrub(
        gettext_lazy("Deficits"),
        _of(rows_of.Deficit, "plan__member__person"),
        {"goal": ""},
        ("topic",),
    ),
    Scrub(
        gettext_lazy("Activities of plans: names and results"),
        _of(rows_of.PlanItem, "plan__member__person"),
        {"result": "", "mentor_view": ""},
        ("name",),
    ),
    Scrub(
        gettext_lazy("Pairs with a mentor: plans and results"),
        _of(rows_of.Mentorship, "mentee"),
        {"plan": "", "result": ""},
    ),
    Scrub(
        gettext_lazy("Meetings with a mentor"),
        _of(rows_of.Meeting, "mentorship__mentee"),
        {"outcome": ""},
        ("topic",),
    ),
    Scrub(
        gettext_lazy("Internships: the host's view"),
        _of(rows_of.Internship, "member__person"),
        {"result": ""},
    ),
    Scrub(
        gettext_lazy("Groups: certificates"),
        _of(rows_of.Learner, "person"),
        {"certificate": ""},
    ),
    Scrub(
        gettext_lazy("Nominations: texts"),
        _of(Nomination, "person"),
        {"note": ""},
        ("outside_reason", "reason"),
    ),
    Scrub(
        gettext_lazy("Notes on the steps of nominations"),
        _of(rows_of.NominationStep, "nomination__person"),
        {"note": ""},
    ),
)
