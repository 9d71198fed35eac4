"""The occurrences of a schedule: rules of RFC 5545 through dateutil."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Literal

from dateutil import rrule

from programs.schedules import parts as days
from programs.schedules.parts import Part
from programs.schedules.structure import (
    RECURRING,
    WITHOUT_DATES,
    Kind,
    Period,
    Schedule,
    Span,
)

Move = Literal["none", "next", "previous"]
IsWorking = Callable[[dt.date], bool]
DAY = dt.timedelta(days=1)
STARTS = {
    Kind.MONTHLY: tuple(range(1, 13)),
    Kind.QUARTERLY: (1, 4, 7, 10),
    Kind.HALF_YEARLY: (1, 7),
    Kind.YEARLY: (1,),
    Kind.ACADEMIC_YEAR: (9,),
}
AT_SCHOOL = {Kind.HALF_YEARLY: (1, 9), Kind.YEARLY: (9,)}
FURTHEST = 400  # days a move may go: no calendar is without a working day so long


def occurrences(
    schedule: Schedule,
    period: Period,
    *,
    is_working: IsWorking | None = None,
    move: Move = "none",
) -> list[Span]:
    """Return the occurrences, oldest first; none of what has no dates.

    The document's own dates are kept even outside the period. With `is_working` and
    `move` a due day that is no working day goes to the next or the previous one.
    """
    spans = sorted(dict.fromkeys(unmoved(schedule, period, is_working)))
    if is_working is None or move == "none":
        return spans
    return [moved(span, is_working, move, period) for span in spans]


def unmoved(
    schedule: Schedule, period: Period, is_working: IsWorking | None
) -> Iterable[Span]:
    """Return the occurrences as written."""
    if schedule.kind in WITHOUT_DATES or not schedule.start or not schedule.end:
        return []
    start, end = days.first_day(schedule.start), days.last_day(schedule.end)
    if end < start:
        return []
    if schedule.kind == Kind.WINDOW:
        return [Span(start, end)]
    if schedule.kind == Kind.DATES:
        return listed(schedule)
    if schedule.kind == Kind.YEARLY_MONTHS:
        return yearly_months(schedule, Span(start, end))
    return recurring(schedule, Span(start, end), period, is_working)


def listed(schedule: Schedule) -> Iterator[Span]:
    """Yield the dates each with its own year."""
    for first, last in schedule.dates:
        start, end = days.first_day(first), days.last_day(last)
        if start <= end:
            yield Span(start, end)


def yearly_months(schedule: Schedule, limits: Span) -> Iterator[Span]:
    """Yield months × years; open years lie between the first and the last."""
    years = schedule.years or range(limits.start.year - 1, limits.end.year + 1)
    for part in parts_of(schedule):
        for year in years:
            span = span_in(part, year)
            if span and (schedule.years or within(span, limits)):
                yield span


def parts_of(schedule: Schedule) -> list[Part]:
    """Return the parts of each year: months, with their days or weekdays."""
    codes: list[tuple[str, ...]] = [(code,) for code in schedule.weekdays] or [()]
    pairs = schedule.days or (None,) * len(schedule.spans)
    return [
        Part(*span, days=pair, weekdays=code)
        for span, pair in zip(schedule.spans, pairs, strict=True)
        for code in codes
    ]


def span_in(part: Part, year: int) -> Span | None:
    """Return the part in a year; None where its day does not exist."""
    try:
        return days.span_of(part.in_year(year))
    except ValueError:
        return None


def within(span: Span, limits: Span) -> bool:
    """Whether the span lies within the limits."""
    return limits.start <= span.start and span.end <= limits.end


def recurring(
    schedule: Schedule, limits: Span, period: Period, is_working: IsWorking | None
) -> Iterator[Span]:
    """Yield the units of a rate that touch the limits, cut to them."""
    for unit in units(schedule, limits, period):
        for piece in pieces(schedule, unit, is_working):
            cut = overlap(piece, limits)
            if cut and holds(schedule, cut):
                yield cut


def units(schedule: Schedule, limits: Span, period: Period) -> Iterator[Span]:
    """Yield whole units (weeks, months, quarters …), `interval` of them at a time."""
    if schedule.kind in (Kind.DAILY, Kind.WEEKLY):
        yield from short_units(schedule, limits)
        return
    months = STARTS[schedule.kind]
    if period.is_school_year:
        months = AT_SCHOOL.get(schedule.kind, months)
    first = limits.start.replace(day=1)
    while first.month not in months:
        first = (first - DAY).replace(day=1)
    until = dt.date(limits.end.year + 1 + schedule.interval, 12, 31)
    rule = rrule.rrule(
        rrule.MONTHLY, bymonth=months, dtstart=midnight(first), until=midnight(until)
    )
    starts = [moment.date() for moment in rule][:: schedule.interval]
    for begin, following in pairwise(starts):
        if begin <= limits.end:
            yield Span(begin, following - DAY)


def short_units(schedule: Schedule, limits: Span) -> Iterator[Span]:
    """Yield days or weeks from the first one of the limits."""
    is_weekly = schedule.kind == Kind.WEEKLY
    first = limits.start
    if is_weekly:
        first -= first.weekday() * DAY if first > dt.date.min + 7 * DAY else 0 * DAY
    rule = rrule.rrule(
        rrule.WEEKLY if is_weekly else rrule.DAILY,
        interval=schedule.interval,
        dtstart=midnight(first),
        until=midnight(limits.end),
    )
    length = (7 if is_weekly else 1) * schedule.interval * DAY
    for moment in rule:
        yield Span(moment.date(), moment.date() + length - DAY)


def pieces(
    schedule: Schedule, unit: Span, is_working: IsWorking | None
) -> Iterable[Span]:
    """Return the occurrences within one unit."""
    if schedule.weekdays:
        return weekdays_in(schedule, unit)
    if schedule.days:
        return days_in(schedule, unit)
    if schedule.kind == Kind.DAILY and is_working and not is_working(unit.start):
        return []
    return split(unit, schedule.times)


def weekdays_in(schedule: Schedule, unit: Span) -> Iterator[Span]:
    """Yield the weekdays of a week or of a month."""
    if schedule.kind == Kind.WEEKLY:
        for code in schedule.weekdays:
            day = unit.start + days.WEEKDAYS.index(code) * DAY
            yield Span(day, day)
        return
    for code in schedule.weekdays:
        span = span_in(Part(unit.start.month, unit.start.month, weekdays=(code,)),
                       unit.start.year)  # fmt: skip
        if span:
            yield span


def days_in(schedule: Schedule, unit: Span) -> Iterator[Span]:
    """Yield the days of a month; a due day the month lacks is its last one."""
    first, last = (capped(day, unit) for day in schedule.days[0])
    start = unit.start if schedule.until else first
    if start <= last:
        yield Span(start, last)


def capped(day: int, unit: Span) -> dt.date:
    """Return the day of the unit's first month, its last one where it is shorter."""
    end = days.day_of(unit.start.year, unit.start.month, -1)
    return end + (day + 1) * DAY if day < 0 else min(unit.start + (day - 1) * DAY, end)


