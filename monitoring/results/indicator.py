"""One indicator in one unit: its value, its years, its types, the units below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from monitoring.models import Cycle, Indicator, Result
from monitoring.results import contributors, figures, links, order, series, spread
from monitoring.results.figures import Counted
from monitoring.results.lens import Lens
from monitoring.results.spread import Spread
from portal import charts
from portal.charts.bars import Bullet
from portal.charts.trend import Trend
from portal.models import Organization, Unit


@dataclass(frozen=True)
class Year:
    """The value of one cycle, by the method of that cycle."""

    cycle: Cycle
    figure: Counted


@dataclass(frozen=True)
class TypeRow:
    """The value of one organization type."""

    label: str
    url: str
    figure: Counted


@dataclass(frozen=True)
class Shown:
    """What the page shows; `spread` is None at an organization."""

    figure: Counted
    region: Counted
    years: list[Year]
    trend: Trend
    types: list[TypeRow]
    spread: Spread | None


@dataclass(frozen=True)
class ChildRow:
    """A unit below with its value and its bar."""

    unit: Unit
    url: str
    figure: Counted
    bar: Bullet


COLUMNS = {
    "name": "unit__sort_name",
    "numerator": "numerator",
    "denominator": "denominator",
    "value": "value",
    "change": "change",
    "rank": "rank",
}


def of(
    unit: Unit, cycle: Cycle, indicator: Indicator, slice_: str, *, sees_region: bool
) -> Shown:
    """Return the indicator in the unit."""
    found = _slices([unit.pk, cycle.owner_id], cycle, indicator)
    cycles = series.cycles_until(cycle)
    years = _years(cycles, unit, indicator, slice_)
    scale = spread.borders(cycle.methodology, indicator)
    points = [(str(year.cycle.year), year.figure.value) for year in years]
    targets = [indicator.target] * len(points) if indicator.target else []
    return Shown(
        figures.result(found.get((unit.pk, slice_))),
        figures.result(found.get((cycle.owner_id, slice_)), linked=sees_region),
        years,
        charts.trend(points, scale.medium_from, scale.high_from, targets),
        _types(unit, cycle, indicator, found),
        _spread(unit, indicator, Lens(cycle, slice_)),
    )


def below(
    unit: Unit, cycle: Cycle, indicator: Indicator, slice_: str, sort: str
) -> QuerySet[Result]:
    """Return the values of the units below, highest first unless asked."""
    rows = contributors.below(unit, cycle, indicator, slice_)
    return rows.order_by(*order.fields(sort, COLUMNS, "-value"))


def children(
    rows: Iterable[Result], cycle: Cycle, indicator: Indicator, slice_: str
) -> list[ChildRow]:
    """Return the rows of a page of the units below."""
    return [_child(row, cycle, indicator, slice_) for row in rows]


def _slices(
    units: list[int], cycle: Cycle, indicator: Indicator
) -> dict[tuple[int, str], Result]:
    rows = Result.objects.filter(cycle=cycle, unit__in=units, indicator=indicator)
    return {(row.unit_id, row.organization_type): row for row in rows}


def _years(
    cycles: Sequence[Cycle], unit: Unit, indicator: Indicator, slice_: str
) -> list[Year]:
    found = series.results(cycles, unit.pk, indicator, slice_)
    return [Year(cycle, figures.result(found.get(cycle.pk))) for cycle in cycles]


def _types(
    unit: Unit,
    cycle: Cycle,
    indicator: Indicator,
    found: dict[tuple[int, str], Result],
) -> list[TypeRow]:
    return [
        TypeRow(
            str(label),
            links.indicator(cycle.pk, indicator.pk, unit=str(unit.pk), type=code),
            figures.result(found[unit.pk, code]),
        )
        for code, label in Organization.Type.choices
        if (unit.pk, code) in found
    ]


def _spread(unit: Unit, indicator: Indicator, lens: Lens) -> Spread | None:
    if unit.kind == Unit.Kind.ORGANIZATION or not _has_scale(indicator):
        return None
    return spread.of_indicator(lens, unit, indicator)


def _has_scale(indicator: Indicator) -> bool:
    return (
        indicator.collected_at == Indicator.CollectedAt.ORGANIZATION
        and indicator.kind != Indicator.Kind.YES_NO
    )


def _child(row: Result, cycle: Cycle, indicator: Indicator, slice_: str) -> ChildRow:
    figure = figures.result(row)
    kept = "" if row.unit.kind == Unit.Kind.ORGANIZATION else slice_
    url = links.indicator(cycle.pk, indicator.pk, unit=str(row.unit_id), type=kept)
    bar = charts.bullet(figure.value, figure.level, figure.previous, indicator.target)
    return ChildRow(row.unit, url, figure, bar)
