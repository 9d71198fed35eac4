"""The indicators of a letter: a row each, the weak ones marked for the first page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitoring.letter_pdf import content
from monitoring.letter_pdf.content import (
    IndicatorRow,
    Scale,
)
from monitoring.models import Indicator, Result
from monitoring.models.methods import Level
from monitoring.services.letter_facts import Common, Facts

SHOWN_WEAK = 6
MISSING: dict[str, content.Missing] = {
    Result.State.COUNTED: "",
    Result.State.NO_DATA: "no_data",
    Result.State.MISSING: "no_data",
    Result.State.NOT_APPLICABLE: "not_applicable",
}
LEVELS: dict[str, content.Level] = {"high": "high", "medium": "medium", "low": "low"}


def of_letter(common: Common, facts: Facts) -> tuple[IndicatorRow, ...]:
    """Return a row for each indicator with a result, those of a track together."""
    weak = _weak(common.indicators, facts)
    kind = facts.unit.organization.type
    return tuple(
        _row(
            indicator,
            facts.results[indicator.pk],
            common.medians.get((kind, indicator.pk)),
            weak=indicator.pk in weak,
        )
        for indicator in by_track(common.indicators)
        if indicator.pk in facts.results
    )


def by_track(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators with those of a track together, each in its order."""
    return sorted(indicators, key=lambda row: row.track.number if row.track else 0)


def _weak(indicators: Sequence[Indicator], facts: Facts) -> set[int]:
    """Choose the rows of the first page: the recommended first, then the lowest."""
    advised = {
        row.rule.indicator_id: row.rank for row in reversed(facts.recommendations)
    }
    shown = [
        (advised.get(indicator.pk, len(advised) + 100), row.value, indicator.pk)
        for indicator in indicators
        for row in [facts.results.get(indicator.pk)]
        if row and row.value is not None
        if row.level == Level.LOW
        or (row.level == Level.MEDIUM and indicator.pk in advised)
    ]
    return {pk for _rank, _value, pk in sorted(shown)[:SHOWN_WEAK]}


def _row(
    indicator: Indicator, row: Result, median: Decimal | None, *, weak: bool
) -> IndicatorRow:
    return IndicatorRow(
        code=indicator.code,
        name=indicator.name,
        track=f"Направление {indicator.track}" if indicator.track else "",
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        change=row.change,
        median=median,
        level=LEVELS.get(row.level, ""),
        missing=MISSING[row.state],
        borders=_borders(indicator),
        weak=weak,
    )


def _borders(indicator: Indicator) -> Scale | None:
    if indicator.medium_from is None or indicator.high_from is None:
        return None
    return Scale(indicator.medium_from, indicator.high_from)
