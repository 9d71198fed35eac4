"""Early warning: which targets of a running program will be missed as things go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.utils import timezone

from programs import forecasts
from programs.forecasts import Forecast
from programs.models import Measure, MeasuredBy, Program, Tally
from programs.reading import event_facts
from programs.reading.fact import State, TargetFact
from programs.reading.indicator_facts import IndicatorFact
from programs.reading.target_facts import ProgramFacts
from programs.reading.took_part import Days


@dataclass(frozen=True)
class Dates:
    """How many dates of an event are held, and how many are still planned."""

    held: int = 0
    ahead: int = 0


@dataclass(frozen=True)
class Warned:
    """A target with what it will come to; `fact` or `indicator` is set."""

    forecast: Forecast
    fact: TargetFact | None = None
    indicator: IndicatorFact | None = None
    dates: Dates = Dates()

    @property
    def now(self) -> Decimal | None:
        """The fact of today; last year's where this year's is not measured yet."""
        if self.fact is not None:
            return _plain(self.fact.fact)
        return _plain(_known(self.indicator)) if self.indicator else None

    @property
    def expected(self) -> Decimal | None:
        """What it will come to."""
        return _plain(self.forecast.value)

    @property
    def needed(self) -> Decimal | None:
        """What it should come to."""
        if self.fact is not None:
            return Decimal(self.fact.needed or 0)
        goal = self.indicator.goal if self.indicator else None
        return _plain(goal.value) if goal else None


def _plain(value: Decimal | None) -> Decimal | None:
    """Drop zeros after the point."""
    return None if value is None else Decimal(format(value.normalize(), "f"))


@dataclass(frozen=True)
class Outlook:
    """What will be missed, what nothing can be said of, and how many are on the way."""

    missed: Sequence[Warned]
    unknown: int
    on_way: int


def outlook(program: Program, facts: ProgramFacts) -> Outlook:
    """Return what the year's running targets will come to if nothing changes."""
    rows = [*_of_indicators(program, facts), *_of_events(program, facts.events)]
    missed = [row for row in rows if row.forecast.will_miss]
    unknown = sum(1 for row in rows if row.forecast.value is None)
    return Outlook(missed, unknown, len(rows) - len(missed) - unknown)


def of_indicators(program: Program, facts: ProgramFacts) -> dict[int, Forecast]:
    """Return what the running target indicators will come to, by their ids."""
    return {
        row.indicator.indicator.pk: Forecast(
            row.forecast.rule,
            row.expected,
            _plain(row.forecast.short) or Decimal(0),
            row.forecast.measured_in,
        )
        for row in _of_indicators(program, facts)
        if row.indicator
    }


def dates_of(program: Program) -> dict[int, Dates]:
    """Return the dates of every event of the program, counted by the tallies."""
    rows = Tally.objects.filter(event__program=program).order_by()
    summed = rows.values("event").annotate(
        done=Sum(F("held") + F("checked")),
        ahead=Sum("planned", filter=Q(planned__gt=0)),
    )
    return {
        row["event"]: Dates(int(row["done"] or 0), int(row["ahead"] or 0))
        for row in summed
    }


def _of_events(program: Program, facts: Iterable[TargetFact]) -> list[Warned]:
    dates = dates_of(program)
    today = timezone.localdate()
    return [
        Warned(
            _of_fact(fact, dates.get(fact.target.event_id, Dates()), today),
            fact=fact,
            dates=dates.get(fact.target.event_id, Dates()),
        )
        for fact in facts
        if fact.state == State.RUNNING and fact.needed is not None
    ]


def _of_fact(fact: TargetFact, dates: Dates, today: dt.date) -> Forecast:
    """Foretell a count of people, teams, units or things."""
    goal, now = Decimal(fact.needed or 0), fact.fact or Decimal(0)
    if dates.held or dates.ahead:
        most = fact.whole if fact.is_share else None
        return forecasts.by_dates(
            now, goal, held=dates.held, ahead=dates.ahead, most=most
        )
    return forecasts.evenly(now, goal, _part(fact.days, today))


def _of_indicators(program: Program, facts: ProgramFacts) -> list[Warned]:
    days = event_facts.days_of_year(program, facts.year)
    part = _part(days, timezone.localdate())
    return [
        Warned(_of_indicator(row, part), indicator=row)
        for row in facts.indicators
        if row.goal and not row.is_contradictory and _known(row) is not None
        if row.state in (State.RUNNING, State.UNCOUNTED)
    ]


def _known(row: IndicatorFact) -> Decimal | None:
    """Return the year's fact, or last year's while the new one is not measured."""
    if row.judged is not None or row.indicator.measure == Measure.DYNAMICS:
        return row.judged
    return row.before


def _of_indicator(row: IndicatorFact, part: Decimal) -> Forecast:
    goal = row.goal.value if row.goal else Decimal(0)
    judged = _known(row) or Decimal(0)
    if row.indicator.measured_by == MeasuredBy.PRACTICES:
        return forecasts.evenly(judged, goal, part)
    is_up = row.indicator.operator not in ("lte", "lt")
    found = forecasts.stays(judged, goal, higher_is_better=is_up)
    return found if row.judged is not None else replace(found, measured_in=row.year - 1)


def _part(days: Days, today: dt.date) -> Decimal:
    return forecasts.elapsed(days.first, days.last, today)
