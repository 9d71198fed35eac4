"""The evaluation of a year, or of the whole program: figures that can be frozen.

Figures are plain JSON values, so that what was signed is shown as it was then. Each
date of an event is in exactly one column: cancelled, held late, held after a move,
held on time, overdue, ahead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from programs.models import (
    Evaluation,
    Event,
    EventBody,
    Occurrence,
    Program,
    Section,
)
from programs.reading import event_facts, target_facts
from programs.reading.fact import TargetFact
from programs.reading.indicator_facts import IndicatorFact
from programs.reading.target_facts import ProgramFacts
from programs.reading.took_part import Days

Figures = dict[str, Any]
COLUMNS = ("on_time", "moved", "late", "cancelled", "overdue", "ahead", "undated")


def figures(program: Program, year: int | None) -> Figures:
    """Return the figures of the year, or of the whole program, as of today."""
    return figures_from(program, year, facts_of(program, year))


def facts_of(program: Program, year: int | None) -> ProgramFacts:
    """Return the facts of the year; of the whole program those of all its years."""
    if year is not None:
        return target_facts.of_program(program, year)
    years = target_facts.years_of(program)
    every = (target_facts.of_program_indicators(program, one) for one in years)
    day = min(timezone.localdate(), days_of(program, None).last)
    events = target_facts.of_events(program, day)
    return ProgramFacts(years[-1], years, list(chain.from_iterable(every)), events)


def figures_from(program: Program, year: int | None, facts: ProgramFacts) -> Figures:
    """Return the figures that the facts come to."""
    days = days_of(program, year)
    day = min(timezone.localdate(), days.last)
    counts = _counts(program, days)
    return {
        "day": day.isoformat(),
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "indicators": [_indicator(row) for row in facts.indicators],
        "targets": [_target(fact) for fact in facts.events],
        "all": _summed(counts.values()),
        "events": len(counts),
        "sections": _by_section(program, counts),
        "bodies": _by_body(program, counts),
    }


def found(program: Program, year: int | None) -> Evaluation | None:
    """Return the evaluation of the year: one signed under an earlier edition stands.

    The final one, without a year, is of its own edition only.
    """
    rows = Evaluation.objects.select_related("signed_by").filter(year=year)
    own = rows.filter(program=program).first()
    if year is None or (own and own.signed_at):
        return own
    before = rows.filter(
        program__unit=program.unit_id,
        program__code=program.code,
        program__edition__lt=program.edition,
        signed_at__isnull=False,
    )
    return before.order_by("-program__edition").first() or own


def days_of(program: Program, year: int | None) -> Days:
    """Return the days of the year within the plan, or the whole plan's."""
    plan = Days(program.plan_starts_on, program.plan_ends_on)
    if year is None:
        return plan
    own = event_facts.days_of_year(program, year)
    return Days(max(plan.first, own.first), min(plan.last, own.last))


def shown(found: Figures) -> Figures:
    """Return figures with days as dates, for a template."""
    days = {key: dt.date.fromisoformat(found[key]) for key in ("day", "first", "last")}
    reached = [row for row in found["indicators"] if row["state"] == "reached"]
    targets = [row for row in found["targets"] if row["state"] == "reached"]
    done = sum(found["all"][key] for key in ("on_time", "moved", "late"))
    dates = sum(found["all"][key] for key in COLUMNS if key != "undated")
    return {
        **found,
        **days,
        "reached": len(reached),
        "counted": sum(row["fact"] is not None for row in found["indicators"]),
        "targets_reached": len(targets),
        "done": done,
        "dates": dates,
    }


# Dates of events


