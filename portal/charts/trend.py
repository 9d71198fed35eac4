"""Lines over time: the trend over the bands of the levels, and the small line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from portal.charts.scale import Value, place


@dataclass(frozen=True)
class TrendPoint:
    """One year; `value` None leaves a gap and keeps the label."""

    label: str
    value: Value | None
    x: str
    y: str
    value_y: str


@dataclass(frozen=True)
class Segment:
    """A straight piece of a line."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Trend:
    """The line, the targets' line, and the bands of the levels."""

    points: list[TrendPoint]
    lines: list[Segment]
    target_lines: list[Segment]
    target: Value | None
    target_x: str
    target_y: str
    medium_from: Value
    high_from: Value
    high_height: str
    medium_height: str
    low_height: str
    medium_y: str
    high_label_y: str
    medium_label_y: str


TREND_HEIGHT = 250


def trend(
    points: Sequence[tuple[str, Value | None]],
    medium_from: Value,
    high_from: Value,
    targets: Sequence[Value | None] = (),
) -> Trend:
    """Return the line of values by year over the bands of the levels.

    `targets` stand beside `points`, year by year; the last one is labeled.
    """
    xs = _spread(len(points))
    placed = [
        _point(label, value, x) for (label, value), x in zip(points, xs, strict=True)
    ]
    top, middle = _y(high_from), _y(medium_from)
    aims = [(x, aim) for x, aim in zip(xs, targets, strict=False) if aim is not None]
    return Trend(
        placed,
        lines=_lines([(x, value) for x, (_, value) in zip(xs, points, strict=True)]),
        target_lines=_target_lines(aims),
        target=aims[-1][1] if aims else None,
        target_x=place(aims[-1][0]) if aims else "",
        target_y=place(_y(aims[-1][1]) - 8) if aims else "",
        medium_from=medium_from,
        high_from=high_from,
        high_height=place(top),
        medium_height=place(middle - top),
        low_height=place(TREND_HEIGHT - middle),
        medium_y=place(middle),
        high_label_y=place(min(20, top - 4)),
        medium_label_y=place(_medium_label(top, middle, points)),
    )


def _medium_label(
    top: float, middle: float, points: Sequence[tuple[str, Value | None]]
) -> float:
    first = next((_y(value) for _, value in points if value is not None), middle)
    crosses = top - 16 < first < top + 32
    return middle - 8 if crosses else top + 20


def _point(label: str, value: Value | None, x: float) -> TrendPoint:
    if value is None:
        return TrendPoint(label, None, place(x), "", "")
    y = _y(value)
    below = y + 24 if y < TREND_HEIGHT - 30 else y - 12
    return TrendPoint(label, value, place(x), place(y), place(below))


def _lines(points: Sequence[tuple[float, Value | None]]) -> list[Segment]:
    return [
        _segment((x1, one), (x2, two))
        for (x1, one), (x2, two) in itertools.pairwise(points)
        if one is not None and two is not None
    ]


def _target_lines(aims: Sequence[tuple[float, Value]]) -> list[Segment]:
    if len(aims) == 1:
        x, aim = aims[0]
        return [_segment((x - 8, aim), (x + 8, aim))]
    return _lines(aims)


def _segment(start: tuple[float, Value], end: tuple[float, Value]) -> Segment:
    return Segment(
        place(start[0]), place(_y(start[1])), place(end[0]), place(_y(end[1]))
    )


def _spread(number: int) -> list[float]:
    if number == 1:
        return [50.0]
    return [8 + 84 * i / max(number - 1, 1) for i in range(number)]


def _y(value: Value) -> float:
    return TREND_HEIGHT * (1 - min(max(float(value), 0), 100) / 100)


@dataclass(frozen=True)
class Spark:
    """A line of a few years without axes, 96 by 28; the last point is marked."""

    points: str
    last_x: str
    last_y: str
    values: list[Value | None]


def spark(values: Sequence[Value | None]) -> Spark:
    """Return the small line; years without a value are left out."""
    known = [(i, float(v)) for i, v in enumerate(values) if v is not None]
    low = min((v for _, v in known), default=0.0)
    span = max((v for _, v in known), default=0.0) - low
    step = 84 / max(len(values) - 1, 1)
    places = [
        (place(4 + i * step), place(24 - 20 * (v - low) / span if span else 14))
        for i, v in known
    ]
    last_x, last_y = places[-1] if places else ("", "")
    return Spark(" ".join(f"{x},{y}" for x, y in places), last_x, last_y, list(values))
