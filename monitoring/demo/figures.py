"""Plausible figures: good and weak municipalities, schools with their own habits.

Each organization has a quality that lasts over the years and drifts. For every
indicator it has a taste, spread evenly over its indicators: the higher the quality,
the more of them are done. So levels, changes and trends look like those of a region.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from monitoring.demo.network import Network, School
from portal.models import Organization

Type = Organization.Type
MIDDLE, SPREAD = 1.15, 1.05  # in log-odds: a third of schools high, a fifth low
DRIFT = 0.05  # a year: the region learns
OF_MUNICIPALITY, OF_ORGANIZATION, OF_YEAR = 0.45, 0.8, 0.35
OF_TYPE: Mapping[str, float] = {
    Type.GENERAL: 0.0,
    Type.EVENING: -0.5,
    Type.ADAPTED: -0.15,
    Type.PPMS: 0.5,
    Type.PRIVATE: 0.35,
}
HARDNESS: Mapping[str, float] = {
    "1.1": -0.4,
    "1.2": 0.1,
    "1.3": -0.5,
    "1.4": 0.6,
    "2.2": 0.35,
    "2.3": 0.3,
    "2.5": -0.2,
    "2.1": -0.9,
    "2.4": -0.2,
}
WAVERING = 0.09  # how far a taste moves in a year, of the way from first to last
REGROUPING = 0.3  # of organizations have one team or reservist more or fewer
ORGANIZATION_CODES = ("1.1", "1.2", "1.3", "1.4", "2.2", "2.3", "2.5")
REGROUPED = ("2.3", "2.5")
MUNICIPALITY_CODES = ("2.1", "2.4")
NO_NATIONAL_TESTS = "В организации не проводятся всероссийские проверочные работы"
NO_OLYMPIAD_GRADES = "В организации нет классов, участвующих во всероссийской олимпиаде"


@dataclass(frozen=True)
class Figure:
    """K and O of an indicator, or the reason why it does not apply."""

    code: str
    numerator: int | None
    denominator: int | None
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Habits:
    """What stays with a unit over the years: its tastes and sizes by indicator."""

    tastes: Mapping[str, float]
    sizes: Mapping[str, int]
    reasons: Mapping[str, str]


def qualities(
    network: Network, of_place: Sequence[float], years: int, dice: Random
) -> Iterator[tuple[float, ...]]:
    """Yield the quality of each organization in each year, in log-odds.

    `of_place` is the quality of each municipality, 0 in the middle.
    """
    for school in network.schools:
        lasting = (
            OF_MUNICIPALITY * of_place[school.place]
            + OF_ORGANIZATION * dice.gauss(0, 1)
            + OF_TYPE[school.type]
            - 0.5 * school.is_low_results
            - 0.15 * school.is_rural
        )
        yield tuple(_walk(lasting, years, dice))


def _walk(lasting: float, years: int, dice: Random) -> Iterator[float]:
    passing = 0.0
    for year in range(years):
        passing = 0.6 * passing + OF_YEAR * dice.gauss(0, 1)
        yield MIDDLE + SPREAD * (lasting + passing + DRIFT * (year - 2))


def habits(school: School, dice: Random) -> Habits:
    """Return the habits of an organization."""
    codes = [
        code
        for code in ORGANIZATION_CODES
        if code != "2.2" or school.type == Type.GENERAL
    ]
    managers = 1 + school.deputies
    sizes = dict.fromkeys(codes, 1) | {
        "1.1": managers,
        "1.2": managers,
        "2.3": dice.choices((0, 1, 2, 3), (22, 38, 28, 12))[0],
        "2.5": dice.choices((0, 1, 2, 3), (12, 56, 24, 8))[0],
    }
    return Habits(_tastes(codes, dice), sizes, dict(_reasons(school, dice)))


def place_habits(dice: Random) -> Habits:
    """Return the habits of a municipality."""
    codes = MUNICIPALITY_CODES
    return Habits(_tastes(codes, dice), dict.fromkeys(codes, 1), {})


def report(kept: Habits, quality: float, dice: Random) -> list[Figure]:
    """Return the figures of a unit of such quality, one for each indicator."""
    return [
        Figure(code, None, None, kept.reasons[code])
        if code in kept.reasons
        else _figure(code, kept, quality, dice)
        for code in kept.tastes
    ]


def _figure(code: str, kept: Habits, quality: float, dice: Random) -> Figure:
    size = kept.sizes[code]
    if code in REGROUPED and dice.random() < REGROUPING:
        size = max(0, size + dice.choice((-1, 1)))
    taste = min(max(kept.tastes[code] + dice.gauss(0, WAVERING), 0.01), 0.99)
    chance = 1 / (1 + math.exp(HARDNESS[code] - quality))
    return Figure(code, min(size, int(size * chance + 1 - taste)), size)


def _tastes(codes: Sequence[str], dice: Random) -> dict[str, float]:
    """Spread the indicators evenly between the easiest and the last to be done."""
    order = list(range(len(codes)))
    dice.shuffle(order)
    return {
        code: (place + dice.random()) / len(codes)
        for code, place in zip(codes, order, strict=True)
    }


def _reasons(school: School, dice: Random) -> Iterator[tuple[str, str]]:
    chance = dice.random()
    if school.type == Type.PPMS or (school.type == Type.ADAPTED and chance < 0.5):
        yield "1.3", NO_NATIONAL_TESTS
        yield "1.4", NO_OLYMPIAD_GRADES
    elif school.type == Type.EVENING or (school.learners < 60 and chance < 0.4):
        yield "1.4", NO_OLYMPIAD_GRADES