def _counts(program: Program, days: Days) -> dict[int, dict[str, int]]:
    """Return the columns of every event; events without dates are undated."""
    today = timezone.localdate()
    done = Q(status__in=Occurrence.DONE)
    planned = Q(status=Occurrence.Status.PLANNED)
    in_time = done & Q(held_on__lte=F("due_on"))
    rows = Occurrence.objects.filter(
        event__program=program, due_on__range=(days.first, days.last)
    ).order_by()
    grouped = rows.values("event").annotate(
        cancelled=Count("pk", filter=Q(status=Occurrence.Status.CANCELLED)),
        late=Count("pk", filter=done & Q(held_on__gt=F("due_on"))),
        moved=Count("pk", filter=in_time & Q(moves_count__gt=0)),
        on_time=Count("pk", filter=in_time & Q(moves_count=0)),
        overdue=Count("pk", filter=planned & Q(due_on__lt=today)),
        ahead=Count("pk", filter=planned & Q(due_on__gte=today)),
    )
    found = {row["event"]: _row(dict(row)) for row in grouped}
    for pk in _undated(program):
        found[pk] = {**dict.fromkeys(COLUMNS, 0), "undated": 1}
    return found


def _row(row: dict[str, Any]) -> dict[str, int]:
    return {key: int(row.get(key, 0)) for key in COLUMNS}


def _undated(program: Program) -> list[int]:
    rows = Event.objects.filter(
        program=program, form=Event.Form.EVENT, occurrences=None
    )
    return list(rows.values_list("pk", flat=True))


def _summed(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(COLUMNS, 0)
    for row in rows:
        for key in COLUMNS:
            total[key] += row[key]
    return total


def _by_section(program: Program, counts: dict[int, dict[str, int]]) -> list[Figures]:
    sections = {row.pk: row for row in Section.objects.filter(program=program)}
    events = Event.objects.filter(program=program).values_list("pk", "section")
    groups: dict[int, list[dict[str, int]]] = {}
    for event, section in events:
        if event in counts:
            top = _top(sections, section)
            groups.setdefault(top, []).append(counts[event])
    order = [*sections, 0]
    return [
        {
            "number": sections[pk].number if pk else "",
            "name": sections[pk].name if pk else "",
            "events": len(groups[pk]),
            **_summed(groups[pk]),
        }
        for pk in order
        if pk in groups
    ]


def _top(sections: dict[int, Section], pk: int | None) -> int:
    """Return the track above the section; 0 for events outside any."""
    while pk in sections and sections[pk].parent_id:
        pk = sections[pk].parent_id
    return pk if pk in sections else 0


def _by_body(program: Program, counts: dict[int, dict[str, int]]) -> list[Figures]:
    rows = EventBody.objects.in_charge().filter(event__program=program)
    rows = rows.select_related("program_body")
    names: dict[int, str] = {}
    groups: dict[int, list[dict[str, int]]] = {}
    for row in rows.order_by("program_body__position", "program_body__pk"):
        if row.event_id in counts:
            names[row.program_body_id] = row.program_body.name
            groups.setdefault(row.program_body_id, []).append(counts[row.event_id])
    return [
        {"name": names[pk], "events": len(found), **_summed(found)}
        for pk, found in groups.items()
    ]


# Rows of figures


def _indicator(row: IndicatorFact) -> Figures:
    return {
        "pk": row.indicator.pk,
        "year": row.year,
        "number": row.indicator.number,
        "name": row.indicator.name,
        "measure": row.indicator.measure,
        "unit": row.indicator.unit_name,
        "operator": str(row.indicator.get_operator_display()),
        "baseline": _text(row.indicator.baseline),
        "fact": _text(row.fact),
        "before": _text(row.before),
        "goals": [_text(goal.value) for goal in row.goals],
        "state": row.state,
        "source": row.source,
        "note": row.hand.reason if row.hand and row.source == "hand" else "",
        "short": _text(row.short_of),
    }


def _target(fact: TargetFact) -> Figures:
    target = fact.target
    return {
        "pk": target.pk,
        "event": target.event.title,
        "event_pk": target.event_id,
        "original": target.original,
        "state": fact.state,
        "fact": _text(fact.fact),
        "whole": fact.whole if fact.is_share else None,
        "share": _text(fact.share) if fact.is_share else None,
        "needed": fact.needed,
        "measure": target.measure,
        "reached_on": target.reached_on.isoformat() if target.reached_on else None,
        "note": target.reached_note,
    }


def _text(value: Decimal | int | None) -> str | None:
    if value is None:
        return None
    return format(Decimal(value).normalize(), "f")
