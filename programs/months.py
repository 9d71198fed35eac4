"""A month as weeks of days: pure, what takes place is placed on its days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

LONG = 4  # days: what takes more stands above the grid
IN_CELL = 3  # so many fit into a day, the others unfold
ABOVE = 6  # so many long ones stand above the grid, the others unfold


class Dated(Protocol):
    """What has a first and a last day, both included."""

    @property
    def first(self) -> dt.date:
        """The first day."""

    @property
    def last(self) -> dt.date:
        """The last day."""


Item = TypeVar("Item", bound=Dated)


@dataclass(frozen=True)
class Placed(Generic[Item]):
    """Something on a day; `is_due` where the day is the last of a long one."""

    item: Item
    is_due: bool = False


@dataclass(frozen=True)
class Day(Generic[Item]):
    """A day of the grid: in the month or beside it, working or not."""

    date: dt.date
    is_inside: bool
    is_today: bool
    is_off: bool
    items: Sequence[Placed[Item]] = field(default=())

    @property
    def shown(self) -> Sequence[Placed[Item]]:
        """Those that fit into the cell."""
        return self.items[:IN_CELL]

    @property
    def more(self) -> Sequence[Placed[Item]]:
        """Those that unfold."""
        return self.items[IN_CELL:]

    @property
    def is_holiday(self) -> bool:
        """Whether it is off though it is no Saturday or Sunday."""
        return self.is_off and self.date.weekday() < calendar.SATURDAY


@dataclass(frozen=True)
class Month(Generic[Item]):
    """The weeks of a month, and what takes long above them."""

    first: dt.date
    last: dt.date
    weeks: Sequence[Sequence[Day[Item]]]
    spans: Sequence[Item]

    @property
    def days(self) -> list[Day[Item]]:
        """The days of the month on which something is."""
        return [
            day for week in self.weeks for day in week if day.is_inside and day.items
        ]

    @property
    def spans_shown(self) -> Sequence[Item]:
        """The first of the long ones."""
        return self.spans[:ABOVE]

    @property
    def spans_more(self) -> Sequence[Item]:
        """Those that unfold."""
        return self.spans[ABOVE:]


def bounds(first: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the day's month."""
    length = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=1), first.replace(day=length)


def shifted(first: dt.date, by: int) -> dt.date:
    """Return the first day of the month so many months away."""
    months = first.year * 12 + first.month - 1 + by
    return dt.date(months // 12, months % 12 + 1, 1)


def month(
    of: dt.date,
    items: Iterable[Item],
    *,
    today: dt.date,
    is_off: Callable[[dt.date], bool],
) -> Month[Item]:
    """Return the month of the day with the items on their days.

    A short item stands on each of its days, a long one above the grid and, as due,
    on its last day.
    """
    first, last = bounds(of)
    found = [item for item in items if item.first <= last and item.last >= first]
    placed = _placed(found, first, last)
    weeks = [
        [
            Day(
                day,
                is_inside=day.month == first.month,
                is_today=day == today,
                is_off=is_off(day),
                items=placed.get(day, ()) if day.month == first.month else (),
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, last, weeks, [item for item in found if is_long(item)])


def is_long(item: Dated) -> bool:
    """Tell whether it takes more days than a grid can show as days."""
    return (item.last - item.first).days + 1 > LONG


def _placed(
    items: Iterable[Item], first: dt.date, last: dt.date
) -> dict[dt.date, list[Placed[Item]]]:
    found: dict[dt.date, list[Placed[Item]]] = {}
    for item in items:
        if is_long(item):
            if first <= item.last <= last:
                found.setdefault(item.last, []).append(Placed(item, is_due=True))
            continue
        day = max(item.first, first)
        while day <= min(item.last, last):
            found.setdefault(day, []).append(Placed(item))
            day += dt.timedelta(days=1)
    return found
