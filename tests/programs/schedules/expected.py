"""Schedules as the tests write them, and their comparison."""

import dataclasses
import datetime as dt

from programs.schedules import Kind, Period, Schedule

PROGRAM = Period(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
SCHOOL = Period(dt.date(2022, 9, 1), dt.date(2023, 8, 31), is_school_year=True)
ODD = Period(dt.date(2022, 8, 17), dt.date(2024, 12, 30))
ALL_MONTHS = tuple(range(1, 13))
BOTH = (2023, 2024)


def meaning(schedule):
    """Return the schedule without its words, guesses and findings."""
    return dataclasses.replace(schedule, original="", inferred=(), findings=())


def codes(schedule):
    return {finding.code.value for finding in schedule.findings}


def window(start, end=None, **fields):
    return Schedule(Kind.WINDOW, start, end or start, **fields)


def due(end, start="2023-01", **fields):
    return Schedule(Kind.WINDOW, start, end, until=True, **fields)


def yearly_months(start, end, spans, years=BOTH, **fields):
    return Schedule(
        Kind.YEARLY_MONTHS,
        start,
        end,
        months=months_of(spans),
        years=years,
        spans=spans,
        **fields,
    )


def months_of(spans):
    found = set()
    for first, last in spans:
        months = range(first, last + 1) if first <= last else ()
        found |= {*months} or {*range(first, 13), *range(1, last + 1)}
    return tuple(sorted(found))


def rate(kind, start="2023-01", end="2024-12", **fields):
    months = ALL_MONTHS if kind == "monthly" else ()
    years = tuple(range(int(start[:4]), int(end[:4]) + 1))
    fields = {"months": months, "years": years, **fields}
    return Schedule(Kind(kind), start, end, **fields)


def dates(*pairs, months, years=BOTH, **fields):
    start, end = pairs[0][0], max(last for _, last in pairs)
    return Schedule(
        Kind.DATES, start, end, months=months, years=years, dates=pairs, **fields
    )


def school(first, last=None, **fields):
    end = (last or first) + 1
    years = tuple(range(first, end + 1))
    start, end = f"{first}-09", f"{end}-08"
    return Schedule(Kind.ACADEMIC_YEAR, start, end, years=years, **fields)


def on_schedule(ref, start="2023-01", end="2024-12"):
    return Schedule(Kind.ON_SCHEDULE, start, end, ref=ref)
