"""Indicators of one unit in a table: own values beside those for comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from monitoring import formulas
from monitoring.models import Cycle, Indicator, Result
from monitoring.results import figures, links
from monitoring.results.figures import Counted
from portal import charts
from portal.charts.bars import Bullet
from portal.models import Unit


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator: `own` is looked at, `region` and `median` are beside it.

    At an organization the median is of the organizations of its type in the
    region; above, of the organizations of the unit itself.
    """

    indicator: Indicator
    url: str
    own: Counted
    region: Counted
    municipality: Counted
    median: Decimal | None
    bar: Bullet

    @property
    def goodness(self) -> Decimal | None:
        """The value as it is judged: where lower is better, 100 less it."""
        if self.own.value is None:
            return None
        return formulas.goodness(self.own.value, self.indicator.higher_is_better)


COLUMNS = {
    "code": lambda row: row.indicator.position,
    "d": lambda row: row.own.value,
    "d_change": lambda row: row.own.change,
    "region": lambda row: row.region.value,
    "median": lambda row: row.median,
}


def of_territory(
    unit: Unit, cycle: Cycle, slice_: str, *, sees_region: bool
) -> list[IndicatorRow]:
    """Return the indicators of a municipality or a region, of one slice."""
    found = _found(cycle, [unit.pk, cycle.owner_id], [slice_])
    rows = []
    for indicator in of_method(cycle):
        own = found.get((unit.pk, slice_, indicator.pk))
        region = found.get((cycle.owner_id, slice_, indicator.pk))
        if own is not None:
            shown = figures.result(region, linked=sees_region)
            rows.append(_row(indicator, own, shown, median=own.median))
    return rows


def of_organization(
    unit: Unit, cycle: Cycle, *, sees_region: bool, sees_municipality: bool
) -> list[IndicatorRow]:
    """Return the indicators of an organization beside the region and its peers."""
    type_, parent = unit.organization.type, unit.parent_id or 0
    found = _found(cycle, [unit.pk, cycle.owner_id, parent], ["", type_])
    rows = []
    for indicator in of_method(cycle):
        own = found.get((unit.pk, "", indicator.pk))
        peers = found.get((cycle.owner_id, type_, indicator.pk))
        region = found.get((cycle.owner_id, "", indicator.pk))
        above = found.get((parent, "", indicator.pk))
        if own is not None:
            shown = figures.result(region, linked=sees_region)
            row = _row(indicator, own, shown, median=peers.median if peers else None)
            municipality = figures.result(above, linked=sees_municipality)
            rows.append(replace(row, municipality=municipality))
    return rows


def extremes(
    rows: Iterable[IndicatorRow], number: int = 3
) -> tuple[list[IndicatorRow], list[IndicatorRow]]:
    """Return the strongest, best first, and the weakest, worst first; no overlap."""
    known = [row for row in rows if row.goodness is not None]
    known.sort(key=lambda row: (-(row.goodness or 0), row.indicator.position))
    strongest = known[: min(number, (len(known) + 1) // 2)]
    rest = known[len(strongest) :]
    return strongest, rest[::-1][:number]


def of_method(cycle: Cycle) -> QuerySet[Indicator]:
    """Return the indicators of the cycle's method in their order."""
    return (
        Indicator.objects.filter(methodology=cycle.methodology_id)
        .select_related("track", "methodology")
        .order_by("position")
    )


Found = dict[tuple[int, str, int], Result]


def _found(cycle: Cycle, units: list[int], slices: list[str]) -> Found:
    rows = Result.objects.filter(
        cycle=cycle, unit__in=units, organization_type__in=slices
    )
    return {(row.unit_id, row.organization_type, row.indicator_id): row for row in rows}


def _row(
    indicator: Indicator, own: Result, region: Counted, *, median: Decimal | None
) -> IndicatorRow:
    url = links.indicator(
        own.cycle_id, indicator.pk, unit=str(own.unit_id), type=own.organization_type
    )
    bar = charts.bullet(own.value, own.level, own.previous_value, indicator.target)
    return IndicatorRow(
        indicator, url, figures.result(own), region, Counted(), median, bar
    )
