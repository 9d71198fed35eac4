"""Dates on a line of quarters and months: pure, places in percent as text."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.charts import place

NARROWEST = 0.8  # percent: a day of a long plan is still seen
MONTHS_SHOWN = 15  # of a longer line only the quarters are named


@dataclass(frozen=True)
class Line:
    """The days that are drawn, both included: whole quarters."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Tick:
    """The beginning of a quarter or month; `number` of the quarter or month."""

    x: str
    number: int
    first: dt.date
    label_x: str

    @property
    def year(self) -> str:
        """The year as digits."""
        return str(self.first.year)


@dataclass(frozen=True)
class Strip:
    """A bar on the line; `cut` where it begins or ends beyond it."""

    x: float
    width: float
    is_cut_left: bool = False
    is_cut_right: bool = False

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width


def around(first: dt.date, last: dt.date) -> Line:
    """Return the line of whole quarters that holds the days."""
    start = dt.date(first.year, _quarter(first) * 3 - 2, 1)
    month = _quarter(last) * 3
    return Line(start, dt.date(last.year, month, _length(last.year, month)))


def quarters(line: Line) -> list[Tick]:
    """Return the quarters of the line."""
    return list(_ticks(line, 3))


def months(line: Line) -> list[Tick]:
    """Return the months of the line; none where they would not be read."""
    found = list(_ticks(line, 1))
    return found if len(found) <= MONTHS_SHOWN else []


def at(line: Line, day: dt.date) -> float | None:
    """Return the middle of the day on the line; None beyond it."""
    if not line.first <= day <= line.last:
        return None
    return 100 * ((day - line.first).days + 0.5) / line.days


def strip(line: Line, first: dt.date, last: dt.date) -> Strip | None:
    """Return the bar of the days, both included; None beyond the line."""
    if last < line.first or first > line.last:
        return None
    start = max((first - line.first).days, 0)
    end = min((last - line.first).days + 1, line.days)
    width = max(100 * (end - start) / line.days, NARROWEST)
    x = min(100 * start / line.days, 100 - width)
    return Strip(x, width, first < line.first, last > line.last)


def lanes(strips: Iterable[Strip]) -> list[int]:
    """Return for each bar, in order of its beginning, the lane where it is free."""
    ends: list[float] = []
    found = []
    for bar in strips:
        free = next((lane for lane, end in enumerate(ends) if end <= bar.x), None)
        if free is None:
            free = len(ends)
            ends.append(0)
        ends[free] = bar.end
        found.append(free)
    return found


def _ticks(line: Line, step: int) -> Iterator[Tick]:
    day = line.first
    while day <= line.last:
        x = 100 * (day - line.first).days / line.days
        number = day.month if step == 1 else _quarter(day)
        yield Tick(place(x), number, day, place(x + 0.6))
        following = day.month - 1 + step
        day = dt.date(day.year + following // 12, following % 12 + 1, 1)


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
