"""What the entry page reads: units by indicators, with D and last year's D.

The number of queries depends neither on the units nor on the indicators.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitoring import expected
from monitoring.entry_cell import Cell, Typed, tidy
from monitoring.models import (
    CountedValue,
    Cycle,
    Indicator,
    Result,
    Submission,
    Track,
    Value,
)
from portal.models import Unit

Place = tuple[int, int]  # unit, indicator


@dataclass(frozen=True)
class Row:
    """A unit's submission with its cells, one for each column."""

    submission: Submission
    cells: list[Cell]

    @property
    def unit(self) -> Unit:
        """The unit that reports."""
        return self.submission.unit

    @property
    def is_open(self) -> bool:
        """Whether anything of the row may be changed."""
        return any(cell.is_open for cell in self.cells)

    @property
    def tracks(self) -> list[tuple[Track | None, list[Cell]]]:
        """The cells by track, for a form of one unit."""
        grouped = groupby(self.cells, key=lambda cell: cell.indicator.track)
        return [(track, list(cells)) for track, cells in grouped]


@dataclass(frozen=True)
class Head:
    """A group of columns: a track and how many indicators it has here."""

    track: Track | None
    indicators: list[Indicator]

    @property
    def span(self) -> int:
        """Columns of the table it takes: K, O, D and last year's for each."""
        return 4 * len(self.indicators)


@dataclass(frozen=True)
class Grid:
    """The table: its columns and its rows."""

    cycle: Cycle
    indicators: list[Indicator]
    rows: list[Row]

    @property
    def heads(self) -> list[Head]:
        """The columns by track."""
        grouped = groupby(self.indicators, key=lambda indicator: indicator.track)
        return [Head(track, list(indicators)) for track, indicators in grouped]

    @property
    def is_open(self) -> bool:
        """Whether any row may be changed."""
        return any(row.is_open for row in self.rows)


def indicators_at(cycle: Cycle, kind: str, track: int | None = None) -> list[Indicator]:
    """Return the indicators that units of the kind report, in the method's order."""
    asked = cycle.methodology.indicators.select_related("track").filter(
        collected_at=kind
    )
    return list(asked if track is None else asked.filter(track=track))


def grid(
    cycle: Cycle,
    submissions: Sequence[Submission],
    indicators: list[Indicator],
    *,
    may_enter: bool,
    typed: Mapping[Place, Typed] | None = None,
) -> Grid:
    """Return the table of these submissions; three queries.

    Submissions come with `unit` and its `organization`; `typed` is what was not
    saved and must not be lost.
    """
    units = {submission.unit_id for submission in submissions}
    known = _Known(
        _values(cycle, units),
        _previous(cycle, units),
        _counted(cycle, units),
        typed or {},
    )
    rows = []
    for submission in submissions:
        is_open = may_enter and cycle.is_collecting and submission.is_editable
        cells = _cells(cycle, submission.unit, indicators, known, is_open=is_open)
        rows.append(Row(submission, cells))
    return Grid(cycle, indicators, rows)


def form(
    cycle: Cycle,
    submission: Submission,
    *,
    may_enter: bool,
    typed: Mapping[Place, Typed] | None = None,
) -> Row:
    """Return the row of one unit with the indicators it reports and no others."""
    indicators = expected.indicators_of(
        submission.unit, indicators_at(cycle, submission.unit.kind)
    )
    table = grid(cycle, [submission], indicators, may_enter=may_enter, typed=typed)
    return table.rows[0]


def year_before(cycle: Cycle) -> int:
    """Return the year whose values stand greyed."""
    return cycle.previous.year if cycle.previous else cycle.year - 1


@dataclass(frozen=True)
class _Known:
    values: dict[Place, Value]
    previous: dict[tuple[int, str], Result]
    counted: dict[Place, CountedValue]
    typed: Mapping[Place, Typed]


def _cells(
    cycle: Cycle,
    unit: Unit,
    indicators: list[Indicator],
    known: _Known,
    *,
    is_open: bool,
) -> list[Cell]:
    asked = {indicator.pk for indicator in expected.indicators_of(unit, indicators)}
    return [
        Cell(
            unit=unit,
            indicator=indicator,
            applies=indicator.pk in asked,
            is_open=is_open and indicator.pk in asked,
            decimals=cycle.methodology.decimals,
            value=known.values.get((unit.pk, indicator.pk)),
            previous=known.previous.get((unit.pk, indicator.code)),
            typed=known.typed.get((unit.pk, indicator.pk)),
            column=column,
            counted=known.counted.get((unit.pk, indicator.pk)),
        )
        for column, indicator in enumerate(indicators)
    ]


def _values(cycle: Cycle, units: Collection[int]) -> dict[Place, Value]:
    rows = Value.objects.filter(cycle=cycle, unit__in=units)
    return {(row.unit_id, row.indicator_id): tidy(row) for row in rows}


def _counted(cycle: Cycle, units: Collection[int]) -> dict[Place, CountedValue]:
    rows = CountedValue.objects.filter(cycle=cycle, unit__in=units)
    return {(row.unit_id, row.indicator_id): tidy(row) for row in rows}


def _previous(cycle: Cycle, units: Iterable[int]) -> dict[tuple[int, str], Result]:
    """Last year's results by unit and by the indicator's code, methods may differ."""
    if cycle.previous_id is None:
        return {}
    rows = Result.objects.whole().filter(cycle=cycle.previous_id, unit__in=units)
    return {
        (row.unit_id, row.indicator.code): tidy(row)
        for row in rows.select_related("indicator")
    }
