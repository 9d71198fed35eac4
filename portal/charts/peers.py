"""One among unnamed others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.scale import Value, place

MANY = 200


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
    mine: Value, others: Mapping[Decimal, int], medium_from: Value, high_from: Value
) -> PeerStrip:
    """Return the strip; `others` is how many have which value, without mine."""
    ordered = sorted(others)
    medium, high = float(medium_from), float(high_from)
    return PeerStrip(
        mine,
        mine_x=place(mine),
        others_x=_dots(ordered),
        label_x=place(min(max(float(mine), 0), 100)),
        label_anchor=_anchor(float(mine)),
        medium_x=place(medium),
        medium_width=place(high - medium),
        medium_middle=place((medium + high) / 2),
        high_x=place(high),
        high_width=place(100 - high),
        others=sum(others.values()),
        lowest=ordered[0],
        median=median(others),
        highest=ordered[-1],
    )


def median(counted: Mapping[Decimal, int]) -> Decimal:
    """Return the middle of the values, or the mean of the two in the middle."""
    half, odd = divmod(sum(counted.values()), 2)
    upper = _at(counted, half)
    return upper if odd else (_at(counted, half - 1) + upper) / 2


def _at(counted: Mapping[Decimal, int], number: int) -> Decimal:
    for value in sorted(counted):
        if number < counted[value]:
            return value
        number -= counted[value]
    raise IndexError(number)


def _dots(ordered: Sequence[Decimal]) -> list[str]:
    """One dot for a value; where they are many, one for a whole percent."""
    if len(ordered) <= MANY:
        return [place(value) for value in ordered]
    return [place(value) for value in sorted({round(value) for value in ordered})]


def _anchor(x: float) -> str:
    if x < 12:
        return "start"
    return "end" if x > 88 else "mid"
