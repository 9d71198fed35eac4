"""A candidate's letter as its page and its PDF show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, declension
from portal.models import Body, User
from portal.typography import worded
from reserve.models import Application, CandidateLetter, agreed
from reserve.reading.explanation import number

Status = Application.Status


@dataclass(frozen=True)
class Points:
    """The candidate's own points at a stage."""

    name: str
    points: str
    maximum: str
    is_passed: bool


@dataclass(frozen=True)
class Letter:
    """What the letter says, in the language of the page."""

    salutation: str
    competition: str
    dated_on: dt.date
    date: str
    body: str
    number: int
    protocol: str
    verdict: str
    decided: str
    reason: str
    place: str
    total: str
    stages: Sequence[Points]
    strengths: Sequence[str]
    advice: Sequence[str]
    next_step: str


def visible_to(user: User) -> QuerySet[CandidateLetter]:
    """Return the user's own letters, and those of competitions they run."""
    run = access.scope(
        user, access.Can.RUN_RESERVE, path="application__competition__unit__path"
    )
    own = Q(application__person=user.person_id or 0)
    rows = CandidateLetter.objects.filter(own | run & Q(agreed("application__person")))
    return rows.select_related(
        "application__competition__unit",
        "application__competition__protocol",
        "application__person",
    )


def of(row: CandidateLetter) -> Letter:
    """Return the letter in words; what it says was kept at the signing."""
    application, content = row.application, cast(Mapping[str, object], row.content)
    person, competition = application.person, application.competition
    issued_on = timezone.localdate(row.issued_at)
    verdict = str(content["verdict"])
    return Letter(
        salutation=declension.salutation(
            person.last_name, person.first_name, person.patronymic, person.gender
        ),
        competition=competition.name,
        dated_on=issued_on,
        date=worded(issued_on),
        body=_body(row),
        number=application.number,
        protocol=competition.protocol.number,
        verdict=verdict,
        decided=_decided(verdict, str(content["stopped_at"])),
        reason=str(content["reason"]),
        place=_place(content),
        total=str(number(Decimal(str(content["total"])))) if content["total"] else "",
        stages=[_points(line) for line in _dicts(content["stages"])],
        strengths=_strengths(content),
        advice=_advice(content),
        next_step=_next_step(verdict),
    )


def _decided(verdict: str, stopped_at: str) -> str:
    if verdict == Status.INCLUDED:
        return _("The commission has included you in the reserve. Congratulations!")
    if verdict == Status.STOPPED:
        return _(
            "Your way in this competition ended at the stage «%(stage)s». Thank you for"
            " taking part."
        ) % {"stage": stopped_at}
    if verdict == Status.REJECTED:
        return _(
            "Your application was not admitted after the check of documents. Thank you"
            " for your interest."
        )
    return _(
        "The commission has not included you in the reserve this time. Thank you for"
        " your work."
    )


def _place(content: Mapping[str, object]) -> str:
    """Say the place of those included, the third of the others."""
    if content["place"]:
        return _("Your place: %(place)s of %(ranked)s.") % {
            "place": content["place"],
            "ranked": content["ranked"],
        }
    words = {
        1: _("By the total you are in the upper third of those who reached the end."),
        2: _("By the total you are in the middle third of those who reached the end."),
        3: _("By the total you are in the lower third of those who reached the end."),
    }
    third = content["third"]
    return words.get(third, "") if isinstance(third, int) else ""


def _next_step(verdict: str) -> str:
    if verdict == Status.INCLUDED:
        return _(
            "Within a month draw up your development plan: it begins from the advice in"
            " this letter."
        )
    if verdict == Status.REJECTED:
        return _("Correct what is named above and apply to the next competition.")
    return _(
        "Work on what is named above and apply to the next competition: this result"
        " does not count against you."
    )


def _strengths(content: Mapping[str, object]) -> list[str]:
    """Return what the experts praised, else the criteria that went best."""
    written = [str(line) for line in cast(Sequence[object], content["strengths"])]
    return written or [str(row["name"]) for row in _dicts(content["strong_criteria"])]


def _advice(content: Mapping[str, object]) -> list[str]:
    """Return what the experts advise, else the criteria that went worst."""
    written = [str(line) for line in cast(Sequence[object], content["advice"])]
    if written:
        return written
    return [
        ". ".join(filter(None, (str(row["name"]), str(row["hint"]))))
        for row in _dicts(content["weak_criteria"])
    ]


def _points(line: Mapping[str, object]) -> Points:
    return Points(
        str(line["name"]),
        number(Decimal(str(line["points"]))),
        number(Decimal(str(line["maximum"]))),
        bool(line["passed"]),
    )


def _dicts(rows: object) -> Sequence[Mapping[str, object]]:
    return cast(Sequence[Mapping[str, object]], rows)


def _body(row: CandidateLetter) -> str:
    unit = row.application.competition.unit
    kinds = [Body.Kind.REGIONAL_AUTHORITY, Body.Kind.MUNICIPAL_AUTHORITY]
    body = Body.objects.filter(unit=unit, kind__in=kinds).first()
    return body.name if body else unit.name
