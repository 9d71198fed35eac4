"""What a target will come to if nothing changes: pure, one rule for all targets.

With dates held, each date ahead brings as much as a held one did on average. Without
any dates, the fact grows evenly with the days of the target. What is measured by
monitoring stays as it was measured last. Before the first date, and in the first
tenth of the days, nothing is foretold.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

EARLIEST = Decimal("0.1")
TENTH = Decimal("0.1")
DATES, EVENLY, STAYS, NONE = "dates", "evenly", "stays", ""


@dataclass(frozen=True)
class Forecast:
    """The expected fact, by which rule, and by how much it misses the target.

    `value` is None where nothing can be foretold; `short` is 0 for a target in reach.
    `measured_in` is the year of an earlier measurement that stands for this year's.
    """

    rule: str
    value: Decimal | None = None
    short: Decimal = Decimal(0)
    measured_in: int | None = None

    @property
    def will_miss(self) -> bool:
        """Whether the target is missed if nothing changes."""
        return self.value is not None and self.short > 0


def elapsed(first: dt.date, last: dt.date, day: dt.date) -> Decimal:
    """Return which part of the days has passed, from 0 to 1."""
    whole = (last - first).days + 1
    passed = min(max((day - first).days + 1, 0), whole)
    return Decimal(passed) / whole


def by_dates(
    fact: Decimal, goal: Decimal, *, held: int, ahead: int, most: int | None = None
) -> Forecast:
    """Foretell by the dates that are left; `most` is the size of the population."""
    if not held:
        return Forecast(NONE) if ahead else _judged(DATES, fact, goal)
    expected = fact + fact / held * ahead
    if most is not None:
        expected = min(expected, Decimal(most))
    return _judged(DATES, expected, goal)


def evenly(fact: Decimal, goal: Decimal, part: Decimal) -> Forecast:
    """Foretell by the part of the days that has passed."""
    if part < EARLIEST:
        return Forecast(NONE)
    return _judged(EVENLY, fact / part, goal)


def stays(fact: Decimal, goal: Decimal, *, higher_is_better: bool = True) -> Forecast:
    """Foretell that the last measurement will be measured again."""
    short = goal - fact if higher_is_better else fact - goal
    return Forecast(STAYS, fact, max(short, Decimal(0)))


def _judged(rule: str, expected: Decimal, goal: Decimal) -> Forecast:
    value = expected.quantize(TENTH, ROUND_HALF_UP)
    return Forecast(rule, value, max(goal - value, Decimal(0)))
