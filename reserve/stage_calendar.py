"""When the stages of a competition are held: proposed days, and where one stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """The three days that bound a competition."""

    opens_on: dt.date
    closes_on: dt.date
    decides_on: dt.date


@dataclass(frozen=True)
class Days:
    """The days of one stage."""

    starts_on: dt.date
    ends_on: dt.date


def proposed(window: Window, stage: Mapping[str, object]) -> Days:
    """Return the days of a stage given in percent of the way to the decision.

    A stage "from: open" runs along with the intake of applications.
    """
    first, last = stage["from"], int(str(stage["until"]))
    ends_on = _at(window, last)
    if first == "open":
        return Days(window.opens_on, ends_on)
    return Days(min(_at(window, int(str(first))), ends_on), ends_on)


def out_of_order(window: Window, stages: Sequence[Days]) -> list[int]:
    """Return the indexes of stages that lie beyond the window or start too early."""
    return [
        index
        for index, days in enumerate(stages)
        if not window.opens_on <= days.starts_on <= days.ends_on <= window.decides_on
        or (index and days.starts_on < stages[index - 1].starts_on)
    ]


def state(days: Days, today: dt.date) -> str:
    """Return where the stage stands on the day: done, now or ahead."""
    if days.ends_on < today:
        return "done"
    return "now" if days.starts_on <= today else "ahead"


def _at(window: Window, percent: int) -> dt.date:
    span = (window.decides_on - window.closes_on).days
    return window.closes_on + dt.timedelta(days=round(span * percent / 100))
