"""What both languages ask of a schedule before they name it."""

from __future__ import annotations

from programs.schedules.happening import parts_of
from programs.schedules.parts import Part, first_day, last_day
from programs.schedules.structure import Schedule

LAST_WEEK = (-7, -1)
HALVES = {(16, -1): 2}
DECADES = {
    (1, 10): (1,),
    (11, 20): (2,),
    (21, -1): (3,),
    (1, 20): (1, 2),
    (11, -1): (2, 3),
}


def part_spans(schedule: Schedule) -> list[Part]:
    """Return the parts of each year, in the order of the document."""
    return parts_of(schedule)


def is_whole_years(start: str, end: str) -> bool:
    """Whether the bounds are January of one year and December of the same or later."""
    is_whole = start[4:] == "-01" and end[4:] == "-12"
    return is_whole and start[:4] <= end[:4]


def is_reversed(start: str, end: str) -> bool:
    """Whether the end comes before the start."""
    return last_day(end) < first_day(start)


def school_years(schedule: Schedule) -> tuple[int, ...]:
    """Return the years in which whole school years begin; none for other bounds."""
    start, end = schedule.start or "", schedule.end or ""
    is_plain = (schedule.interval, schedule.times) == (1, 1) and not schedule.ref
    if not is_plain or start[4:] != "-09" or end[4:] != "-08":
        return ()
    return tuple(range(int(start[:4]), int(end[:4])))
