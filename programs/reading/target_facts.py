"""Facts of targets: of one event, of all events, of the program's indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from portal.models import User
from programs.models import Event, EventTarget, Program
from programs.reading import event_facts, indicator_facts
from programs.reading.fact import TargetFact
from programs.reading.indicator_facts import IndicatorFact


@dataclass(frozen=True)
class ProgramFacts:
    """The year's facts of a program: its indicators and its events' targets."""

    year: int
    years: list[int]
    indicators: list[IndicatorFact]
    events: list[TargetFact]

    @property
    def reached(self) -> int:
        """How many indicators have reached their target."""
        return sum(1 for row in self.indicators if row.state == "reached")


def of_program(program: Program, year: int, user: User | None = None) -> ProgramFacts:
    """Return the year's facts, the same for every reader: counts name nobody."""
    return ProgramFacts(
        year,
        years_of(program),
        indicator_facts.of_year(program, year),
        of_events(program, last_day(program, year)),
    )


def of_program_indicators(program: Program, year: int) -> list[IndicatorFact]:
    """Return the program's indicators with the facts of the year."""
    return indicator_facts.of_year(program, year)


def years_of(program: Program) -> list[int]:
    """Return the years that the program covers; a school year by its first one."""
    first = event_facts.year_of(program, program.plan_starts_on).first.year
    last = event_facts.year_of(program, program.plan_ends_on).first.year
    return list(range(first, last + 1))


def last_day(program: Program, year: int) -> dt.date:
    """Return the last day of the year that has come: today while it runs."""
    days = event_facts.days_of_year(program, year)
    return min(timezone.localdate(), days.last)


def of_event(event: Event, user: User | None = None) -> list[TargetFact]:
    """Return the targets of the event with their facts, the same for every reader."""
    rows = event.targets.select_related("reached_by").order_by("position", "pk")
    return event_facts.facts(
        event.program, _with_event(rows, event), timezone.localdate()
    )


def _with_event(rows: Iterable[EventTarget], event: Event) -> list[EventTarget]:
    found = list(rows)
    for row in found:
        row.event = event
    return found


def of_events(program: Program, day: dt.date | None = None) -> list[TargetFact]:
    """Return the facts of all targets of the program's events, as of the day."""
    rows = EventTarget.objects.filter(event__program=program).select_related(
        "event", "event__section", "reached_by"
    )
    found = list(rows.order_by("event__position", "event__pk", "position", "pk"))
    for row in found:
        row.event.program = program
    return event_facts.facts(program, found, day or timezone.localdate())
