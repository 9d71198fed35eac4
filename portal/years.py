"""The same day of another year."""

from __future__ import annotations

import datetime as dt


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
