"""Geometry of a history with posts below it: pure, figures in, places out.

The line breaks where the post changes; x is percent, y is pixels.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.scale import place
from portal.charts.trend import Segment

HEIGHT = 170
TOP = 14
BAR_GAP = 1


@dataclass(frozen=True)
class Point:
    """One year: the value may lack; the line breaks where the `post` changes."""

    label: str
    value: Decimal | None
    level: str
    post: str
    name: str
    note: str


@dataclass(frozen=True)
class Mark:
    """A placed point."""

    point: Point
    x: str
    y: str
    label_y: str


@dataclass(frozen=True)
class Bar:
    """A post under the years it lasted; odd ones are drawn otherwise."""

    name: str
    note: str
    x: str
    width: str
    text_x: str
    odd: bool


@dataclass(frozen=True)
class PostsChart:
    """The drawing."""

    marks: list[Mark]
    lines: list[Segment]
    bars: list[Bar]
    medium_y: str
    high_y: str
    medium_height: str
    low_height: str


def draw(
    points: Sequence[Point], medium_from: Decimal, high_from: Decimal
) -> PostsChart:
    """Return the drawing of the years in their order."""
    step = 100 / max(len(points), 1)
    marks = [_mark(point, step * (i + 0.5)) for i, point in enumerate(points)]
    high, medium = _y(high_from), _y(medium_from)
    return PostsChart(
        marks,
        _lines(marks),
        _bars(points, step),
        medium_y=place(medium),
        high_y=place(high),
        medium_height=place(medium - high),
        low_height=place(HEIGHT - medium),
    )


def _mark(point: Point, x: float) -> Mark:
    if point.value is None:
        return Mark(point, place(x), "", "")
    y = _y(point.value)
    label = y - 13 if y > TOP + 14 else y + 24
    return Mark(point, place(x), place(y), place(label))


def _lines(marks: Sequence[Mark]) -> list[Segment]:
    return [
        Segment(one.x, one.y, two.x, two.y)
        for one, two in itertools.pairwise(marks)
        if one.y and two.y and one.point.post == two.point.post
    ]


def _bars(points: Sequence[Point], step: float) -> list[Bar]:
    bars, start = [], 0
    for number, (_, held) in enumerate(
        itertools.groupby(points, key=lambda point: point.post)
    ):
        years = list(held)
        x, width = start * step, len(years) * step
        if years[0].post:
            bars.append(_bar(years[0], x, width, odd=number % 2 == 1))
        start += len(years)
    return bars


def _bar(first: Point, x: float, width: float, *, odd: bool) -> Bar:
    return Bar(
        first.name,
        first.note,
        place(x + BAR_GAP / 2),
        place(width - BAR_GAP),
        place(x + BAR_GAP / 2 + 1),
        odd,
    )


def _y(value: Decimal) -> float:
    return TOP + (HEIGHT - TOP) * (1 - min(max(float(value), 0), 100) / 100)
