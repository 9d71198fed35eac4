"""The days of a plan's rows: its period, its region's days off, the occurrences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from portal.models import Unit
from programs import schedules
from programs.models import DayOff, Event, Program
from programs.schedules import Period, Schedule, Span, calendar, parts
from programs.schedules.structure import WITHOUT_DATES

Working = Callable[[dt.date], bool]
DAY_LETTERS = len("2026-11-21")


def period_of(program: Program) -> Period:
    """Return the days of the plan as schedules take them."""
    return Period(
        program.plan_starts_on, program.plan_ends_on, bool(program.is_school_year)
    )


def bounds(schedule: Schedule) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """Return the first and the last day; nothing for what has no dates of its own."""
    if schedule.kind in WITHOUT_DATES or not schedule.start or not schedule.end:
        return None, None
    start, end = parts.first_day(schedule.start), parts.last_day(schedule.end)
    return (start, end) if start <= end else (None, None)


def working_days(unit: Unit) -> Working:
    """Return the calendar of the unit, with the days its region has of its own."""
    rows = DayOff.objects.filter(unit__in=unit.ancestor_ids)
    extra = dict(rows.values_list("on", "is_working"))
    return calendar.working(extra)


def spans_of(event: Event, program: Program, is_working: Working) -> list[Span]:
    """Return the occurrences of a row; only days it names are moved off days off."""
    schedule = schedules.from_json(event.schedule)
    period = period_of(program)
    if event.skips_days_off and _names_days(schedule):
        return schedules.occurrences(
            schedule, period, is_working=is_working, move="next"
        )
    return schedules.occurrences(schedule, period)


def _names_days(schedule: Schedule) -> bool:
    """Whether days are named, not only months: «до 15 мая», «каждый четверг»."""
    named = (schedule.end or "", *(day for pair in schedule.dates for day in pair))
    return bool(schedule.days or schedule.weekdays) or any(
        len(day) == DAY_LETTERS for day in named
    )
