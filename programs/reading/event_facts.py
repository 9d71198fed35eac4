"""Counts what targets of events ask for, many targets at once.

K and O are those of one day: the last one of the target's days, or the day of asking
before it. Whether a share is reached is decided by people, not by the rounded
percent: the page says how many are needed, and one more is one more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone

from programs import populations, target_words
from programs.models import (
    Event,
    EventTarget,
    Measure,
    MeasuredBy,
    Occurrence,
    Population,
    Practice,
    Program,
)
from programs.populations import Place
from programs.reading import took_part
from programs.reading.fact import IN_WORDS, State, TargetFact, is_met, is_upward
from programs.reading.took_part import Days, Sums
from reserve.models import Deficit

AUTUMN = 9  # the month in which a school year begins

# Which days count


def days_of(event: Event, original: str, day: dt.date) -> Days:
    """Return the year round the day for yearly words, else the whole plan's days."""
    program = event.program
    plan = Days(program.plan_starts_on, program.plan_ends_on)
    if not target_words.is_yearly(original):
        return plan
    year = year_of(program, day)
    return Days(max(plan.first, year.first), min(plan.last, year.last))


def year_of(program: Program, day: dt.date) -> Days:
    """Return the program's year round the day, kept within the program."""
    inside = min(max(day, program.plan_starts_on), program.plan_ends_on)
    is_before_autumn = program.is_school_year and inside.month < AUTUMN
    return days_of_year(program, inside.year - is_before_autumn)


def days_of_year(program: Program, year: int) -> Days:
    """Return the days of the year; a school year begins in September."""
    if program.is_school_year:
        return Days(dt.date(year, 9, 1), dt.date(year + 1, 8, 31))
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))


# Facts


def facts(
    program: Program, targets: Sequence[EventTarget], day: dt.date
) -> list[TargetFact]:
    """Return the facts of the targets as of the day, in their order.

    The number of queries goes by populations and days, not by targets.
    """
    groups: dict[_Asked, list[EventTarget]] = defaultdict(list)
    events: dict[Days, set[int]] = defaultdict(set)
    for row in targets:
        types = tuple(row.organization_types)
        days = days_of(row.event, row.original, day)
        groups[_Asked(row.population, types, days)].append(row)
        events[days].add(row.event_id)
    done = {days: _done(found, days) for days, found in events.items()}
    facts_of: dict[int, TargetFact] = {}
    for asked, rows in groups.items():
        place = Place(program.unit, min(day, asked.days.last), asked.types)
        facts_of |= _group(rows, asked, place, done[asked.days])
    return [facts_of[row.pk] for row in targets]


def _group(
    rows: list[EventTarget], asked: _Asked, place: Place, done: _Done
) -> dict[int, TargetFact]:
    whole = populations.size(asked.population, place)
    counted = _counted(rows, asked, place, done)
    made = {}
    for row in rows:
        marks = done.marks.get(row.event_id, 0)
        blank = TargetFact(row, asked.days, whole=whole, marks=marks)
        made[row.pk] = _judged(_fact(blank, counted), place.day)
    return made


@dataclass(frozen=True)
class _Asked:
    population: str
    types: tuple[str, ...]
    days: Days


@dataclass(frozen=True)
class _Done:
    """What events have done within some days, of whatever population."""

    marks: dict[int, int]
    held: dict[int, int]
    numbers: dict[int, Decimal]


@dataclass(frozen=True)
class _Counts:
    done: _Done
    sums: dict[int, Sums]
    anybody: dict[int, Sums]
    practices: dict[int, int]
    growth: tuple[Decimal, Decimal, int] | None


def _done(events: Iterable[int], days: Days) -> _Done:
    held = _held(events, days)
    return _Done(
        marks=took_part.marks(events, days),
        held={event: n for event, n, _sum in held},
        numbers={event: total for event, _n, total in held if total is not None},
    )


def _counted(
    rows: list[EventTarget], asked: _Asked, place: Place, done: _Done
) -> _Counts:
    events, key, days = {row.event_id for row in rows}, asked.population, asked.days
    measures = {row.measured_by for row in rows}
    return _Counts(
        done=done,
        sums=took_part.of_events(events, key, place, days),
        anybody={} if key else took_part.anybody(events, days),
        practices=_practices(events, days) if MeasuredBy.PRACTICES in measures else {},
        growth=growth(key, place, days)
        if MeasuredBy.RESERVE_TEST in measures
        else None,
    )


