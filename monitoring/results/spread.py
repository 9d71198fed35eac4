"""How organizations lie on the scale: levels, histogram, the middle half."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitoring import formulas
from monitoring.models import Indicator, Methodology
from monitoring.results.figures import shortest
from portal import charts, marks
from portal.charts.bars import Share
from portal.charts.distribution import Distribution

BINS = 10
ENOUGH = 4


@dataclass(frozen=True)
class Borders:
    """The borders of the levels, and where lower is better."""

    medium_from: Decimal
    high_from: Decimal
    higher_is_better: bool = True


@dataclass(frozen=True)
class Spread:
    """Organizations on the scale; `middle` is the first and third quartile."""

    total: int
    known: int
    share: Share
    chart: Distribution
    middle: tuple[Decimal, Decimal] | None
    lowest: Decimal | None
    highest: Decimal | None


def borders(method: Methodology, indicator: Indicator | None = None) -> Borders:
    """Return the borders of the method, or the indicator's own ones."""
    medium, high = method.medium_from, method.high_from
    if indicator is None:
        return Borders(shortest(medium), shortest(high))
    return Borders(
        shortest(indicator.medium_from or medium),
        shortest(indicator.high_from or high),
        indicator.higher_is_better,
    )


def of(
    figures: Iterable[tuple[Decimal | None, str]], scale: Borders, decimals: int
) -> Spread:
    """Return the spread of (value, level) pairs."""
    pairs = list(figures)
    values = sorted(value for value, _ in pairs if value is not None)
    levels = Counter(level for _, level in pairs)
    return Spread(
        len(pairs),
        len(values),
        charts.share(
            [(marks.level_tone(c), marks.level_word(c), levels[c]) for c in _CODES]
        ),
        charts.distribution(
            _counts(values),
            scale.medium_from,
            scale.high_from,
            {code: levels[code] for code in _CODES if code},
        ),
        _middle(values, decimals),
        lowest=values[0] if values else None,
        highest=values[-1] if values else None,
    )


_CODES = ("high", "medium", "low", "")


def _counts(values: list[Decimal]) -> list[int]:
    found = Counter(min(max(int(value // BINS), 0), BINS - 1) for value in values)
    return [found[number] for number in range(BINS)]


def _middle(values: list[Decimal], decimals: int) -> tuple[Decimal, Decimal] | None:
    if len(values) < ENOUGH:
        return None
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return formulas.rounded(first, decimals), formulas.rounded(third, decimals)
