"""The calendar: what is on which day of a month, and how much in each of a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal import access
from portal.models import User
from portal.navigation import link
from programs import months, standing_words
from programs.models import DayOff, Event
from programs.months import Month
from programs.reading import bars, standing
from programs.reading.bars import MOVED, Bar
from programs.reading.filters import Chosen
from programs.reading.progress import AHEAD, LATE
from programs.schedules import calendar as working

UNDATED_SHOWN = 12
ORDER = {LATE: 0}


@dataclass(frozen=True)
class Entry:
    """An event on its days, ready to be written."""

    event: Event
    bar: Bar
    state: str

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.bar.first

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.bar.last

    @property
    def url(self) -> str:
        """The page of the occurrence, or of the event where there are many."""
        if self.bar.occurrence_id:
            return link("programs:occurrence", self.bar.occurrence_id)
        return link("programs:event", self.event.pk)

    @property
    def word(self) -> str:
        """The state in a word."""
        return str(standing_words.WORDS[self.state])

    @property
    def tone(self) -> str:
        """The mark of the state."""
        return standing_words.TONES[self.state]

    @property
    def css(self) -> str:
        """The class of the chip."""
        return standing_words.CSS[self.state]

    @property
    def is_many(self) -> bool:
        """Whether it stands for more than one occurrence."""
        return self.bar.total > 1


@dataclass(frozen=True)
class Shown:
    """A month with the counts of its states, and what has no date at all."""

    month: Month[Entry]
    counts: Mapping[str, int]
    undated: Sequence[Event]
    undated_count: int

    @property
    def total(self) -> int:
        """How many dates touch the month."""
        return sum(self.counts.values())

    @property
    def late(self) -> int:
        """How many of them passed without a mark."""
        return self.counts.get(LATE, 0)

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        """Class, word and count of each state."""
        return legend(self.counts)


@dataclass(frozen=True)
class Summary:
    """A month of the year: its grid, and how many deadlines it has in which state."""

    month: Month[Entry]
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many deadlines it has."""
        return sum(self.counts.values())

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        """Class, word and count of the states that occur."""
        return [row for row in legend(self.counts) if row[2]]


def month(chosen: Chosen, day: dt.date) -> Shown:
    """Return the month of the day; the same number of queries for any territory."""
    first, last = months.bounds(day)
    entries = _entries(chosen, first, last)
    is_off = days_off(chosen.user, first, last)
    undated = undated_of(chosen)
    return Shown(
        months.month(day, entries, today=chosen.today, is_off=is_off),
        _counts(entries),
        undated[:UNDATED_SHOWN],
        len(undated),
    )


def year(chosen: Chosen, year: int) -> list[Summary]:
    """Return the months of the year; each counts what is due in it."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    entries = _entries(chosen, first, last)
    is_off = days_off(chosen.user, first, last)
    return [
        Summary(
            months.month(day, entries, today=chosen.today, is_off=is_off),
            _counts(
                entry
                for entry in entries
                if entry.last.month == day.month and entry.last.year == year
            ),
        )
        for day in (dt.date(year, number, 1) for number in range(1, 13))
    ]


def legend(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return class, word and count of each state, in one order."""
    return [
        (standing_words.CSS[state], str(word), counts.get(state, 0))
        for state, word in standing_words.WORDS.items()
    ]


def undated_of(chosen: Chosen) -> list[Event]:
    """Return the events whose words give no date."""
    rows = chosen.every().filter(starts_on=None, form=Event.Form.EVENT)
    rows = rows.filter(standing.NO_DATES).order_by("program", "position", "pk")
    return list(rows.only("number", "name", "schedule_kind"))


def days_off(user: User, first: dt.date, last: dt.date) -> Callable[[dt.date], bool]:
    """Return what tells days off: the country's calendar and the region's own."""
    region = access.home_region(user)
    rows = DayOff.objects.filter(unit=region, on__gte=first, on__lte=last)
    own = dict(rows.values_list("on", "is_working")) if region else {}
    return lambda day: not working.is_working(day, own)


def _entries(chosen: Chosen, first: dt.date, last: dt.date) -> list[Entry]:
    found = bars.of(chosen, first, last)
    events = Event.objects.select_related("program").in_bulk(
        {bar.event_id for bar in found}
    )
    entries = [
        Entry(events[bar.event_id], bar, _state(bar, chosen.today)) for bar in found
    ]
    return sorted(entries, key=lambda entry: (ORDER.get(entry.state, 1), entry.last))


def _state(bar: Bar, today: dt.date) -> str:
    state = bar.state(today)
    return MOVED if state == AHEAD and bar.moved else state


def _counts(entries: Iterable[Entry]) -> dict[str, int]:
    return dict(Counter(entry.state for entry in entries))
