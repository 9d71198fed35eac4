"""One among unnamed others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.scale import Value, place


@dataclass(frozen=True)
class PeerStrip:
    """Mine among the unnamed others, over the bands of the levels."""

    mine: Value
    mine_x: str
    others_x: list[str]
    label_x: str
    label_anchor: str
    medium_x: str
    medium_width: str
    medium_middle: str
    high_x: str
    high_width: str
    others: int
    lowest: Value
    median: Value
    highest: Value


def peers(
    mine: Value, others: Sequence[Value], medium_from: Value, high_from: Value
) -> PeerStrip:
    """Return the strip; the median is of the others, without mine."""
    ordered = sorted(others, key=float) or [mine]
    medium, high = float(medium_from), float(high_from)
    return PeerStrip(
        mine,
        mine_x=place(mine),
        others_x=[place(value) for value in sorted(others, key=float)],
        label_x=place(min(max(float(mine), 0), 100)),
        label_anchor=_anchor(float(mine)),
        medium_x=place(medium),
        medium_width=place(high - medium),
        medium_middle=place((medium + high) / 2),
        high_x=place(high),
        high_width=place(100 - high),
        others=len(others),
        lowest=ordered[0],
        median=median(ordered),
        highest=ordered[-1],
    )


def median(ordered: Sequence[Value]) -> Value:
    """Return the middle of sorted values, or the mean of the two in the middle."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (Decimal(str(ordered[half - 1])) + Decimal(str(ordered[half]))) / 2


def _anchor(x: float) -> str:
    if x < 12:
        return "start"
    return "end" if x > 88 else "mid"
