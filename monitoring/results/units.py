"""Rows of units: municipalities and organizations with their consolidated values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from monitoring.models import Cycle, Submission, Summary
from monitoring.results import figures, links, series
from monitoring.results.figures import Figure
from monitoring.results.lens import Lens
from portal import charts
from portal.charts.trend import Spark
from portal.models import Appointment, Unit


@dataclass(frozen=True)
class Handed:
    """How many organizations handed figures in, of how many."""

    reported: int = 0
    expected: int = 0


@dataclass(frozen=True)
class UnitRow:
    """A municipality or an organization in a table."""

    unit: Unit
    url: str
    figure: Figure
    parent: str = ""
    type: str = ""
    handed: Handed = Handed()
    spark: Spark | None = None
    head: Appointment | None = None

    @property
    def name(self) -> str:
        """The short name."""
        return self.unit.short_name


COLUMNS = {
    "name": lambda row: row.unit.sort_name,
    "value": lambda row: row.figure.value,
    "change": lambda row: row.figure.change,
    "median": lambda row: row.figure.median,
    "rank": lambda row: row.figure.rank,
    "reported": lambda row: row.handed.reported,
}
ORGANIZATION_COLUMNS = {
    "name": "unit__sort_name",
    "type": "unit__organization__type",
    "value": "value",
    "change": "change",
    "rank": "rank",
}


def row_of(summary: Summary, lens: Lens, head: Appointment | None = None) -> UnitRow:
    """Return the row of a unit, its unit and organization already read."""
    unit, is_organization = summary.unit, summary.unit.kind == Unit.Kind.ORGANIZATION
    query = {} if is_organization else lens.query
    return UnitRow(
        unit,
        links.unit(summary.cycle_id, unit.pk, **query),
        figures.summary(summary),
        parent=unit.parent.short_name if is_organization and unit.parent else "",
        type=unit.organization.get_type_display() if is_organization else "",
        head=head,
    )


def municipalities(lens: Lens, cycles: Sequence[Cycle]) -> list[UnitRow]:
    """Return the municipalities of the cycle with coverage and a small line each."""
    summaries = list(
        lens.summaries()
        .filter(
            unit__kind=Unit.Kind.MUNICIPALITY,
            unit__path__startswith=lens.cycle.owner.path,
        )
        .order_by("unit__sort_name")
    )
    ids = [summary.unit_id for summary in summaries]
    lines = series.summaries(cycles, ids, lens.organization_type, lens.track)
    handed = coverage(lens)
    return [
        UnitRow(
            summary.unit,
            links.unit(lens.cycle.pk, summary.unit_id, **lens.query),
            figures.summary(summary),
            handed=handed.get(summary.unit_id, Handed()),
            spark=_spark(series.values(cycles, lines.get(summary.unit_id, {}))),
        )
        for summary in summaries
    ]


def coverage(lens: Lens) -> dict[int, Handed]:
    """Return by municipality how many organizations handed in figures that count."""
    counted = [Submission.Status.ACCEPTED]
    if lens.cycle.counts_from == Cycle.CountsFrom.SUBMITTED:
        counted.append(Submission.Status.SUBMITTED)
    rows = Submission.objects.filter(
        cycle=lens.cycle, unit__kind=Unit.Kind.ORGANIZATION
    )
    if lens.organization_type:
        rows = rows.filter(unit__organization__type=lens.organization_type)
    found = rows.values_list("unit__parent_id").annotate(
        reported=Count("pk", filter=Q(status__in=counted)), expected=Count("pk")
    )
    return {
        parent: Handed(reported, expected)
        for parent, reported, expected in found
        if parent is not None
    }


def total(rows: Iterable[UnitRow]) -> Handed:
    """Return how many organizations of all the rows handed in."""
    held = [row.handed for row in rows]
    return Handed(sum(h.reported for h in held), sum(h.expected for h in held))


def movers(
    rows: Iterable[UnitRow], number: int = 5
) -> tuple[list[UnitRow], list[UnitRow]]:
    """Return the rows that grew most and those that fell most."""
    moved = [row for row in rows if row.figure.change is not None]
    moved.sort(key=_change)
    fell = [row for row in moved if row.figure.trend == "fell"][:number]
    grew = [row for row in moved[::-1] if row.figure.trend == "grew"][:number]
    return grew, fell


def moving_organizations(
    lens: Lens, branch: Unit, number: int = 5
) -> tuple[list[UnitRow], list[UnitRow]]:
    """Return the organizations that grew most and those that fell most."""
    rows = lens.organizations(branch)
    grew = rows.filter(trend="grew").order_by("-change", "pk")[:number]
    fell = rows.filter(trend="fell").order_by("change", "pk")[:number]
    return [row_of(row, lens) for row in grew], [row_of(row, lens) for row in fell]


def _change(row: UnitRow) -> Decimal:
    return row.figure.change or Decimal(0)


def _spark(values: list[Decimal | None]) -> Spark | None:
    known = [value for value in values if value is not None]
    return charts.spark(values) if len(known) > 1 else None
