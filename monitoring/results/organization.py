"""An organization's results: indicators, extremes, what moved, years, advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.models import Cycle, Recommendation
from monitoring.results import heads, history, measured
from monitoring.results.history import Reader
from monitoring.results.measured import IndicatorRow
from monitoring.results.posts_chart import PostsChart
from monitoring.services import letter_content
from portal.models import Appointment, Unit, User


@dataclass(frozen=True)
class Moved:
    """How many indicators went where since the previous cycle."""

    grew: int
    fell: int
    stable: int
    most: IndicatorRow | None
    least: IndicatorRow | None


@dataclass(frozen=True)
class Advice:
    """A recommendation with the figures that called it, in a sentence."""

    row: Recommendation
    finding: str


@dataclass(frozen=True)
class Organization:
    """What the page of an organization shows beside the glance."""

    indicators: list[IndicatorRow]
    strongest: list[IndicatorRow]
    weakest: list[IndicatorRow]
    moved: Moved
    head: Appointment | None
    head_name: str
    years: list[tuple[history.Year, str]]
    chart: PostsChart
    risk: list[history.Year]


def of(
    unit: Unit, cycle: Cycle, rows: list[IndicatorRow], reader: Reader
) -> Organization:
    """Return the organization's results around the rows of its indicators."""
    strongest, weakest = measured.extremes(rows)
    held = heads.of_unit(unit)
    years = history.of_organization(unit, cycle, held)
    head = heads.holder(held, cycle.reference_on)
    return Organization(
        rows,
        strongest,
        weakest,
        moved(rows),
        head,
        reader.name(head),
        [(year, reader.name(year.appointment)) for year in years][::-1],
        history.drawn(years, lambda year: reader.name(year.appointment), cycle),
        [year for year in years if year.years_in_row],
    )


def moved(rows: Sequence[IndicatorRow]) -> Moved:
    """Return what moved, and the largest growth and decline."""
    trends = Counter(row.own.trend for row in rows)
    changed = [row for row in rows if row.own.change is not None]
    changed.sort(key=lambda row: row.own.change or 0)
    least = changed[0] if changed and changed[0].own.trend == "fell" else None
    most = changed[-1] if changed and changed[-1].own.trend == "grew" else None
    return Moved(trends["grew"], trends["fell"], trends["stable"], most, least)


def leads(user: User, head: Appointment | None) -> bool:
    """Return whether the user is the head the results belong to."""
    return head is not None and user.person_id == head.person_id


def advice(row: Recommendation, decimals: int) -> Advice:
    """Return a recommendation as the page shows it."""
    return Advice(row, letter_content.finding(row, decimals))
