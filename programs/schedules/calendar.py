"""Working days in Russia, with the days off the government moves each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

import holidays

NONE: Mapping[dt.date, bool] = {}


@lru_cache(maxsize=1)
def russia() -> holidays.HolidayBase:
    """Return Russia's calendar; years are filled in as they are asked for."""
    return holidays.country_holidays("RU")


def is_working(day: dt.date, extra: Mapping[dt.date, bool] = NONE) -> bool:
    """Whether people work on the day; `extra` are a region's own days and win.

    Moved days off are known for the years the `holidays` package was released with;
    later years have the holidays of the law only.
    """
    if day in extra:
        return extra[day]
    return bool(russia().is_working_day(day))


def working(extra: Mapping[dt.date, bool]) -> Callable[[dt.date], bool]:
    """Return `is_working` of a region, as `occurrences` takes it."""
    return lambda day: is_working(day, extra)