def split(unit: Span, times: int) -> Iterator[Span]:
    """Yield the unit in equal parts: of months where that is even, else of days."""
    if times == 1:
        yield unit
        return
    length = (unit.end - unit.start).days + 1
    marks = [unit.start + (length * i // times) * DAY for i in range(times + 1)]
    for begin, following in pairwise(marks):
        if begin < following:
            yield Span(begin, following - DAY)


def overlap(span: Span, limits: Span) -> Span | None:
    """Return the part of the span within the limits."""
    start, end = max(span.start, limits.start), min(span.end, limits.end)
    return Span(start, end) if start <= end else None


def holds(schedule: Schedule, span: Span) -> bool:
    """Whether the occurrence falls into the months and years of the schedule."""
    is_in_year = schedule.kind != Kind.YEARLY or touches(schedule, span)
    limited = schedule.spans and schedule.kind in RECURRING
    return is_in_year and (not limited or span.start.month in schedule.months)


def touches(schedule: Schedule, span: Span) -> bool:
    """Whether a named year is among those of the span."""
    years = range(span.start.year, span.end.year + 1)
    return not schedule.years or any(year in schedule.years for year in years)


def midnight(day: dt.date) -> dt.datetime:
    """Return the day as dateutil wants it: a naive moment."""
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - rrule's own type


def moved(span: Span, is_working: IsWorking, move: Move, period: Period) -> Span:
    """Return the span due on a working day, within the period if it was there."""
    step = DAY if move == "next" else -DAY
    end = working_day(span.end, is_working, step)
    was_inside = period.start <= span.end <= period.end
    if was_inside and not period.start <= end <= period.end:
        end = working_day(span.end, is_working, -step)
        if not period.start <= end <= period.end:
            return span
    is_day = span.start == span.end
    return Span(end if is_day else min(span.start, end), end)


def working_day(day: dt.date, is_working: IsWorking, step: dt.timedelta) -> dt.date:
    """Return the day or the nearest working one in the direction of the step."""
    for count in range(FURTHEST):
        if is_working(day + count * step):
            return day + count * step
    return day
