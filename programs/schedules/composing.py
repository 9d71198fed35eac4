"""The pieces of a cell to one schedule; None where they do not make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from programs.schedules import points
from programs.schedules.clauses import UNDERSTOOD, Bounds, Clauses, bounds, period_text
from programs.schedules.parts import Part, bounds_text, last_day
from programs.schedules.placing import all_placed
from programs.schedules.recurring import recurring
from programs.schedules.structure import Code, Finding, Kind, Period, Schedule

Compose = Callable[[Clauses, Period], Schedule | None]


def compose(clauses: Clauses, period: Period) -> Schedule | None:
    """Return the schedule of the clauses in a period."""
    if not clauses.tokens or not clauses.tags <= UNDERSTOOD:
        return None
    for tags, composer in COMPOSERS:
        if clauses.tags & set(tags):
            return composer(clauses, period)
    return None


def undated(clauses: Clauses, period: Period) -> Schedule | None:
    """«срок не указан»."""
    return Schedule(Kind.UNDATED) if clauses.has_only("0") else None


def as_needed(clauses: Clauses, period: Period) -> Schedule | None:
    """«по мере необходимости в 2023 году»: bounds only where the text has them."""
    if not clauses.has_only("JZXKGHICT"):
        return None
    found = bounds(clauses, period)
    if found is None:
        return None
    if "years" in found.guessed:
        return Schedule(Kind.AS_NEEDED)
    return Schedule(Kind.AS_NEEDED, found.start, found.end, inferred=found.guessed)


def on_document(clauses: Clauses, period: Period, ref: str) -> Schedule | None:
    """«по графику» with or without bounds; a rate beside it keeps its own kind."""
    if clauses.tags & set("Q"):
        found = compose(clauses, period)
        return replace(found, ref=ref) if found else None
    if not clauses.has_only("ZXAKGHICT"):
        return None
    find = month_bounds if "A" in clauses.tags else bounds
    limits = find(clauses, period)
    if limits is None:
        return None
    guessed = tuple(name for name in limits.guessed if name != "years")
    return Schedule(
        Kind.ON_SCHEDULE, limits.start, limits.end, inferred=guessed, ref=ref
    )


def month_bounds(clauses: Clauses, period: Period) -> Bounds | None:
    """Return the bounds of «октябрь, по графику» where it comes but once."""
    parts = all_placed(clauses.parts("A"), period)
    if len(parts) != 1 or not clauses.has_only("ACT"):
        return None
    return Bounds(*bounds_text(parts[0]), (), ("start", "end"))


def whole_period(clauses: Clauses, period: Period) -> Schedule | None:
    """«постоянно», «весь период»."""
    if not clauses.has_only("CIT"):
        return None
    guessed = ("start", "end")
    start, end = period_text(period)
    return Schedule(Kind.WINDOW, start, end, continuous=True, inferred=guessed)


def school_years(clauses: Clauses, period: Period) -> Schedule | None:
    """«2022/2023 уч. год»."""
    if not clauses.has_only("KCT"):
        return None
    found = bounds(clauses, period)
    if found is None:
        return None
    return Schedule(
        Kind.ACADEMIC_YEAR,
        found.start,
        found.end,
        years=found.years,
        continuous=clauses.is_continuous,
        inferred=found.guessed,
    )


def calendar_years(clauses: Clauses, period: Period) -> Schedule | None:
    """«2023», «2023-2024 гг.» are one span; «2023, 2024» two occurrences."""
    tokens = clauses.all("Z")
    if not clauses.has_only("ZCT") or len(tokens) != 1:
        return None
    years, is_range = tokens[0].years, tokens[0].number
    if tokens[0].name and is_range and is_school_year(years, period):
        school = replace(tokens[0], tag="K", years=years[:1])
        return school_years(Clauses((school, *clauses.all("T"))), period)
    is_one = is_range or len(years) == 1
    return Schedule(
        Kind.WINDOW if is_one else Kind.YEARLY,
        f"{years[0]:04}-01",
        f"{years[-1]:04}-12",
        years=() if is_one else years,
        continuous=clauses.is_continuous,
    )


def is_school_year(years: tuple[int, ...], period: Period) -> bool:
    """Whether bare «2022-2023» names the school year the program runs in."""
    return period.is_school_year and len(years) == 2 and years == (*period.years,)


def due(clauses: Clauses, period: Period) -> Schedule | None:
    """«до 1 сентября 2023 г.»; with «с …» a window."""
    if not clauses.has_only("LFZC"):
        return None
    if "F" in clauses.tags:
        return since(clauses, period)
    parts = dated(clauses.parts("L"), clauses, period)
    if not parts:
        return None
    found = points.schedule_of(parts)
    found = replace(found, until=True, continuous=clauses.is_continuous)
    if found.kind == Kind.WINDOW:
        found = from_start(found, period)
    return marked(found, clauses.parts("L"), has_years=bool(clauses.years))


def from_start(schedule: Schedule, period: Period) -> Schedule:
    """Let a single deadline begin with the period, unless it is over by then."""
    end = schedule.end or ""
    start = period_text(period)[0] if period.start <= last_day(end) else end
    inferred = points.in_order(("start", *schedule.inferred))
    return replace(schedule, start=start, inferred=inferred)


def dated(parts: list[Part], clauses: Clauses, period: Period) -> list[Part]:
    """Return the parts in their years, in the years named apart, or the period's."""
    if all(part.year for part in parts):
        return [] if clauses.years else parts
    if any(part.year for part in parts):
        return []
    if clauses.years:
        return [part.in_year(year) for year in clauses.years for part in parts]
    return all_placed(parts, period)


def marked(
    schedule: Schedule, parts: list[Part], *, has_years: bool = False
) -> Schedule:
    """Say which fields were guessed where the text names no year."""
    findings: tuple[Finding, ...] = ()
    if any("end" in part.guessed for part in parts):
        findings = (Finding(Code.BOUND_UNCLEAR),)
    names: tuple[str, ...] = schedule.inferred
    if not has_years and not parts[0].year:
        names = (*names, "start", "end")
        names += ("years",) if schedule.kind != Kind.WINDOW else ()
        findings += (Finding(Code.YEAR_MISSING),)
    return replace(
        schedule,
        inferred=points.in_order(names),
        findings=schedule.findings + findings,
    )


def since(clauses: Clauses, period: Period) -> Schedule | None:
    """«начиная с марта 2023»: to the end of the period."""
    found = bounds(clauses, period) if clauses.has_only("FLCT") else None
    if found is None:
        return None
    schedule = Schedule(
        Kind.WINDOW,
        found.start,
        found.end,
        continuous=clauses.is_continuous,
        inferred=found.guessed,
    )
    has_year = any(part.year for part in clauses.parts("F") + clauses.parts("L"))
    missing = () if has_year else (Finding(Code.YEAR_MISSING),)
    return replace(schedule, findings=missing)


def moments(clauses: Clauses, period: Period) -> Schedule | None:
    """«апрель 2023, 2024», «II квартал», «15.04.2023»."""
    named, loose = clauses.parts("X"), clauses.parts("A")
    if not clauses.has_only("XACT") or (named and loose):
        return None
    parts = named or all_placed(loose, period)
    if not parts:
        return None
    found = replace(points.schedule_of(parts), continuous=clauses.is_continuous)
    return found if named else marked(found, loose)


COMPOSERS: tuple[tuple[str, Compose], ...] = (
    ("0", undated),
    ("J", as_needed),
    ("QGH", recurring),
    ("L", due),
    ("F", since),
    ("XA", moments),
    ("K", school_years),
    ("Z", calendar_years),
    ("CI", whole_period),
)
