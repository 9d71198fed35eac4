"""How far experts agree: spread, drift to the strict or lenient side, outliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CLOSE = Decimal(10)  # points within a tenth of the scale lie in one band
USUAL = Decimal(15)  # a drift up to a fifteenth of the scale is usual: 2 of 30
ENOUGH = 3  # works in common; below that a drift says nothing
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Mark:
    """The points an expert gave to a work."""

    work: int
    judge: int
    points: Decimal


@dataclass(frozen=True)
class Spread:
    """The points of one work, ascending, and how far apart they lie."""

    work: int
    points: tuple[Decimal, ...]
    gap: Decimal
    mean: Decimal


@dataclass(frozen=True)
class Drift:
    """By how many points an expert differs from the others on the same works.

    `value` is None where nobody else judged the same works.
    """

    judge: int
    works: int
    value: Decimal | None
    usual: Decimal

    @property
    def side(self) -> str:
        """Return "strict" or "lenient" beyond the usual band, else empty."""
        if self.value is None or self.works < ENOUGH or abs(self.value) <= self.usual:
            return ""
        return "lenient" if self.value > 0 else "strict"


@dataclass(frozen=True)
class Agreement:
    """The whole picture of a stage; `close_share` is a percentage, None without data.

    Only works judged by two experts or more say something of agreement.
    """

    spreads: Mapping[int, Spread]
    drifts: Mapping[int, Drift]
    outliers: Sequence[int]
    close: int
    compared: int
    band: Decimal
    usual: Decimal

    @property
    def close_share(self) -> Decimal | None:
        """Return the share of works whose points lie in one band, percent."""
        return (
            _rounded(Decimal(100) * self.close / self.compared, Decimal(1))
            if (self.compared)
            else None
        )


def mean(points: Iterable[Decimal]) -> Decimal:
    """Return the mean, rounded half up to hundredths."""
    values = list(points)
    return _rounded(sum(values, Decimal(0)) / len(values))


def of(marks: Iterable[Mark], maximum: Decimal, outlier_gap: Decimal) -> Agreement:
    """Compare the marks of one stage; `outlier_gap` is in its points."""
    works: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for mark in marks:
        works[mark.work][mark.judge] = mark.points
    spreads = {work: _spread(work, given) for work, given in works.items()}
    compared = [spread for spread in spreads.values() if len(spread.points) > 1]
    band, usual = _rounded(maximum / CLOSE), _rounded(maximum / USUAL)
    return Agreement(
        spreads=spreads,
        drifts=_drifts(works, usual),
        outliers=[spread.work for spread in compared if spread.gap > outlier_gap],
        close=sum(spread.gap <= band for spread in compared),
        compared=len(compared),
        band=band,
        usual=usual,
    )


def _spread(work: int, given: Mapping[int, Decimal]) -> Spread:
    points = tuple(sorted(given.values()))
    return Spread(work, points, points[-1] - points[0], mean(points))


def _drifts(
    works: Mapping[int, Mapping[int, Decimal]], usual: Decimal
) -> dict[int, Drift]:
    apart: dict[int, list[Decimal]] = defaultdict(list)
    for given in works.values():
        total = sum(given.values(), Decimal(0))
        for judge, points in given.items():
            apart[judge]  # who judged alone is listed too
            if len(given) > 1:
                others = (total - points) / (len(given) - 1)
                apart[judge].append(points - others)
    return {
        judge: Drift(judge, len(gaps), mean(gaps) if gaps else None, usual)
        for judge, gaps in apart.items()
    }


def _rounded(value: Decimal, unit: Decimal = CENT) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)
