"""Rows of units: municipalities and organizations with their consolidated values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from monitoring.models import Cycle, Submission, Summary
from monitoring.results import figures, links, order, series
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
    "name": "unit__sort_name",
    "value": "value",
    "change": "change",
    "median": "median",
    "rank": "rank",
    "reported": "handed_in",
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


def municipalities(lens: Lens, sort: str) -> QuerySet[Summary]:
    """Return the municipalities' consolidated values by a column, highest first."""
    rows = lens.municipalities()
    if sort.removeprefix("-") == "reported":
        rows = rows.annotate(handed_in=_handed_in(lens))
    return rows.order_by(*order.fields(sort, COLUMNS, "-value"))


def municipality_rows(
    summaries: Iterable[Summary], lens: Lens, cycles: Sequence[Cycle]
) -> list[UnitRow]:
    """Return the rows of a page with coverage and a small line each."""
    held = list(summaries)
    ids = [summary.unit_id for summary in held]
    lines = series.summaries(cycles, ids, lens.organization_type, lens.track)
    handed = coverage(lens, ids)
    return [
        UnitRow(
            summary.unit,
            links.unit(lens.cycle.pk, summary.unit_id, **lens.query),
            figures.summary(summary),
            handed=handed.get(summary.unit_id, Handed()),
            spark=_spark(series.values(cycles, lines.get(summary.unit_id, {}))),
        )
        for summary in held
    ]


def coverage(lens: Lens, municipalities: Iterable[int]) -> dict[int, Handed]:
    """Return by municipality how many organizations handed in figures that count."""
    found = (
        _asked(lens)
        .filter(unit__parent__in=list(municipalities))
        .values_list("unit__parent_id")
        .annotate(reported=Count("pk", filter=_counts(lens)), expected=Count("pk"))
    )
    return {
        parent: Handed(reported, expected)
        for parent, reported, expected in found
        if parent is not None
    }


def total(lens: Lens) -> Handed:
    """Return how many organizations of the whole cycle handed in; kept, for it is."""
    return lens.kept(
        "handed",
        lambda: Handed(
            **_asked(lens).aggregate(
                reported=Count("pk", filter=_counts(lens)), expected=Count("pk")
            )
        ),
    )


def moving(
    rows: QuerySet[Summary], lens: Lens, name: str
) -> tuple[list[UnitRow], list[UnitRow]]:
    """Return the units that grew most and those that fell most; kept by name."""
    grew, fell = lens.kept(f"moving-{name}", lambda: _moved(rows))
    found = {row.pk: row_of(row, lens) for row in rows.filter(pk__in=[*grew, *fell])}
    return [found[pk] for pk in grew], [found[pk] for pk in fell]


def _moved(rows: QuerySet[Summary], number: int = 5) -> tuple[list[int], list[int]]:
    ids = rows.order_by().values_list("pk", flat=True)
    grew = ids.filter(trend="grew").order_by("-change", "pk")[:number]
    fell = ids.filter(trend="fell").order_by("change", "pk")[:number]
    return list(grew), list(fell)


def _asked(lens: Lens) -> QuerySet[Submission]:
    rows = Submission.objects.filter(
        cycle=lens.cycle, unit__kind=Unit.Kind.ORGANIZATION
    )
    if lens.organization_type:
        rows = rows.filter(unit__organization__type=lens.organization_type)
    return rows


def _counts(lens: Lens) -> Q:
    counted = [Submission.Status.ACCEPTED]
    if lens.cycle.counts_from == Cycle.CountsFrom.SUBMITTED:
        counted.append(Submission.Status.SUBMITTED)
    return Q(status__in=counted)


def _handed_in(lens: Lens) -> Subquery:
    rows = _asked(lens).filter(_counts(lens), unit__parent=OuterRef("unit_id"))
    counted = rows.order_by().values("unit__parent_id").annotate(count=Count("pk"))
    return Subquery(counted.values("count"))


def _spark(values: list[Decimal | None]) -> Spark | None:
    known = [value for value in values if value is not None]
    return charts.spark(values) if len(known) > 1 else None
