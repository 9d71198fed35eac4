"""Sums of a plan: hours, the test's gain, days by months; no database here."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

CANCELLED = "cancelled"
DONE = "done"
TENTH = Decimal("0.1")


class Work(Protocol):
    """What is counted of an activity."""

    status: str
    hours: int
    hours_done: int


class Tested(Protocol):
    """What is counted of a deficit: points before and after, of 100."""

    topic: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Progress:
    """Hours and activities done; what is cancelled counts nowhere."""

    done: int
    hours: int
    finished: int
    items: int

    @property
    def percent(self) -> int:
        """Hours done in percent, half up; 0 for a plan without hours."""
        if not self.hours:
            return 0
        return int(rounded(Decimal(100 * self.done) / self.hours, Decimal(1)))

    @property
    def most(self) -> int:
        """The length of the bar, never 0."""
        return self.hours or 1


@dataclass(frozen=True)
class Gain:
    """Points of one deficit before and after; `after` null is not tested yet."""

    topic: str
    before: Decimal
    after: Decimal | None

    @property
    def growth(self) -> Decimal | None:
        """Points gained, null before the second test."""
        return None if self.after is None else self.after - self.before

    @property
    def top(self) -> Decimal:
        """The longer of the two bars."""
        return max(self.before, self.after or Decimal(0))


def progress(items: Iterable[Work]) -> Progress:
    """Return the hours and activities of a plan."""
    counted = [item for item in items if item.status != CANCELLED]
    return Progress(
        done=sum(item.hours_done for item in counted),
        hours=sum(item.hours for item in counted),
        finished=sum(item.status == DONE for item in counted),
        items=len(counted),
    )


def gains(deficits: Iterable[Tested]) -> list[Gain]:
    """Return the deficits that were tested, the greatest gain first."""
    found = [
        Gain(one.topic, one.before, one.after)
        for one in deficits
        if one.before is not None
    ]
    return sorted(found, key=lambda one: (one.growth is None, -(one.growth or 0)))


def mean(found: Sequence[Gain], topic: str) -> Gain | None:
    """Return the means over the deficits tested twice, null where there are none."""
    twice = [one for one in found if one.after is not None]
    if not twice:
        return None
    before = sum((one.before for one in twice), Decimal(0)) / len(twice)
    after = sum((one.after or Decimal(0) for one in twice), Decimal(0)) / len(twice)
    return Gain(topic, rounded(before), rounded(after))


def rounded(value: Decimal, step: Decimal = TENTH) -> Decimal:
    """Return the value rounded half up."""
    return value.quantize(step, ROUND_HALF_UP)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
