"""Bars: one value, the parts of a whole, a funnel, an estimate with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.charts.scale import NONE, Value, percent_place, place


@dataclass(frozen=True)
class Bullet:
    """A bar with last year's ring and the target's tick; None draws nothing."""

    level: str
    value: Value | None
    previous: Value | None
    target: Value | None
    width: str
    previous_x: str
    target_x: str


def bullet(
    value: Value | None,
    level: str,
    previous: Value | None = None,
    target: Value | None = None,
) -> Bullet:
    """Return one row's bar."""
    return Bullet(
        level or NONE,
        value,
        previous,
        target,
        width=percent_place(value),
        previous_x=percent_place(previous),
        target_x=percent_place(target),
    )


@dataclass(frozen=True)
class SharePart:
    """One piece of a bar."""

    tone: str
    label: str
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class Share:
    """A bar of pieces that make up the whole."""

    parts: list[SharePart]
    total: int


def share(parts: Sequence[tuple[str, str, int]]) -> Share:
    """Return the bar; each part is (tone, label, count)."""
    total = sum(count for _, _, count in parts)
    done, placed = 0, []
    for tone, label, count in parts:
        x, width = (100 * done / total, 100 * count / total) if total else (0, 0)
        placed.append(SharePart(tone, label, count, place(x), place(width)))
        done += count
    return Share(placed, total)


@dataclass(frozen=True)
class Step:
    """One step of a funnel; `of_previous` is percent, None at the first."""

    label: str
    count: int
    width: str
    of_previous: int | None
    is_last: bool


def funnel(steps: Sequence[tuple[str, int]]) -> list[Step]:
    """Return the steps of a funnel, widths against the widest."""
    widest = max([count for _, count in steps] + [1])
    return [
        Step(
            label,
            count,
            place(100 * count / widest),
            _of_previous(steps, i),
            is_last=i == len(steps) - 1,
        )
        for i, (label, count) in enumerate(steps)
    ]


def _of_previous(steps: Sequence[tuple[str, int]], i: int) -> int | None:
    if i == 0 or not steps[i - 1][1]:
        return None
    return round(100 * steps[i][1] / steps[i - 1][1])


@dataclass(frozen=True)
class Forest:
    """An estimate with its interval on a common axis."""

    estimate: Value
    low: Value
    high: Value
    x: str
    low_x: str
    high_x: str
    zero_x: str
    is_sure: bool


def forest(
    estimate: Value, interval: tuple[Value, Value], axis: tuple[Value, Value]
) -> Forest:
    """Return one row; it is sure where the interval lies off zero."""
    low, high = interval

    def x(value: Value) -> str:
        span = float(axis[1]) - float(axis[0])
        return place(100 * (float(value) - float(axis[0])) / span)

    return Forest(
        estimate, low, high, x(estimate), x(low), x(high), x(0), low > 0 or high < 0
    )
