"""What the portal counted in the collecting cycle, and what was typed over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from monitoring.demo.figures import Figure
from monitoring.models import CountedValue, Cycle

Counts = Mapping[tuple[int, str], tuple[int, int]]
OVERRIDDEN = 0.02  # of counted values
REASONS = (
    "Приказ подписан, сведения на портал ещё не внесены.",
    "Участник работает по совместительству, учтён в другой организации.",
    "Уточнено по приказу о составе резерва.",
)


@dataclass(frozen=True)
class Split:
    """A unit's figures: those the portal counted, and those that are typed."""

    counted: list[Figure]
    typed: list[Figure]


def of(cycle: Cycle) -> Counts:
    """Return K and O that are counted, by unit and by the indicator's code."""
    rows = CountedValue.objects.filter(cycle=cycle).values_list(
        "unit_id", "indicator__code", "numerator", "denominator"
    )
    return {(unit, code): (int(k), int(o)) for unit, code, k, o in rows}


def split(
    unit: int,
    figures: Sequence[Figure],
    counts: Counts,
    dice: Random,
    *,
    may_type: bool,
) -> Split:
    """Put the counts in place of the figures, but for a few that are typed over."""
    counted: list[Figure] = []
    typed: list[Figure] = []
    for figure in figures:
        pair = counts.get((unit, figure.code))
        if pair is None:
            typed.append(figure)
        elif may_type and pair[1] and dice.random() < OVERRIDDEN:
            typed.append(_otherwise(figure.code, *pair, dice))
        else:
            counted.append(Figure(figure.code, *pair))
    return Split(counted, typed)


def _otherwise(code: str, numerator: int, denominator: int, dice: Random) -> Figure:
    """Return one case more, or one fewer where all are counted."""
    step = 1 if numerator < denominator else -1
    return Figure(code, numerator + step, denominator, comment=dice.choice(REASONS))
