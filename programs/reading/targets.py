"""Target indicators as the document sets them: baseline, years, both variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.data_language import data
from programs.forecasts import Forecast
from programs.models import Measure, Operator, Program, TargetIndicator, TargetValue
from programs.reading.fact import State
from programs.reading.indicator_facts import IndicatorFact

Year = int | None
UNITS = {
    "practice": _("practices"),
    "event": _("events"),
    "points": _("points"),
}


@dataclass(frozen=True)
class Cell:
    """The targets of one year; several variants contradict each other."""

    values: Sequence[TargetValue]

    @property
    def chosen(self) -> TargetValue | None:
        """The variant in force, if one was chosen with a reason."""
        return next((one for one in self.values if one.is_chosen), None)

    @property
    def is_contradictory(self) -> bool:
        """Whether the document names several and nobody said which one holds."""
        return len(self.values) > 1 and not any(one.reason for one in self.values)

    @property
    def shown(self) -> Sequence[Decimal]:
        """The figures to print: all that contradict, or the one in force."""
        if self.is_contradictory:
            return [one.value.normalize() for one in self.values]
        return [self.chosen.value.normalize()] if self.chosen else []


@dataclass(frozen=True)
class Line:
    """An indicator with a cell for each of the table's years."""

    indicator: TargetIndicator
    cells: Sequence[Cell]
    fact: IndicatorFact | None = None
    forecast: Forecast | None = None

    @property
    def sign(self) -> str:
        """How the fact is compared: ≥, ≤, …; nothing for targets in words."""
        if self.is_in_words:
            return ""
        return str(Operator(self.indicator.operator).label)

    @property
    def is_in_words(self) -> bool:
        """Whether there is no figure to compare."""
        words = (
            Measure.BOOLEAN,
            Measure.DOCUMENT,
            Measure.PRODUCT,
            Measure.QUALITATIVE,
        )
        return self.indicator.measure in words

    @property
    def is_growth(self) -> bool:
        """Whether the target is a change against the baseline, not a level."""
        return self.indicator.measure == Measure.DYNAMICS

    @property
    def unit(self) -> str:
        """The sign of percent, or the unit in words."""
        if self.indicator.unit_name == "percent":
            return "%"
        name = self.indicator.unit_name
        return str(UNITS[name]) if name in UNITS else data(name)

    @property
    def baseline(self) -> Decimal | None:
        """The baseline without zeros after its point."""
        value = self.indicator.baseline
        return None if value is None else value.normalize()

    @property
    def found(self) -> Decimal | None:
        """The fact without zeros after its point."""
        value = self.fact.fact if self.fact else None
        return None if value is None else value.normalize()

    @property
    def short_of(self) -> Decimal | None:
        """How much is missing, null where nothing is or it is not known."""
        value = self.fact.short_of if self.fact else None
        return None if value is None else value.normalize()

    @property
    def outcome(self) -> str:
        """How it stands; what is not judged says why.

        A state of the fact, or "aimless" (a fact without a target), "alone" (a growth
        with nothing to compare with), "awaited" (last year's fact stands for it).
        """
        if self.fact is None or self.fact.state != State.UNCOUNTED:
            return self.fact.state if self.fact else State.UNCOUNTED
        if self.fact.fact is not None:
            return "alone" if self.is_growth else "aimless"
        is_awaited = self.forecast and self.forecast.measured_in
        return "awaited" if is_awaited else State.UNCOUNTED

    @property
    def is_contradictory(self) -> bool:
        """Whether some year has several targets."""
        return any(cell.is_contradictory for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """All target indicators of a program; the year null means every year."""

    years: Sequence[Year]
    lines: Sequence[Line]
    has_baseline: bool


def table_of(program: Program) -> Table:
    """Return the target indicators with their values, in two queries."""
    rows = list(program.indicators.prefetch_related("values"))
    years = sorted(
        {value.year for row in rows for value in row.values.all()},
        key=lambda year: (year is None, year or 0),
    )
    lines = [Line(row, [_cell(row, year) for year in years]) for row in rows]
    return Table(years, lines, any(row.baseline is not None for row in rows))


def with_facts(
    lines: Iterable[Line],
    facts: Iterable[IndicatorFact],
    forecasts: Mapping[int, Forecast],
) -> list[Line]:
    """Return the lines with a year's facts, and what they will come to."""
    found = {fact.indicator.pk: fact for fact in facts}
    ids = [(line, line.indicator.pk) for line in lines]
    return [
        replace(line, fact=found.get(pk), forecast=forecasts.get(pk))
        for line, pk in ids
    ]


def _cell(row: TargetIndicator, year: Year) -> Cell:
    return Cell([value for value in row.values.all() if value.year == year])
