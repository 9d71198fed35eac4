"""The heat map: municipalities by indicators, and what is weakest in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet

from monitoring import formulas
from monitoring.models import Indicator, Result, Summary
from monitoring.results import links
from monitoring.results.lens import Lens

SHORT = 34
WEAKEST = 2


@dataclass(frozen=True)
class Column:
    """An indicator at the head of a column; `full` is its whole name."""

    code: str
    name: str
    full: str
    url: str


@dataclass(frozen=True)
class Cell:
    """One value of the map with the address of what lies behind it."""

    value: Decimal | None
    level: str
    url: str


@dataclass(frozen=True)
class Row:
    """A municipality, or the region itself as the total."""

    name: str
    url: str
    cells: list[Cell]
    total: bool = False


@dataclass(frozen=True)
class HeatMap:
    """The map; `weakest` are the indicators with the lowest values of the region."""

    columns: list[Column]
    rows: list[Row]
    weakest: list[Column]


def municipalities(lens: Lens, sort: str) -> QuerySet[Summary]:
    """Return the rows of the map; "value" puts weak municipalities first."""
    first = [F("value").asc(nulls_last=True)] if sort == "value" else []
    return lens.municipalities().order_by(*first, "unit__sort_name", "unit_id")


def of(lens: Lens, indicators: list[Indicator], shown: Iterable[Summary]) -> HeatMap:
    """Return the map of the municipalities shown, under the region as the total."""
    rows = [*lens.summaries().filter(unit=lens.cycle.owner_id), *shown]
    cells = _cells(lens, [row.unit_id for row in rows])
    columns = [_column(indicator, lens) for indicator in indicators]
    return HeatMap(
        columns,
        [_row(row, indicators, cells, lens) for row in rows],
        _weakest(indicators, columns, cells.get(lens.cycle.owner_id, {})),
    )


def short_name(name: str) -> str:
    """Return what tells an indicator from the others: what follows the first comma.

    Documents begin every name alike: "the share of heads who …".
    """
    return textwrap.shorten(name.partition(", ")[2] or name, SHORT, placeholder="…")


Cells = dict[int, dict[int, Result]]


def _cells(lens: Lens, units: list[int]) -> Cells:
    found: Cells = {}
    for row in lens.results().filter(unit__in=units):
        found.setdefault(row.unit_id, {})[row.indicator_id] = row
    return found


def _column(indicator: Indicator, lens: Lens) -> Column:
    url = links.indicator(lens.cycle.pk, indicator.pk, type=lens.organization_type)
    return Column(indicator.code, short_name(indicator.name), indicator.name, url)


def _row(
    summary: Summary, indicators: list[Indicator], cells: Cells, lens: Lens
) -> Row:
    found = cells.get(summary.unit_id, {})
    return Row(
        summary.unit.short_name,
        links.unit(lens.cycle.pk, summary.unit_id, **lens.query),
        [_cell(found.get(one.pk), one, summary, lens) for one in indicators],
        total=summary.unit_id == lens.cycle.owner_id,
    )


def _cell(
    row: Result | None, indicator: Indicator, summary: Summary, lens: Lens
) -> Cell:
    if row is None:
        return Cell(None, "not_applicable", "")
    url = links.indicator(
        lens.cycle.pk,
        indicator.pk,
        unit=str(summary.unit_id),
        type=lens.organization_type,
    )
    code = row.state if row.state == Result.State.NOT_APPLICABLE else row.level
    return Cell(row.value, code, url)


def _weakest(
    indicators: list[Indicator], columns: list[Column], found: dict[int, Result]
) -> list[Column]:
    judged = []
    for indicator, column in zip(indicators, columns, strict=True):
        row = found.get(indicator.pk)
        if row is not None and row.value is not None:
            good = formulas.goodness(row.value, indicator.higher_is_better)
            judged.append((good, column))
    judged.sort(key=lambda pair: pair[0])
    return [column for _, column in judged[:WEAKEST]]
