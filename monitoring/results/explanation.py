"""How a value was computed, told so that anybody can compute it again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from monitoring import formulas
from monitoring.models import Cycle, Indicator, Result, Summary, Track
from monitoring.results import figures, measured, spread
from monitoring.results.figures import Counted, Figure
from monitoring.results.spread import Borders
from portal.models import Unit

LONG = 12
SHOWN = Decimal("0.0001")


@dataclass(frozen=True)
class Unrounded:
    """The first digits of a value before rounding, and whether more follow."""

    digits: Decimal
    goes_on: bool


@dataclass(frozen=True)
class Explanation:
    """One value of an indicator: `exact` is before rounding, `again` is our own sum."""

    figure: Counted
    borders: Borders
    exact: Unrounded | None
    again: Decimal | None
    level_again: str

    @property
    def agrees(self) -> bool:
        """Whether the stored value and level are those computed again from K and O."""
        same = self.again == self.figure.value
        return same and self.level_again == self.figure.level


@dataclass(frozen=True)
class Term:
    """One indicator of a weighted mean; without a value it takes no part."""

    indicator: Indicator
    figure: Counted
    goodness: Decimal | None
    product: Decimal | None


@dataclass(frozen=True)
class SummaryExplanation:
    """A consolidated value as the weighted mean of its terms."""

    figure: Figure
    borders: Borders
    terms: list[Term]
    weight: Decimal
    total: Decimal
    exact: Unrounded | None
    again: Decimal | None
    level_again: str

    @property
    def agrees(self) -> bool:
        """Whether the stored value and level are those the terms give again."""
        same = self.again == self.figure.value
        return same and self.level_again == self.figure.level

    @property
    def counted(self) -> int:
        """How many terms take part."""
        return len([term for term in self.terms if term.product is not None])


def of_value(row: Result, indicator: Indicator, cycle: Cycle) -> Explanation:
    """Return the explanation of an indicator's value."""
    method = cycle.methodology
    scale = spread.borders(method, indicator)
    again = formulas.share(row.numerator, row.denominator, method.decimals)
    return Explanation(
        figures.result(row, linked=False),
        scale,
        _unrounded(formulas.share(row.numerator, row.denominator, LONG)),
        again,
        formulas.level(
            again, scale.medium_from, scale.high_from, scale.higher_is_better
        ),
    )


def of_summary(
    row: Summary | None, unit: Unit, cycle: Cycle, slice_: str, track: Track | None
) -> SummaryExplanation:
    """Return the explanation of a consolidated value."""
    terms = _terms(unit, cycle, slice_, track)
    judged = [
        (term.indicator.weight, term.goodness)
        for term in terms
        if term.goodness is not None
    ]
    scale, decimals = spread.borders(cycle.methodology), cycle.methodology.decimals
    again = formulas.weighted_mean(judged, decimals)
    return SummaryExplanation(
        figures.summary(row, linked=False),
        scale,
        terms,
        weight=sum((weight for weight, _ in judged), Decimal(0)),
        total=sum((weight * good for weight, good in judged), Decimal(0)),
        exact=_unrounded(formulas.weighted_mean(judged, LONG)),
        again=again,
        level_again=formulas.level(again, scale.medium_from, scale.high_from),
    )


def _unrounded(value: Decimal | None) -> Unrounded | None:
    if value is None:
        return None
    digits = value.quantize(SHOWN, ROUND_DOWN)
    return Unrounded(digits, digits != value)


def _terms(unit: Unit, cycle: Cycle, slice_: str, track: Track | None) -> list[Term]:
    found = {
        row.indicator_id: row
        for row in Result.objects.filter(
            cycle=cycle, unit=unit, organization_type=slice_
        )
    }
    return [
        _term(indicator, found[indicator.pk])
        for indicator in measured.of_method(cycle)
        if indicator.pk in found and (track is None or indicator.track_id == track.pk)
    ]


def _term(indicator: Indicator, row: Result) -> Term:
    figure = figures.result(row)
    if figure.value is None:
        return Term(indicator, figure, None, None)
    good = formulas.goodness(figure.value, indicator.higher_is_better)
    return Term(indicator, figure, good, indicator.weight * good)
