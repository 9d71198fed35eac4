"""How far the events of a program are in a year: one state for one row of the plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.models import Event, Program, Tally

HELD, RUNNING, AHEAD, LATE, CANCELLED, DATELESS = (
    "held",
    "running",
    "ahead",
    "late",
    "cancelled",
    "dateless",
)
TONES = {HELD: "high", RUNNING: "series", AHEAD: "soft", LATE: "late"}


@dataclass(frozen=True)
class Span:
    """The days that are looked at, both included; `year` is null for a whole plan."""

    first: dt.date
    last: dt.date
    year: int | None


@dataclass(frozen=True)
class Counts:
    """How many rows are in which state."""

    held: int = 0
    running: int = 0
    ahead: int = 0
    late: int = 0
    cancelled: int = 0
    dateless: int = 0

    @property
    def total(self) -> int:
        """Rows that are due within the days, cancelled ones left out."""
        return self.held + self.running + self.ahead + self.late

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Tones and counts of the bar."""
        found = (self.held, self.running, self.ahead, self.late)
        return list(zip(TONES.values(), found, strict=True))


def span_of(program: Program, today: dt.date) -> Span:
    """Return the current year of the plan; a plan of a school year is one whole."""
    first, last = program.plan_starts_on, program.plan_ends_on
    if program.is_school_year or first.year == last.year:
        return Span(first, last, first.year if first.year == last.year else None)
    year = min(max(today.year, first.year), last.year)
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31), year)


def state_of(tallies: Iterable[Tally], span: Span, today: dt.date) -> str:
    """Return the state of one row; what is overdue stays so in later years.

    A series is late while any of its days is, and held once nothing of it waits.
    """
    rows = [row for row in tallies if _counts(row, span, today)]
    waiting = [row for row in rows if row.planned]
    if any(row.due_on < today for row in waiting):
        return LATE
    if any(row.starts_on <= today for row in waiting):
        return RUNNING
    if waiting:
        return AHEAD
    if any(row.held or row.checked for row in rows):
        return HELD
    return CANCELLED if any(row.cancelled for row in rows) else DATELESS


def of_events(program: Program, span: Span, today: dt.date) -> dict[int, str]:
    """Return the state of every event by its id, with one query for the days."""
    days: dict[int, list[Tally]] = defaultdict(list)
    for row in Tally.objects.filter(event__program=program):
        days[row.event_id].append(row)
    ids = Event.objects.filter(program=program, form=Event.Form.EVENT)
    return {
        pk: state_of(days[pk], span, today) for pk in ids.values_list("pk", flat=True)
    }


def counted(states: Iterable[str]) -> Counts:
    """Return how many are in which state."""
    return Counts(**Counter(states))


def by_group(states: Mapping[int, str], groups: Mapping[int, int]) -> dict[int, Counts]:
    """Return the counts of each group; `groups` says where an event belongs."""
    found: dict[int, list[str]] = defaultdict(list)
    for event, state in states.items():
        if event in groups:
            found[groups[event]].append(state)
    return {group: counted(rows) for group, rows in found.items()}


def oldest_late(program: Program, today: dt.date) -> dt.date | None:
    """Return the day since which the oldest overdue row waits."""
    rows = Tally.objects.filter(
        event__program=program, planned__gt=0, due_on__lt=today
    ).order_by("due_on")
    return rows.values_list("due_on", flat=True).first()


def _counts(row: Tally, span: Span, today: dt.date) -> bool:
    touches = row.starts_on <= span.last and row.due_on >= span.first
    return touches or bool(row.planned and row.due_on < today)
