"""Who reports what in each cycle of the demo, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle as in_turn

from monitoring.demo import calendar, dice, figures, states
from monitoring.demo.collecting import Filing
from monitoring.demo.figures import Habits
from monitoring.demo.ground import Ground
from monitoring.demo.network import Network
from monitoring.demo.states import OUTCOMES

SCHOOLS_SHOWN = 20  # a municipality of about this size shows all states


@dataclass(frozen=True)
class Scenes:
    """The municipality whose officer signs in, and one where nothing is submitted."""

    shown: int
    untouched: int


@dataclass(frozen=True)
class _Unit:
    """A unit that reports: its habits, its quality in each year, its municipality."""

    pk: int
    place: int
    kept: Habits
    qualities: Sequence[float]


def scenes(network: Network) -> Scenes:
    """Choose the two municipalities; the untouched one is the smaller."""
    sizes = [0] * len(network.places)
    for school in network.schools:
        sizes[school.place] += 1
    shown, untouched, *_ = sorted(
        range(len(sizes)), key=lambda i: (abs(sizes[i] - SCHOOLS_SHOWN), i)
    )
    return Scenes(shown, untouched)


class ReportPlan:
    """Makes the filings of one year after the other, always the same ones."""

    def __init__(
        self, network: Network, ground: Ground, years: Sequence[int], seed: int
    ) -> None:
        """Draw what stays over the years."""
        self.network, self.years, self.seed = network, list(years), seed
        self.scenes = scenes(network)
        self.places, self.schools = self._units(ground)

    def of(self, year: int, begun: int | None = None) -> list[Filing]:
        """Return the filings of the year; unit `begun` has only begun its report."""
        fall = dice.of(self.seed, f"states {year}")
        days = calendar.of(year)
        turn = self.years.index(year)
        return [
            Filing(
                unit.pk,
                figures.report(unit.kept, unit.qualities[turn], fall),
                states.state(outcome, days, fall),
            )
            for unit, outcome in self._outcomes(year, begun)
        ]

    def _units(self, ground: Ground) -> tuple[list[_Unit], list[_Unit]]:
        fall = dice.of(self.seed, "quality")
        number = len(self.years)
        of_place = [fall.gauss(0, 1) for _ in self.network.places]
        places = [
            _Unit(
                unit.pk,
                place,
                figures.place_habits(fall),
                [1.2 * quality + 0.5] * number,
            )
            for place, (unit, quality) in enumerate(
                zip(ground.places, of_place, strict=True)
            )
        ]
        of_school = figures.qualities(self.network, of_place, number, fall)
        schools = [
            _Unit(unit.pk, school.place, figures.habits(school, fall), tuple(quality))
            for unit, school, quality in zip(
                ground.schools, self.network.schools, of_school, strict=True
            )
        ]
        return places, schools

    def _outcomes(self, year: int, begun: int | None) -> Iterator[tuple[_Unit, str]]:
        fall = dice.of(self.seed, f"outcomes {year}")
        if year != calendar.COLLECTING_YEAR:
            for unit in (*self.places, *self.schools):
                drawn = states.outcome(states.CLOSED, fall)
                yield unit, "accepted" if unit is self._officers else drawn
            return
        progress = [fall.choice(states.PROGRESS) for _ in self.places]
        progress[self.scenes.shown] = states.MIXED
        progress[self.scenes.untouched] = states.UNTOUCHED
        every = in_turn(OUTCOMES)
        firsts = {unit.pk: next(every) for unit in self._shown()[: len(OUTCOMES)]}
        for unit in (*self.places, *self.schools):
            drawn = states.outcome(progress[unit.place], fall)
            yield unit, "begun" if unit.pk == begun else firsts.get(unit.pk, drawn)

    @property
    def _officers(self) -> _Unit:
        """The municipality whose officer signs in: its own reports are in order."""
        return self.places[self.scenes.shown]

    def _shown(self) -> list[_Unit]:
        return [unit for unit in self.schools if unit.place == self.scenes.shown]
