"""How many places of a site are taken on each day; no database here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reserve.plan_sums import months_later

Period = tuple[dt.date, dt.date]  # the last day is within


@dataclass(frozen=True)
class Month:
    """A month of the calendar: the most places taken on one of its days."""

    first: dt.date
    taken: int
    places: int

    @property
    def free(self) -> int:
        """Places that are free on every day of the month."""
        return max(self.places - self.taken, 0)


def peak(taken: Sequence[Period], first: dt.date, last: dt.date) -> int:
    """Return how many of the periods meet on the fullest day from first to last."""
    met = [period for period in taken if period[0] <= last and period[1] >= first]
    days = {max(period[0], first) for period in met}
    return max(
        (sum(begin <= day <= end for begin, end in met) for day in days), default=0
    )


def months(
    taken: Sequence[Period], places: int, since: dt.date, count: int
) -> list[Month]:
    """Return the calendar of a site from the month of the day on."""
    start = since.replace(day=1)
    found = []
    for number in range(count):
        first = months_later(start, number)
        last = months_later(start, number + 1) - dt.timedelta(days=1)
        found.append(Month(first, peak(taken, first, last), places))
    return found
