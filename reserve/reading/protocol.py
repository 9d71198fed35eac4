"""The protocol as its page and its files show it: plain text, in Russian on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from portal.models import Body, Unit
from portal.typography import number, plural, worded
from reserve.models import (
    Application,
    Competition,
    Decision,
    PaperCheck,
    Protocol,
    agreed,
)
from reserve.reading import standing

HIDDEN = "сведения скрыты: согласие отозвано"
Verdict = Decision.Verdict
Status = Application.Status
EXPERTS = ("эксперт", "эксперта", "экспертов")


@dataclass(frozen=True)
class Row:
    """A line of the decisions on paper."""

    place: str
    number: int
    name: str
    work: str
    total: str
    decision: str
    reason: str


@dataclass(frozen=True)
class Paper:
    """The whole protocol on paper."""

    title: str
    number: str
    held_on: dt.date
    date: str
    body: str
    competition: str
    order: str
    chair: str
    secretary: str
    attendees: Sequence[str]
    heard: Sequence[str]
    formula: str
    included: Sequence[Row]
    declined: Sequence[Row]
    is_draft: bool


def decisions(protocol: Protocol) -> QuerySet[Decision]:
    """Return the lines by place, with who may still be named."""
    rows = protocol.decisions.select_related(
        "application__person", "application__unit", "readiness"
    )
    return rows.annotate(may_name=agreed("application__person")).order_by(
        "place", "application__number"
    )


def paper(protocol: Protocol) -> Paper:
    """Return the protocol as text; who withdrew their consent is not named."""
    competition = protocol.competition
    rows = list(decisions(protocol))
    return Paper(
        title="Протокол заседания комиссии по формированию кадрового резерва",
        number=protocol.number,
        held_on=protocol.held_on,
        date=worded(protocol.held_on),
        body=_body(competition.unit),
        competition=competition.name,
        order=_order(competition),
        chair=protocol.chair,
        secretary=protocol.secretary,
        attendees=[line.strip() for line in protocol.attendees.splitlines() if line],
        heard=_heard(competition, rows),
        formula=_formula(competition),
        included=[_row(row) for row in rows if row.verdict == Verdict.INCLUDE],
        declined=[_row(row) for row in rows if row.verdict == Verdict.DECLINE],
        is_draft=protocol.signed_at is None,
    )


def _body(unit: Unit) -> str:
    kinds = [Body.Kind.REGIONAL_AUTHORITY, Body.Kind.MUNICIPAL_AUTHORITY]
    body = Body.objects.filter(unit=unit, kind__in=kinds).first()
    return body.name if body else unit.name


def _order(competition: Competition) -> str:
    if not competition.order_number:
        return ""
    if competition.order_on is None:
        return f"приказ № {competition.order_number}"
    return f"приказ от {worded(competition.order_on)} № {competition.order_number}"


def _heard(competition: Competition, rows: Sequence[Decision]) -> list[str]:
    """Say how many applied, were refused, stopped and judged by whom."""
    submitted = competition.applications.submitted()
    counts = dict(submitted.values_list("status").annotate(Count("pk")))
    total = sum(counts.values())
    experts = competition.experts.count()
    lines = [
        f"Подано {total} {plural(total, 'заявка', 'заявки', 'заявок')}.",
        _checked(competition),
        _stopped(counts.get(Status.REJECTED, 0), "не допущено по документам"),
        _stopped(counts.get(Status.STOPPED, 0), "не прошли отборочные этапы"),
        _stopped(counts.get(Status.WITHDRAWN, 0), "отозвано кандидатами"),
        f"На рассмотрение комиссии вынесено {len(rows)}."
        f" Мест в резерве: {competition.places}.",
    ]
    if experts:
        lines.append(f"Проекты оценивали {experts} {plural(experts, *EXPERTS)}.")
    return [line for line in lines if line]


def _checked(competition: Competition) -> str:
    """Say how many documents were looked at, and how many were not in order."""
    rows = PaperCheck.objects.filter(application__competition=competition)
    found = rows.aggregate(
        count=Count("pk"), faults=Count("pk", filter=Q(is_in_order=False))
    )
    if not found["count"]:
        return ""
    faults = f", не в порядке: {found['faults']}" if found["faults"] else ""
    return f"Проверено документов: {found['count']}{faults}."


def _stopped(count: int, words: str) -> str:
    return f"Из них {words}: {count}." if count else ""


def _formula(competition: Competition) -> str:
    """Say how totals were counted and equal ones parted."""
    rules = [rule for rule in standing.rules(competition) if rule.weight]
    names = {rule.code: rule.name for rule in standing.rules(competition)}
    weighed = " + ".join(f"{number(rule.weight)} × «{rule.name}»" for rule in rules)
    ties = [f"«{names[code]}»" for code in competition.tie_stages if code in names]
    text = (
        "Итоговый балл – среднее взвешенное баллов этапов, приведённых к 100:"
        f" {weighed}."
    )
    if ties:
        text += f" При равном итоге выше тот, у кого больше баллов: {', '.join(ties)};"
        return f"{text} затем – кто раньше подал заявку."
    return f"{text} При равном итоге выше тот, кто раньше подал заявку."


def _row(row: Decision) -> Row:
    application = row.application
    named = bool(getattr(row, "may_name", False))
    work = ", ".join(
        part for part in (application.job_title, application.unit.short_name) if part
    )
    return Row(
        place=str(row.place or "–"),
        number=application.number,
        name=application.person.full_name if named else HIDDEN,
        work=work if named else "",
        total=_points(row.total),
        decision=row.readiness.name if row.readiness else "",
        reason=row.reason,
    )


def _points(value: Decimal | None) -> str:
    return "–" if value is None else number(value, 2)
