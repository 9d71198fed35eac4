"""The histogram of values with the borders of the levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.charts.scale import HIGH, LOW, MEDIUM, Value, level_of, place


@dataclass(frozen=True)
class Bin:
    """One column of the histogram: from `start` up to `end`, percent."""

    start: int
    end: int
    count: int
    level: str
    x: str
    width: str
    middle: str
    y: str
    height: str
    label_y: str


@dataclass(frozen=True)
class Distribution:
    """The histogram, its borders and how many lie in each level."""

    bins: list[Bin]
    medium_x: str
    high_x: str
    medium_middle: str
    levels: dict[str, int]
    total: int


def distribution(
    counts: Sequence[int],
    medium_from: Value,
    high_from: Value,
    levels: dict[str, int] | None = None,
) -> Distribution:
    """Return the histogram of equal bins from 0 to 100.

    A border inside a bin makes the bin's own level doubtful: pass the exact
    `levels` then; the bin takes the level of its middle.
    """
    width = 100 / len(counts)
    tallest = max([*counts, 1])
    bins = [
        _bin(number, count, width, count / tallest, (medium_from, high_from))
        for number, count in enumerate(counts)
    ]
    return Distribution(
        bins,
        medium_x=place(medium_from),
        high_x=place(high_from),
        medium_middle=place((float(medium_from) + float(high_from)) / 2),
        levels=levels or _levels(bins),
        total=sum(counts),
    )


def _bin(
    number: int, count: int, width: float, part: float, borders: tuple[Value, Value]
) -> Bin:
    start, height = number * width, 120 * part
    return Bin(
        round(start),
        round(start + width),
        count,
        level_of(start + width / 2, *borders),
        x=place(start + 0.04 * width),
        width=place(0.92 * width),
        middle=place(start + width / 2),
        y=place(160 - height),
        height=place(height),
        label_y=place(154 - height),
    )


def _levels(bins: Sequence[Bin]) -> dict[str, int]:
    codes = (LOW, MEDIUM, HIGH)
    return {code: sum(b.count for b in bins if b.level == code) for code in codes}
