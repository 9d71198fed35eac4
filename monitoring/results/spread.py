"""How organizations lie on the scale: levels, histogram, the middle half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from monitoring import formulas
from monitoring.models import Indicator, Methodology
from monitoring.results.figures import shortest
from monitoring.results.lens import Lens
from portal import charts, marks
from portal.charts.bars import Share
from portal.charts.distribution import Distribution
from portal.models import Unit

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


Tally = tuple[Decimal | None, str, int]


def counted(rows: QuerySet[Any]) -> list[Tally]:
    """Return (value, level, how many) of results or summaries, counted in SQL.

    Values are rounded when they are computed, so there are about a thousand
    different ones however many rows there are.
    """
    found = rows.order_by().values_list("value", "level")
    return list(found.annotate(count=Count("*")))


def of(figures: Iterable[Tally], scale: Borders, decimals: int) -> Spread:
    """Return the spread of (value, level, how many)."""
    tallies = list(figures)
    values = sorted((v, count) for v, _, count in tallies if v is not None)
    levels: Counter[str] = Counter()
    for _, level, count in tallies:
        levels[level] += count
    return Spread(
        levels.total(),
        sum(count for _, count in values),
        charts.share(
            [(marks.level_tone(c), marks.level_word(c), levels[c]) for c in _CODES]
        ),
        charts.distribution(
            _bins(values),
            scale.medium_from,
            scale.high_from,
            {code: levels[code] for code in _CODES if code},
        ),
        _middle(values, decimals),
        lowest=values[0][0] if values else None,
        highest=values[-1][0] if values else None,
    )


def of_organizations(lens: Lens, branch: Unit) -> Spread:
    """Return the spread of consolidated values of the branch's organizations."""
    rows = lens.organizations(branch)
    found = lens.kept("spread", lambda: counted(rows), branch.pk)
    method = lens.cycle.methodology
    return of(found, borders(method), method.decimals)


def of_indicator(lens: Lens, branch: Unit, indicator: Indicator) -> Spread:
    """Return the spread of an indicator's values at the branch's organizations."""
    rows = lens.organization_results(branch).filter(indicator=indicator)
    found = lens.kept("spread", lambda: counted(rows), branch.pk, indicator.pk)
    method = lens.cycle.methodology
    return of(found, borders(method, indicator), method.decimals)


_CODES = ("high", "medium", "low", "")


Values = Sequence[tuple[Decimal, int]]


def _bins(values: Values) -> list[int]:
    found: Counter[int] = Counter()
    for value, count in values:
        found[min(max(int(value // BINS), 0), BINS - 1)] += count
    return [found[number] for number in range(BINS)]


def _middle(values: Values, decimals: int) -> tuple[Decimal, Decimal] | None:
    total = sum(count for _, count in values)
    if total < ENOUGH:
        return None
    first, third = (_quartile(values, total, number) for number in (1, 3))
    return formulas.rounded(first, decimals), formulas.rounded(third, decimals)


def _quartile(values: Values, total: int, number: int) -> Decimal:
    """Return a quartile of all the values, both ends included."""
    place, rest = divmod((total - 1) * number, 4)
    low, high = _at(values, place), _at(values, min(place + 1, total - 1))
    return low + (high - low) * rest / 4


def _at(values: Values, place: int) -> Decimal:
    for value, count in values:
        if place < count:
            return value
        place -= count
    raise IndexError(place)
