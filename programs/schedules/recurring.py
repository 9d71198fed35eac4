"""What recurs: a rate, its bounds, and the months or days it holds for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from programs.schedules import points, rates
from programs.schedules.clauses import Bounds, Clauses, bounds
from programs.schedules.parts import Part, first_day, last_day
from programs.schedules.placing import all_placed
from programs.schedules.structure import Code, Finding, Kind, Period, Schedule
from programs.schedules.tokens import Rate

BY_MONTH = frozenset({Kind.DAILY, Kind.WEEKLY, Kind.MONTHLY})
LESSONS = Part(9, 5, guessed=("months",))  # a school year without the summer


def recurring(clauses: Clauses, period: Period) -> Schedule | None:
    """Return the schedule of a rate and all that stands beside it."""
    rate = rate_of(clauses, period)
    if rate is None or not clauses.has_only("QGHZXKFLACTI"):
        return None
    if rate.kind == Kind.YEARLY and is_plain(rate, len(clauses.parts("A"))):
        months = every_year(clauses, period)
        if months or is_dated(clauses):
            return months
    return in_bounds(rate, clauses, period)


def rate_of(clauses: Clauses, period: Period) -> Rate | None:
    """Return the rate; «в течение года» alone is one, a school year's at school."""
    if clauses.rates:
        rate = rates.whole(clauses.rates)
        is_whole = "G" in clauses.tags and rate and rate.kind == Kind.YEARLY
        return replace(rate, continuous=True) if rate and is_whole else rate
    if "H" in clauses.tags:
        return Rate(Kind.ACADEMIC_YEAR, continuous=is_throughout(clauses))
    at_school = period.is_school_year and not clauses.tags & set("ZXK")
    kind = Kind.ACADEMIC_YEAR if at_school else Kind.YEARLY
    return Rate(kind, continuous=True)


def is_throughout(clauses: Clauses) -> bool:
    """Whether «в течение учебного года» rather than «учебный год» is said."""
    return clauses.is_continuous or any(token.number for token in clauses.all("H"))


def is_plain(rate: Rate, months: int) -> bool:
    """Whether the rate is simply every year, or names as many months as times."""
    is_counted = rate.times == 1 or rate.times == months
    return rate.interval == 1 and is_counted and not rate.continuous


def is_dated(clauses: Clauses) -> bool:
    """Whether months or due days stand beside «ежегодно»."""
    return bool(clauses.parts("A")) or bool(undated_due(clauses)) or is_pointed(clauses)


def undated_due(clauses: Clauses) -> list[Part]:
    """Return the due days without a year."""
    return [part for part in clauses.parts("L") if not part.year]


def is_pointed(clauses: Clauses) -> bool:
    """Whether the dated parts are occurrences, not the bounds of the recurrence."""
    tokens = clauses.all("X")
    if len(tokens) != 1 or len(tokens[0].parts) != 1:
        return bool(tokens)
    part = tokens[0].parts[0]
    return part.year == part.end_year and not tokens[0].number


def every_year(clauses: Clauses, period: Period) -> Schedule | None:
    """«сентябрь ежегодно», «ежегодно до 1 марта»: the same days in every year."""
    loose, due = clauses.parts("A"), undated_due(clauses)
    if is_pointed(clauses) and clauses.has_only("QX"):
        return points.schedule_of(clauses.parts("X"))
    if bool(loose) == bool(due) or not clauses.has_only("QZCIAL"):
        return None
    parts = loose or due
    if len(due) != len(clauses.parts("L")):
        return None
    if loose and len(parts) == len(clauses.years) == 1:  # «ежегодно» of one year
        return points.schedule_of([parts[0].in_year(clauses.years[0])])
    found = yearly_months(parts, clauses.years, period)
    if found is None:
        return None
    return replace(found, until=bool(due), continuous="C" in clauses.tags)


def yearly_months(
    parts: Sequence[Part], years: tuple[int, ...], period: Period
) -> Schedule | None:
    """Return the parts in every year: the named ones, or open within the period."""
    if years:
        listed = [part.in_year(year) for year in years for part in parts]
        return points.with_shapes([points.shape(part) for part in parts], listed, years)
    placed = all_placed(parts, period)
    if not placed:
        return None
    shapes = list(dict.fromkeys(points.shape(part) for part in placed))
    found = points.with_shapes(shapes, placed, ())
    if found is None:
        return None
    inferred = points.in_order(("start", "end", *found.inferred))
    unclear = any("end" in part.guessed for part in parts)
    findings = [Finding(Code.RECURRENCE_WITHOUT_YEARS)]
    findings += [Finding(Code.BOUND_UNCLEAR)] if unclear else []
    return replace(found, inferred=inferred, findings=tuple(findings))


def in_bounds(rate: Rate, clauses: Clauses, period: Period) -> Schedule | None:
    """Return the rate within its bounds, in the months it holds for."""
    limits = bounds(clauses, period)
    months = held_months(rate, clauses, period)
    if rate.kind is None or limits is None or months is None:
        return None
    schedule = Schedule(
        rate.kind,
        limits.start,
        limits.end,
        years=limits.years,
        continuous=rate.continuous,
        inferred=points.in_order(limits.guessed + rate.guessed),
        spans=tuple(part.span for part in months),
        days=(rate.days,) if rate.days else (),
        weekdays=rate.weekdays,
        interval=rate.interval,
        times=rate.times,
        until=rate.until,
    )
    return remarked(with_months(schedule, months), limits)


def held_months(rate: Rate, clauses: Clauses, period: Period) -> list[Part] | None:
    """Return the months a rate is limited to; None where it cannot be."""
    loose = clauses.parts("A")
    if "H" in clauses.tags and clauses.rates and not period.is_school_year:
        loose = loose or [LESSONS] if rate.kind in BY_MONTH else loose
    plain = all(not part.days and not part.weekdays for part in loose)
    return loose if not loose or (plain and rate.kind in BY_MONTH) else None


def with_months(schedule: Schedule, held: Sequence[Part]) -> Schedule:
    """Say the months of what is monthly, or limited to months."""
    if not held and schedule.kind != Kind.MONTHLY:
        return schedule
    start, end = first_day(schedule.start or ""), last_day(schedule.end or "")
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    within = {(start.month - 1 + step) % 12 + 1 for step in range(min(length, 12))}
    if held:
        within &= {*points.months_of(part.span for part in held)}
    names = () if held and not held[0].guessed else ("months",)
    inferred = points.in_order((*schedule.inferred, *names))
    return replace(schedule, months=tuple(sorted(within)), inferred=inferred)


def remarked(schedule: Schedule, limits: Bounds) -> Schedule:
    """Remark a recurrence whose years are the program's."""
    if "years" not in limits.guessed:
        return schedule
    return replace(schedule, findings=(Finding(Code.RECURRENCE_WITHOUT_YEARS),))