def _held(events: Iterable[int], days: Days) -> list[tuple[int, int, Decimal | None]]:
    rows = Occurrence.objects.filter(
        event__in=list(events),
        status__in=Occurrence.DONE,
        held_on__range=(days.first, days.last),
    ).order_by()
    summed = rows.values_list("event").annotate(n=Count("pk"), sum=Sum("result_number"))
    return list(summed)


def _practices(events: Iterable[int], days: Days) -> dict[int, int]:
    rows = Practice.objects.filter(
        event__in=list(events), published_on__range=(days.first, days.last)
    )
    published = rows.filter(status=Practice.Status.PUBLISHED).order_by()
    return dict(published.values_list("event").annotate(n=Count("pk")))


def growth(key: str, place: Place, days: Days) -> tuple[Decimal, Decimal, int] | None:
    """Mean test before and after of those tested twice, and how many they are."""
    rows = Deficit.objects.filter(
        Q(plan__starts_on__lte=days.last) & Q(plan__ends_on__gte=days.first),
        before__isnull=False,
        after__isnull=False,
        plan__member__unit__path__startswith=place.branch.path,
    )
    if populations.kind(key) == "person":
        rows = rows.filter(plan__member__person__in=populations.ids(key, place))
    found = rows.aggregate(
        before=Avg("before"),
        after=Avg("after"),
        n=Count("plan__member__person", distinct=True),
    )
    return (found["before"], found["after"], found["n"]) if found["n"] else None


# One fact


def _fact(blank: TargetFact, counted: _Counts) -> TargetFact:
    target = blank.target
    if target.measure in IN_WORDS:
        return blank
    if target.measure == Measure.GROWTH:
        return _grown(blank, counted)
    if target.measure == Measure.SHARE:
        return _of_population(blank, counted)
    if target.measure == Measure.COUNT:
        return _number(blank, counted)
    return replace(blank, reason="by_hand")


def _of_population(blank: TargetFact, counted: _Counts) -> TargetFact:
    target = blank.target
    if target.population == Population.STAFF:
        said = counted.done.numbers.get(target.event_id)
        return replace(blank, fact=said, reason="" if said is not None else "no_sums")
    if target.measured_by != MeasuredBy.PARTICIPATION or not target.population:
        return replace(blank, reason="unknown_population")
    sums = counted.sums.get(target.event_id, Sums())
    if not blank.whole:
        return replace(blank, reason="nobody")
    return replace(blank, fact=Decimal(sums.reached), coming=sums.coming)


def _number(blank: TargetFact, counted: _Counts) -> TargetFact:
    target, event = blank.target, blank.target.event_id
    if target.unit_name == "practice":
        return replace(blank, fact=Decimal(counted.practices.get(event, 0)))
    if target.unit_name == "event":
        return replace(blank, fact=Decimal(counted.done.held.get(event, 0)))
    if target.measured_by == MeasuredBy.PARTICIPATION:
        found = counted.sums if target.population else counted.anybody
        sums = found.get(event, Sums())
        return replace(blank, fact=Decimal(sums.reached), coming=sums.coming)
    return replace(blank, reason="by_hand")


def _grown(blank: TargetFact, counted: _Counts) -> TargetFact:
    if counted.growth is None or not counted.growth[0]:
        return replace(blank, reason="no_tests")
    before, after, people = counted.growth
    change = after - before
    if blank.target.unit_name != "points":
        change = change * 100 / before
    grown = Decimal(change).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return replace(blank, fact=grown, marks=people)


def _judged(fact: TargetFact, day: dt.date) -> TargetFact:
    target = fact.target
    if target.reached_on and target.reached_on <= day:
        return replace(fact, state=State.REACHED)
    is_over = timezone.localdate() > fact.days.last
    if target.measure in IN_WORDS:
        return replace(fact, state=State.MISSED if is_over else State.RUNNING)
    if fact.fact is None:
        return fact
    if is_met(fact):
        may_rise = not is_upward(target) and not is_over
        return replace(fact, state=State.RUNNING if may_rise else State.REACHED)
    return replace(fact, state=State.MISSED if is_over else State.RUNNING)
