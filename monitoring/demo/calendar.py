"""The days of the demo's cycles; fixed, so that every load is the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

COLLECTING_YEAR = 2026


@dataclass(frozen=True)
class Calendar:
    """The days of one cycle."""

    year: int
    opens_on: dt.date
    closes_on: dt.date
    run_on: dt.date
    reply_due_on: dt.date


def years(closed: int) -> list[int]:
    """Return the years of so many closed cycles and of the collecting one."""
    return list(range(COLLECTING_YEAR - closed, COLLECTING_YEAR + 1))


def of(year: int) -> Calendar:
    """Return the year's days: spring, but late autumn for the collecting cycle."""
    if year == COLLECTING_YEAR:
        return Calendar(
            year,
            opens_on=dt.date(year, 11, 2),
            closes_on=dt.date(year, 12, 11),
            run_on=dt.date(year, 12, 14),
            reply_due_on=dt.date(year + 1, 2, 1),
        )
    return Calendar(
        year,
        opens_on=dt.date(year, 3, 15),
        closes_on=dt.date(year, 5, 31),
        run_on=dt.date(year, 6, 16),
        reply_due_on=dt.date(year, 9, 15),
    )
