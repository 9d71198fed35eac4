"""Parts without a year, put into the years of a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from programs.schedules.parts import Part, ends_of
from programs.schedules.structure import Period


def placed(part: Part, period: Period) -> list[Part]:
    """Return the part in each year of the period it fits into, oldest first.

    Whole occurrences within the period, or else those that overlap it.
    """
    if period.is_school_year:
        part = part.as_school_half()
    options = existing(
        part.in_year(year) for year in range(period.start.year - 1, period.end.year + 1)
    )
    inside = [each for each in options if is_inside(each, period)]
    return inside or [each for each in options if overlaps(each, period)]


def existing(parts: Iterable[Part]) -> list[Part]:
    """Return the parts whose days exist: 29 February only in leap years."""
    result = []
    for part in parts:
        try:
            ends_of(part)
        except ValueError:
            continue
        result.append(part)
    return result


def is_inside(part: Part, period: Period) -> bool:
    """Whether the whole part lies within the period."""
    start, end = ends_of(part)
    return period.start <= start and end <= period.end


def overlaps(part: Part, period: Period) -> bool:
    """Whether some day of the part lies within the period."""
    start, end = ends_of(part)
    return start <= period.end and end >= period.start


def all_placed(parts: Sequence[Part], period: Period) -> list[Part]:
    """Return every part in every year it fits; empty if one fits nowhere."""
    lists = [placed(part, period) for part in parts]
    return [part for each in lists for part in each] if all(lists) else []
