"""The places of a competition by its formula, each with the steps that lead to it.

Points of a stage are scaled to 100 by its maximum, the total is their weighted mean
over the stages that count. Scaled points and totals are rounded half up to hundredths
as soon as they are computed, so that the printed numbers give the same result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rule:
    """A stage in the formula; `code` is what `tie_stages` name."""

    code: str
    name: str
    weight: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Line:
    """An application still in play, with its points by the stages' codes."""

    key: int
    number: int
    points: Mapping[str, Decimal]
    submitted_at: dt.datetime


@dataclass(frozen=True)
class Step:
    """One step of the explanation; what a kind does not need stays empty.

    `stage`: points of a maximum became `scaled`, with its weight. `waiting`: a stage
    that does not count yet, with how many of how many have points. `total`: the mean.
    `tie`: the same total as the application `number`, parted by a stage's scaled
    points (`scaled` against `other`). `time`: parted by the earlier application.
    """

    kind: str
    stage: str = ""
    weight: Decimal = Decimal(0)
    points: Decimal | None = None
    maximum: Decimal | None = None
    scaled: Decimal | None = None
    other: Decimal | None = None
    number: int = 0
    known: int = 0
    expected: int = 0


@dataclass(frozen=True)
class Ranked:
    """An application's place and total; both None while no stage counts."""

    key: int
    number: int
    place: int | None
    total: Decimal | None
    scaled: Mapping[str, Decimal]
    explanation: tuple[Step, ...]


def rank(
    lines: Sequence[Line], weights: Sequence[Rule], tie_stages: Sequence[str]
) -> list[Ranked]:
    """Return the applications from the first place on, each with its explanation.

    A stage counts once every application in play has its points. Equal totals are
    parted by the stages of `tie_stages` in order, then by the earlier application.
    """
    counted = counting(lines, weights)
    scaled = {line.key: _scaled(line, weights) for line in lines}
    totals = {line.key: _total(scaled[line.key], counted) for line in lines}

    def order(line: Line) -> tuple[object, ...]:
        total = totals[line.key]
        ties = [-scaled[line.key].get(code, Decimal(-1)) for code in tie_stages]
        return (-(total or 0), *ties, line.submitted_at, line.number)

    ordered = sorted(lines, key=order)
    return [
        Ranked(
            line.key,
            line.number,
            place if totals[line.key] is not None else None,
            totals[line.key],
            scaled[line.key],
            (
                *_stage_steps(line, lines, weights, counted, scaled),
                *_total_step(totals[line.key]),
                *_tie_steps(place - 1, ordered, weights, tie_stages, scaled, totals),
            ),
        )
        for place, line in enumerate(ordered, 1)
    ]


def counting(lines: Sequence[Line], weights: Sequence[Rule]) -> list[Rule]:
    """Return the stages with a weight where every line has its points."""
    return [
        rule
        for rule in weights
        if rule.weight and lines and all(rule.code in line.points for line in lines)
    ]


def scale(points: Decimal, maximum: Decimal) -> Decimal:
    """Return the points of a stage as points of 100."""
    return _rounded(HUNDRED * points / maximum)


def _scaled(line: Line, weights: Sequence[Rule]) -> dict[str, Decimal]:
    return {
        rule.code: scale(line.points[rule.code], rule.maximum)
        for rule in weights
        if rule.code in line.points
    }


def _total(scaled: Mapping[str, Decimal], counted: Sequence[Rule]) -> Decimal | None:
    if not counted:
        return None
    weighed = sum((rule.weight * scaled[rule.code] for rule in counted), Decimal(0))
    return _rounded(weighed / sum(rule.weight for rule in counted))


def _stage_steps(
    line: Line,
    lines: Sequence[Line],
    weights: Sequence[Rule],
    counted: Sequence[Rule],
    scaled: Mapping[int, Mapping[str, Decimal]],
) -> list[Step]:
    steps = []
    for rule in weights:
        if rule in counted:
            points, to_100 = line.points[rule.code], scaled[line.key][rule.code]
            steps.append(
                Step("stage", rule.name, rule.weight, points, rule.maximum, to_100)
            )
        elif rule.weight:
            known = sum(rule.code in one.points for one in lines)
            steps.append(
                Step(
                    "waiting", rule.name, rule.weight, known=known, expected=len(lines)
                )
            )
    return steps


def _total_step(total: Decimal | None) -> list[Step]:
    return [] if total is None else [Step("total", scaled=total)]


def _tie_steps(
    index: int,
    ordered: Sequence[Line],
    weights: Sequence[Rule],
    tie_stages: Sequence[str],
    scaled: Mapping[int, Mapping[str, Decimal]],
    totals: Mapping[int, Decimal | None],
) -> list[Step]:
    """Return how the line was parted from its neighbors with the same total."""
    line = ordered[index]
    if totals[line.key] is None:
        return []
    near = [*ordered[max(index - 1, 0) : index], *ordered[index + 1 : index + 2]]
    names = {rule.code: rule.name for rule in weights}
    return [
        _parted(line, other, tie_stages, names, scaled)
        for other in near
        if totals[other.key] == totals[line.key]
    ]


def _parted(
    line: Line,
    other: Line,
    tie_stages: Sequence[str],
    names: Mapping[str, str],
    scaled: Mapping[int, Mapping[str, Decimal]],
) -> Step:
    for code in tie_stages:
        mine, theirs = scaled[line.key].get(code), scaled[other.key].get(code)
        if mine != theirs:
            name = names.get(code, code)
            return Step("tie", name, scaled=mine, other=theirs, number=other.number)
    return Step("time", number=other.number)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
