"""The sums of monitoring, pure: whoever has the printed figures gets the same.

The engine does the same in SQL for all units at once; these serve one figure at a
time (explanations, forms) and the tests that hold both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDRED = Decimal(100)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as PostgreSQL rounds numeric."""
    with localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def share(
    numerator: Decimal | None, denominator: Decimal | None, decimals: int
) -> Decimal | None:
    """Return D = K / O × 100 in percent; None where a figure lacks or O is zero."""
    if numerator is None or not denominator:
        return None
    return _quotient(HUNDRED * numerator, denominator, decimals)


def goodness(value: Decimal, higher_is_better: bool) -> Decimal:
    """Return what is judged: D itself, or 100 − D where lower is better."""
    return value if higher_is_better else HUNDRED - value


def level(
    value: Decimal | None,
    medium_from: Decimal,
    high_from: Decimal,
    higher_is_better: bool = True,
) -> str:
    """Return "high", "medium" or "low" of a rounded value; "" without one."""
    if value is None:
        return ""
    judged = goodness(value, higher_is_better)
    if judged >= high_from:
        return "high"
    return "medium" if judged >= medium_from else "low"


def change(value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Return the change in percentage points; None where either value lacks."""
    return None if value is None or previous is None else value - previous


def trend(difference: Decimal | None, tolerance: Decimal) -> str:
    """Return "grew", "stable" or "fell"; the tolerance itself is stable; "" for None.

    It tells where the figure went, also where lower is better.
    """
    if difference is None:
        return ""
    if abs(difference) <= tolerance:
        return "stable"
    return "grew" if difference > 0 else "fell"


def weighted_mean(
    judged: Iterable[tuple[Decimal, Decimal]], decimals: int
) -> Decimal | None:
    """Return the consolidated value of (weight, goodness) pairs; None without any."""
    pairs = list(judged)
    weight = sum((weight for weight, _ in pairs), Decimal(0))
    total = sum((weight * value for weight, value in pairs), Decimal(0))
    return _quotient(total, weight, decimals) if weight else None


def median(values: Sequence[Decimal], decimals: int) -> Decimal | None:
    """Return the middle value, or the mean of the two middle ones; None of nothing."""
    if not values:
        return None
    ordered, last = sorted(values), len(values) - 1
    return rounded((ordered[last // 2] + ordered[len(values) // 2]) / 2, decimals)


def _quotient(dividend: Decimal, divisor: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return rounded(dividend / divisor, decimals)
