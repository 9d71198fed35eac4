"""What a sum is made of: the units below with their K, O, D and state."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from monitoring.models import Cycle, Indicator, Result
from monitoring.results import figures
from monitoring.results.figures import Counted
from portal.models import Unit


@dataclass(frozen=True)
class Contributor:
    """One unit that gave, or should have given, its K and O to the sum."""

    unit: Unit
    figure: Counted


@dataclass(frozen=True)
class States:
    """How many contributors are in which state; zeros are counted too."""

    counted: int
    zeros: int
    no_data: int
    not_applicable: int
    missing: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.counted + self.no_data + self.not_applicable + self.missing


SORTS = {
    "name": "unit__sort_name",
    "numerator": "numerator",
    "denominator": "denominator",
    "value": "value",
    "state": "state",
}


def below(
    unit: Unit, cycle: Cycle, indicator: Indicator, slice_: str
) -> QuerySet[Result]:
    """Return the rows that add up to the unit's value; none at what gave it itself."""
    rows = Result.objects.filter(
        cycle=cycle, indicator=indicator, unit__parent=unit
    ).select_related("unit")
    if unit.kind == Unit.Kind.REGION:
        return rows.filter(organization_type=slice_)
    if not is_sum(unit, indicator):
        return rows.none()
    rows = rows.filter(organization_type="")
    return rows.filter(unit__organization__type=slice_) if slice_ else rows


def is_sum(unit: Unit, indicator: Indicator) -> bool:
    """Return whether the unit's K and O are sums of those below it."""
    if unit.kind == Unit.Kind.MUNICIPALITY:
        return indicator.collected_at == Indicator.CollectedAt.ORGANIZATION
    return unit.kind == Unit.Kind.REGION


def row_of(result: Result) -> Contributor:
    """Return the row of one contributor."""
    return Contributor(result.unit, figures.result(result))


def states(rows: QuerySet[Result]) -> States:
    """Return how many rows are in which state."""
    state = Result.State
    counts = rows.aggregate(
        counted=Count("unit_id", filter=Q(state=state.COUNTED)),
        zeros=Count("unit_id", filter=Q(state=state.COUNTED, numerator=0)),
        no_data=Count("unit_id", filter=Q(state=state.NO_DATA)),
        not_applicable=Count("unit_id", filter=Q(state=state.NOT_APPLICABLE)),
        missing=Count("unit_id", filter=Q(state=state.MISSING)),
    )
    return States(**counts)
