"""Moves a whole series by days or by months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from dateutil.relativedelta import relativedelta

from programs.schedules import parts, points
from programs.schedules.happening import occurrences, parts_of
from programs.schedules.parts import Part
from programs.schedules.structure import (
    WITHOUT_DATES,
    Kind,
    Period,
    Schedule,
    Span,
)

Move = Callable[[dt.date], dt.date]
SHORTEST = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}  # months of less than 31 days


def shift(schedule: Schedule, *, days: int = 0, months: int = 0) -> Schedule:
    """Return the series later by days or months (earlier below zero), never by both.

    What is written in months and moved by days becomes exact dates. Kinds without
    dates stay as they are. Findings are dropped: they were about the old words.
    """
    if days and months:
        raise ValueError("move by days or by months, not by both")
    if schedule.kind in WITHOUT_DATES or not (days or months):
        return schedule
    moved = by_months(schedule, months) if months else by_days(schedule, days)
    return replace(moved, findings=())


def by_days(schedule: Schedule, days: int) -> Schedule:
    """Move by days: windows keep their kind, whole weeks keep a weekly rate."""

    def later(day: dt.date) -> dt.date:
        return day + dt.timedelta(days=days)

    if schedule.kind == Kind.DAILY or (schedule.kind == Kind.WEEKLY and days % 7 == 0):
        return with_bounds(schedule, later)
    if schedule.kind == Kind.WINDOW:
        return with_bounds(schedule, later)
    spans = [Span(later(span.start), later(span.end)) for span in all_of(schedule)]
    return exact(schedule, spans)


def with_bounds(schedule: Schedule, later: Move) -> Schedule:
    """Return the schedule with its bounds moved, as days."""
    start = later(parts.first_day(schedule.start or "")).isoformat()
    end = later(parts.last_day(schedule.end or "")).isoformat()
    years = tuple(range(int(start[:4]), int(end[:4]) + 1)) if schedule.years else ()
    return replace(schedule, start=start, end=end, years=years)


def exact(schedule: Schedule, spans: list[Span]) -> Schedule:
    """Return the spans as exact dates."""
    if not spans:
        return schedule
    is_one = len(spans) == 1
    firsts = (span.end if schedule.until else span.start for span in spans)
    listed = tuple(
        (first.isoformat(), span.end.isoformat())
        for first, span in zip(firsts, spans, strict=True)
    )
    return Schedule(
        Kind.WINDOW if is_one else Kind.DATES,
        listed[0][0],
        max(end for _, end in listed),
        months=() if is_one else months_of(spans),
        years=() if is_one else years_of(spans),
        continuous=schedule.continuous,
        ref=schedule.ref,
        original=schedule.original,
        dates=() if is_one else listed,
        until=schedule.until,
    )


def months_of(spans: list[Span]) -> tuple[int, ...]:
    """Return the months of the spans."""
    return points.months_of((span.start.month, span.end.month) for span in spans)


def years_of(spans: list[Span]) -> tuple[int, ...]:
    """Return the years in which the spans begin."""
    return tuple(sorted({span.start.year for span in spans}))


def all_of(schedule: Schedule) -> list[Span]:
    """Return the occurrences within the schedule's own bounds."""
    start = parts.first_day(schedule.start or "")
    end = parts.last_day(schedule.end or "")
    if end < start:
        return []
    is_school = schedule.kind == Kind.ACADEMIC_YEAR
    return occurrences(schedule, Period(start, end, is_school))


def by_months(schedule: Schedule, months: int) -> Schedule:
    """Move by months: bounds, months and years go along, days of months stay."""
    if schedule.kind == Kind.YEARLY_MONTHS:
        return yearly_months(schedule, months)
    dates = tuple(
        (moved_text(first, months), moved_text(last, months))
        for first, last in schedule.dates
    )
    start = moved_text(schedule.start or "", months)
    end = moved_text(schedule.end or "", months)
    moved = replace(schedule, start=start, end=end, dates=dates)
    if schedule.kind == Kind.ACADEMIC_YEAR and months % 12:
        return Schedule(
            Kind.WINDOW,
            start,
            end,
            continuous=schedule.continuous,
            ref=schedule.ref,
            original=schedule.original,
        )
    return with_fields(moved, schedule, months)


def with_fields(moved: Schedule, schedule: Schedule, months: int) -> Schedule:
    """Return the moved schedule with its months, spans and years moved too."""
    spans = tuple(
        (wrapped(first + months), wrapped(last + months))
        for first, last in schedule.spans
    )
    numbers = tuple(sorted(wrapped(month + months) for month in schedule.months))
    start, end = (moved.start or "")[:4], (moved.end or "")[:4]
    years = tuple(range(int(start), int(end) + 1))
    if months % 12 == 0:
        years = tuple(year + months // 12 for year in schedule.years)
    elif schedule.kind == Kind.DATES:
        years = tuple(sorted({int(first[:4]) for first, _ in moved.dates}))
    return replace(
        moved, spans=spans, months=numbers, years=years if schedule.years else ()
    )


def wrapped(month: int) -> int:
    """Return the month within a year."""
    return (month - 1) % 12 + 1


def moved_text(text: str, months: int) -> str:
    """Return "YYYY-MM" or "YYYY-MM-DD" moved; the last day of a month at most."""
    day = parts.first_day(text) + relativedelta(months=months)
    return day.isoformat() if len(text) > 7 else parts.month_text(day)


def yearly_months(schedule: Schedule, months: int) -> Schedule:
    """Move months × years; a new year's crossing moves the years of its months."""
    moved = [
        later(part.in_year(year), months)
        for part in parts_of(schedule)
        for year in schedule.years or years_within(schedule)
    ]
    found = points.schedule_of(moved) if schedule.years else open_years(schedule, moved)
    return replace(
        found,
        continuous=schedule.continuous,
        until=schedule.until,
        ref=schedule.ref,
        original=schedule.original,
    )


def later(part: Part, months: int) -> Part:
    """Return a dated part moved by months, its days as far as the months have them."""
    first, last = wrapped(part.first + months), wrapped(part.last + months)
    year = (part.year or 0) + (part.first + months - 1) // 12
    days = part.days and (capped(part.days[0], first), capped(part.days[1], last))
    weekdays = tuple(code.replace("5", "-1") for code in part.weekdays)
    return replace(
        part, first=first, last=last, year=year, days=days, weekdays=weekdays
    )


def capped(day: int, month: int) -> int:
    """Return a day every year has in the month."""
    return min(day, SHORTEST.get(month, 31))


def open_years(schedule: Schedule, moved: list[Part]) -> Schedule:
    """Return a series of every year, moved; as it was if it has no occurrence."""
    shapes = list(dict.fromkeys(points.shape(part) for part in moved))
    found = points.with_shapes(shapes, moved, ()) if moved else None
    return replace(found, inferred=schedule.inferred) if found else schedule


def years_within(schedule: Schedule) -> tuple[int, ...]:
    """Return the years in which an open series has its occurrences."""
    return years_of(all_of(schedule))
