"""What the entry page reads: units by indicators, with D and last year's D.

The number of queries depends neither on the units nor on the indicators.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from monitoring import expected, formulas, validation
from monitoring.models import Cycle, Indicator, Result, Submission, Track, Value
from portal.models import Unit

Place = tuple[int, int]  # unit, indicator


@dataclass(frozen=True)
class Typed:
    """What somebody typed that was not saved, and why; `version` is the row's now."""

    numerator: str
    denominator: str
    message: str
    version: int


@dataclass(frozen=True)
class Cell:
    """One pair K and O on the page; `applies` is false where it is not asked."""

    unit: Unit
    indicator: Indicator
    applies: bool
    is_open: bool
    decimals: int
    value: Value | None
    previous: Result | None
    typed: Typed | None = None
    column: int = 0

    @property
    def key(self) -> str:
        """The cell's name on the page."""
        return f"{self.unit.pk}-{self.indicator.pk}"

    @property
    def first_step(self) -> int:
        """The place of K among the row's fields, for moving with the arrows."""
        return 2 * self.column

    @property
    def second_step(self) -> int:
        """The place of O among the row's fields."""
        return self.first_step + 1

    @property
    def version(self) -> int:
        """The version that the reader sees; 0 where nothing is entered."""
        if self.typed:
            return self.typed.version
        return self.value.version if self.value else 0

    @property
    def numerator(self) -> str:
        """K as it is edited, without grouping."""
        if self.typed:
            return self.typed.numerator
        return plain(self.value.numerator if self.value else None)

    @property
    def denominator(self) -> str:
        """O as it is edited; 1 for a yes-or-no indicator."""
        if self.is_yes_no:
            return "1"
        if self.typed:
            return self.typed.denominator
        return plain(self.value.denominator if self.value else None)

    @property
    def reason(self) -> str:
        """Why the indicator does not apply; empty where it does."""
        return self.value.not_applicable_reason if self.value else ""

    @property
    def comment(self) -> str:
        """What the author added in words."""
        return self.value.comment if self.value else ""

    @property
    def is_yes_no(self) -> bool:
        """Whether K is an answer and O is always 1."""
        return self.indicator.kind == Indicator.Kind.YES_NO

    @cached_property
    def share(self) -> Decimal | None:
        """D in percent, rounded as the results are."""
        if self.value is None:
            return None
        return formulas.share(
            self.value.numerator, self.value.denominator, self.decimals
        )

    @property
    def before(self) -> Decimal | None:
        """Last year's D."""
        return self.previous.value if self.previous else None

    @property
    def change(self) -> Decimal | None:
        """D less last year's D, in percentage points."""
        return formulas.change(self.share, self.before)

    @property
    def is_jump(self) -> bool:
        """Whether D moved so far that somebody should look."""
        return validation.is_jump(self.share, self.before)

    @property
    def fault(self) -> str:
        """What is wrong with the pair, empty when nothing is."""
        if self.typed:
            return self.typed.message
        if self.value is None or self.reason:
            return ""
        return validation.unfinished(self.value.numerator, self.value.denominator)

    @property
    def css(self) -> str:
        """The marks of the cell's state."""
        if not self.is_open:
            return "cell--locked" + (" cell--note" if self.comment else "")
        if self.typed:
            return "cell--invalid"
        return "cell--note" if self.comment or self.reason else ""


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
    """Return the table of these submissions; two queries.

    Submissions come with `unit` and its `organization`; `typed` is what was not
    saved and must not be lost.
    """
    units = {submission.unit_id for submission in submissions}
    known = _Known(_values(cycle, units), _previous(cycle, units), typed or {})
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


def plain(figure: Decimal | None) -> str:
    """Write a figure as it is edited: a decimal comma, no grouping, no idle zeros."""
    if figure is None:
        return ""
    return f"{figure.normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class _Known:
    values: dict[Place, Value]
    previous: dict[tuple[int, str], Result]
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
        )
        for column, indicator in enumerate(indicators)
    ]


def _values(cycle: Cycle, units: Collection[int]) -> dict[Place, Value]:
    rows = Value.objects.filter(cycle=cycle, unit__in=units)
    return {(row.unit_id, row.indicator_id): row for row in rows}


def _previous(cycle: Cycle, units: Iterable[int]) -> dict[tuple[int, str], Result]:
    """Last year's results by unit and by the indicator's code, methods may differ."""
    if cycle.previous_id is None:
        return {}
    rows = Result.objects.whole().filter(cycle=cycle.previous_id, unit__in=units)
    return {
        (row.unit_id, row.indicator.code): row
        for row in rows.select_related("indicator")
    }
