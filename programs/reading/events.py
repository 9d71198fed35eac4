"""The roadmap as a list: what waits first, then every row of the plans once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet, Sum

from programs.models import Event, EventBody, Occurrence, Section
from programs.reading import standing
from programs.reading.filters import Chosen
from programs.reading.standing import Standing

WAITING, FIRST = 12, 5
AHEAD = dt.timedelta(days=31)


@dataclass(frozen=True)
class Row:
    """One row of a plan with how its dates stand on the day."""

    event: Event
    standing: Standing | None
    day: dt.date

    @property
    def code(self) -> str:
        """The one state it shows."""
        return standing.code_of(self.event, self.standing)

    @property
    def tone(self) -> str:
        """The mark of the state."""
        return standing.TONES[self.code]

    @property
    def words(self) -> str:
        """The state in words, a delay with its days."""
        return standing.words_of(self.code, self.standing, self.day)

    @property
    def progress(self) -> str:
        """How many of how many are held, empty without dates."""
        return standing.progress_words(self.standing)

    @property
    def leading(self) -> list[str]:
        """Bodies that answer for it now, by their short names."""
        return [named(body) for body in self.event.bodies.all() if body.in_charge]

    @property
    def by_document(self) -> list[str]:
        """Bodies that answer for it by the document."""
        return by_document(self.event)

    @property
    def handed_on(self) -> dt.date | None:
        """The day since which others answer than in the document; null if none do."""
        bodies = list(self.event.bodies.all())
        if all(body.in_charge == body.is_responsible for body in bodies):
            return None
        return max((body.handed_on for body in bodies if body.handed_on), default=None)

    @property
    def deadline(self) -> str:
        """The words of the deadline, corrected ones first."""
        return self.event.schedule_corrected or self.event.schedule_original

    @property
    def section(self) -> Section | None:
        """The uppermost heading over the row."""
        section = self.event.section
        return section.parent or section if section else None


@dataclass(frozen=True)
class Group:
    """Rows under one heading of one program."""

    program: str
    section: Section | None
    rows: Sequence[Row]


@dataclass(frozen=True)
class First:
    """The few rows above the list: overdue ones, else those that end soonest.

    `count` are all that are overdue; `query` opens exactly these, or what is coming.
    """

    rows: Sequence[Row]
    count: int
    query: str

    @property
    def has_more(self) -> bool:
        """Whether more are overdue than are shown."""
        return self.count > len(self.rows)


def whole(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Return the events with what a row shows of them."""
    bodies = EventBody.objects.select_related("program_body__body")
    return rows.select_related("program__unit", "section__parent").prefetch_related(
        Prefetch("bodies", bodies), "targets"
    )


def rows_of(chosen: Chosen, events: Iterable[Event]) -> list[Row]:
    """Return the events with their standing, by one more query."""
    listed = list(events)
    tallies = chosen.tallies().filter(event__in=[event.pk for event in listed])
    found = standing.of_rows(tallies, chosen.today)
    return [Row(event, found.get(event.pk), chosen.today) for event in listed]


def waiting(chosen: Chosen) -> list[Row]:
    """Return what asks for attention: overdue first, then what ends soonest."""
    return _soonest(chosen, _planned(chosen), WAITING)


def first(chosen: Chosen) -> First:
    """Return the few rows that wait for a mark, in one's own units; else what is next.

    What waits for others' marks is in the list: a municipality marks its own only.
    """
    own = chosen.territory.own
    mine = _planned(chosen).filter(unit__in=own) if own else _planned(chosen)
    late = mine.filter(due_on__lt=chosen.today)
    count = late.order_by().values("event_id").distinct().count()
    if not count:
        ahead = _planned(chosen).filter(due_on__gte=chosen.today)
        coming = chosen.query_string(what=standing.COMING)
        return First(_soonest(chosen, ahead, FIRST), 0, coming)
    unit = next(iter(own)) if len(own) == 1 else chosen.unit_id
    query = chosen.query_string(state=standing.OVERDUE, municipality=unit)
    return First(_soonest(chosen, late, FIRST), count, query)


def counts(chosen: Chosen) -> dict[str, int]:
    """Return how many rows of the plans are in each state, whatever state is chosen."""
    days = _days(chosen)
    is_tally = chosen.territory.is_whole
    of_days = {
        state: Count(
            "event",
            distinct=True,
            filter=standing.of_days(state, chosen.today, tally=is_tally),
        )
        for state in standing.STATES
        if state not in standing.OF_EVENT
    }
    of_event = {
        state: Count("pk", distinct=True, filter=fits)
        for state, fits in standing.OF_EVENT.items()
    }
    return {
        "all": chosen.without_state().events().count(),
        **days.aggregate(**of_days),
        **chosen.every().aggregate(**of_event),
    }


def dates(chosen: Chosen) -> dict[str, int]:
    """Return how many dates are planned, late, held and checked."""
    found = Standing()
    for row in _summed(chosen):
        found.add(row, chosen.today)
    return {
        "total": found.total,
        "overdue": found.overdue,
        "done": found.done,
        "checked": found.checked,
        "people": found.people,
    }


def groups(rows: Iterable[Row]) -> Iterator[Group]:
    """Yield the rows under their headings, in the order they come."""
    for (program, _pk), held in groupby(rows, _heading):
        listed = list(held)
        yield Group(program, listed[0].section, listed)


def by_document(event: Event) -> list[str]:
    """Return the names of those who answer for the event by the document."""
    return [named(body) for body in event.bodies.all() if body.is_responsible]


def named(body: EventBody) -> str:
    """Return the name of a body as lists show it."""
    known = body.program_body.body
    return str(known) if known else body.program_body.name


def _soonest(chosen: Chosen, planned: QuerySet[Any], most: int) -> list[Row]:
    """Return the events of these dates, those that end soonest first."""
    soonest = (
        planned.filter(due_on__lte=chosen.today + AHEAD)
        .values("event_id")
        .annotate(first=Min("due_on"))
        .order_by("first", "event_id")[:most]
    )
    order = [row["event_id"] for row in soonest]
    events = whole(Event.objects.filter(pk__in=order)).in_bulk()
    return rows_of(chosen, [events[pk] for pk in order])


def _heading(row: Row) -> tuple[str, int]:
    section = row.section
    return (str(row.event.program), section.pk if section else 0)


def _days(chosen: Chosen) -> QuerySet[Any]:
    return chosen.without_state().sources()


def _planned(chosen: Chosen) -> QuerySet[Any]:
    rows = _days(chosen)
    if chosen.territory.is_whole:
        return rows.filter(planned__gt=0)
    return rows.filter(status=Occurrence.Status.PLANNED)


def _summed(chosen: Chosen) -> QuerySet[Any, dict[str, Any]]:
    """Return the counts by days alone, events put together."""
    rows = _days(chosen).order_by().values("starts_on", "due_on")
    is_tally = chosen.territory.is_whole
    sums: dict[str, Any] = {
        name: Sum(name) if is_tally else Count("pk", filter=Q(status=name))
        for name in standing.COUNTS
    }
    found: QuerySet[Any, dict[str, Any]] = rows.annotate(
        **sums, people=Sum("participants")
    )
    return found
