"""Events on their days, as calendars and the Gantt draw them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from programs import schedules
from programs.models import Event, Occurrence
from programs.reading import standing
from programs.reading.filters import Chosen
from programs.reading.progress import AHEAD, CANCELLED, HELD, LATE, RUNNING
from programs.schedules import Period

MOVED = "moved"
WORDS_ONLY = "words"
STATES = {
    standing.OVERDUE: LATE,
    standing.RUNNING: RUNNING,
    standing.COMING: AHEAD,
    standing.HELD: HELD,
    standing.CHECKED: HELD,
    standing.CANCELLED: CANCELLED,
}


@dataclass(frozen=True)
class Was:
    """The first plan of days that have moved since; `count` of how many."""

    first: dt.date
    last: dt.date
    count: int = 1


@dataclass(frozen=True)
class Bar:
    """An event on its days, both included: how many occurrences in which state.

    A bar of one occurrence has its id, and the unit where the event runs in many.
    `is_words` where the days are only those of the document, which nobody tracks.
    """

    event_id: int
    first: dt.date
    last: dt.date
    planned: int = 0
    held: int = 0
    cancelled: int = 0
    occurrence_id: int | None = None
    unit: str = ""
    was: Sequence[Was] = field(default=())
    is_words: bool = False

    @property
    def total(self) -> int:
        """How many there are, cancelled ones left out."""
        return self.planned + self.held

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.last - self.first).days + 1

    @property
    def moved(self) -> int:
        """How many of them have moved since the first plan."""
        return sum(was.count for was in self.was)

    def state(self, today: dt.date) -> str:
        """Return the state: overdue if anything is, held once nothing waits."""
        if self.is_words:
            return WORDS_ONLY
        if self.planned:
            if self.last < today:
                return LATE
            return RUNNING if self.first <= today else AHEAD
        return HELD if self.held else CANCELLED

    def touches(self, day: dt.date) -> bool:
        """Tell whether it takes place on the day."""
        return self.first <= day <= self.last


def of(
    chosen: Chosen,
    first: dt.date,
    last: dt.date,
    events: Sequence[int] | None = None,
) -> list[Bar]:
    """Return the bars that touch the days, in order; at most two queries.

    A whole territory is read from counts, one's own units row by row. `events` are
    the ids of the events that are drawn; None stands for all.
    """
    within = Q(starts_on__lte=last, due_on__gte=first)
    if events is not None:
        within &= Q(event__in=events)
    if not chosen.territory.is_whole:
        return single(chosen.occurrences().filter(within))
    rows = chosen.tallies().filter(within).order_by("starts_on", "due_on", "event_id")
    found = [bar for bar in map(counted, rows) if fits(bar, chosen)]
    return with_first_plans(found, first, last)


def fits(bar: Bar, chosen: Chosen) -> bool:
    """Tell whether the bar is in the state that the filters ask for."""
    if chosen.state in ("", standing.MONTH):
        return True
    return bar.state(chosen.today) == STATES.get(chosen.state)


def counted(row: Mapping[str, Any]) -> Bar:
    """Return the bar of the counts of an event and its days."""
    return Bar(
        row["event_id"],
        row["starts_on"],
        row["due_on"],
        planned=row["planned"],
        held=row["held"] + row["checked"],
        cancelled=row["cancelled"],
    )


def single(rows: QuerySet[Occurrence]) -> list[Bar]:
    """Return a bar for each occurrence."""
    found = rows.select_related("unit", "event__program").only(
        "starts_on",
        "due_on",
        "planned_starts_on",
        "planned_due_on",
        "moves_count",
        "status",
        "event__program__unit",
        "unit__short_name",
    )
    return [_one(row) for row in found.order_by("starts_on", "due_on", "event", "pk")]


def with_first_plans(bars: list[Bar], first: dt.date, last: dt.date) -> list[Bar]:
    """Add from which days bars of counts have moved; one query, an index of its own."""
    moved = (
        Occurrence.objects.filter(
            moves_count__gt=0,
            event__in={bar.event_id for bar in bars},
            starts_on__lte=last,
            due_on__gte=first,
        )
        .exclude(planned_starts_on=F("starts_on"), planned_due_on=F("due_on"))
        .order_by("planned_starts_on")
    )
    days = ("event", "starts_on", "due_on", "planned_starts_on", "planned_due_on")
    found: dict[tuple[int, dt.date, dt.date], list[Was]] = defaultdict(list)
    for event, starts, due, was_from, was_to, count in moved.values_list(
        *days
    ).annotate(count=Count("pk")):
        found[event, starts, due].append(Was(was_from, was_to, count))
    return [
        replace(bar, was=found.get((bar.event_id, bar.first, bar.last), ()))
        for bar in bars
    ]


def of_words(event: Event) -> list[Bar]:
    """Return the days that the document itself gives to an event nobody tracks."""
    program = event.program
    if program.is_in_force or not event.schedule:
        return []
    period = Period(
        program.plan_starts_on, program.plan_ends_on, program.is_school_year
    )
    spans = schedules.occurrences(schedules.from_json(event.schedule), period)
    return [Bar(event.pk, span.start, span.end, is_words=True) for span in spans]


def by_event(bars: Iterable[Bar]) -> dict[int, list[Bar]]:
    """Return the bars of each event, by its id."""
    found: dict[int, list[Bar]] = defaultdict(list)
    for bar in bars:
        found[bar.event_id].append(bar)
    return found


def joined(bars: Sequence[Bar]) -> list[Bar]:
    """Return bars of one event in which those that overlap are one with their sums.

    So a plan that each municipality moved as it liked is still a row one can read.
    """
    found: list[Bar] = []
    for bar in sorted(bars, key=lambda bar: (bar.first, bar.last)):
        if found and bar.first <= found[-1].last:
            found[-1] = _sum(found[-1], bar)
        else:
            found.append(bar)
    return found


def _sum(one: Bar, other: Bar) -> Bar:
    return Bar(
        one.event_id,
        one.first,
        max(one.last, other.last),
        planned=one.planned + other.planned,
        held=one.held + other.held,
        cancelled=one.cancelled + other.cancelled,
        was=(*one.was, *other.was),
    )


def _one(row: Occurrence) -> Bar:
    status = Occurrence.Status(row.status)
    first_plan = (row.planned_starts_on, row.planned_due_on)
    # a day named within its month is no move
    is_moved = row.moves_count > 0 and first_plan != (row.starts_on, row.due_on)
    is_elsewhere = row.unit_id != row.event.program.unit_id
    return Bar(
        row.event_id,
        row.starts_on,
        row.due_on,
        planned=int(status == Occurrence.Status.PLANNED),
        held=int(status in Occurrence.DONE),
        cancelled=int(status == Occurrence.Status.CANCELLED),
        occurrence_id=row.pk,
        unit=row.unit.short_name if is_elsewhere else "",
        was=(Was(*first_plan),) if is_moved else (),
    )
