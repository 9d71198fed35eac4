"""Who judges whose work: evenly, by a fixed rule, never where interests conflict."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


class Conflict(enum.StrEnum):
    """Why an expert may not judge an application."""

    SELF = enum.auto()  # it is their own
    NOMINATOR = enum.auto()  # they nominated the candidate
    ORGANIZATION = enum.auto()  # both work in one organization
    MUNICIPALITY = enum.auto()  # both work in one municipality


@dataclass(frozen=True)
class Judge:
    """An expert; `path` is of the unit where they work, empty outside the region."""

    key: int
    label: str
    path: str = ""
    person: int = 0
    user: int = 0


@dataclass(frozen=True)
class Work:
    """An application to be judged; `path` is of the unit where the candidate works."""

    key: int
    number: int
    path: str
    person: int = 0
    nominated_by: int = 0


@dataclass(frozen=True)
class Shortage:
    """A work that too few experts may judge, with the conflicts in the way."""

    work: Work
    missing: int
    conflicts: Mapping[str, Conflict]


@dataclass(frozen=True)
class Plan:
    """New pairs of work and judge by their keys, in the order of the works."""

    pairs: Sequence[tuple[int, int]]
    short: Sequence[Shortage] = ()


Pairs = Collection[tuple[int, int]]


def conflict(judge: Judge, work: Work) -> Conflict | None:
    """Return why the judge may not judge the work, None where nothing forbids it."""
    if judge.person and judge.person == work.person:
        return Conflict.SELF
    if judge.user and judge.user == work.nominated_by:
        return Conflict.NOMINATOR
    here, there = _place(judge.path), _place(work.path)
    if len(here) > 1 and here[:2] == there[:2]:
        same = here == there and len(here) > 2
        return Conflict.ORGANIZATION if same else Conflict.MUNICIPALITY
    return None


def conflicts(judges: Iterable[Judge], work: Work) -> dict[str, Conflict]:
    """Return the conflicts of a work by the judges' labels."""
    found = ((judge.label, conflict(judge, work)) for judge in judges)
    return {label: why for label, why in found if why is not None}


def assign(
    judges: Sequence[Judge],
    works: Sequence[Work],
    per_work: int,
    *,
    given: Pairs = (),
    barred: Pairs = (),
) -> Plan:
    """Give each work the judges it lacks, so that loads differ as little as can be.

    `given` pairs count as load and stay as they are, `barred` ones are never made
    again. The same rows give the same plan, whatever their order.
    """
    desk = _Desk(sorted(judges, key=lambda judge: (judge.label, judge.key)), given)
    short = []
    for work in sorted(works, key=lambda work: (work.number, work.key)):
        free = desk.free(work, barred)
        wanted = per_work - len(desk.of(work.key))
        for judge in sorted(free, key=desk.rank)[: max(wanted, 0)]:
            desk.put(work.key, judge)
        if wanted > len(free):
            lack = wanted - len(free)
            short.append(Shortage(work, lack, conflicts(judges, work)))
    desk.even_out()
    return Plan(sorted(desk.made, key=desk.order), short)


@dataclass
class _Desk:
    """Pairs in the making: whom each work has, and how many works each judge."""

    judges: Sequence[Judge]
    given: Pairs
    made: set[tuple[int, int]] = field(default_factory=set)
    allowed: dict[int, set[int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {judge.key: number for number, judge in enumerate(self.judges)}
        self.load = dict.fromkeys(self.index, 0)
        for _work, judge in self.given:
            if judge in self.load:
                self.load[judge] += 1

    def of(self, work: int) -> set[int]:
        """Return the judges of a work."""
        return {judge for one, judge in (*self.given, *self.made) if one == work}

    def free(self, work: Work, barred: Pairs) -> list[int]:
        """Return the judges who may still be given the work."""
        taken = self.of(work.key)
        free = [
            judge.key
            for judge in self.judges
            if judge.key not in taken
            and (work.key, judge.key) not in barred
            and conflict(judge, work) is None
        ]
        self.allowed[work.key] = set(free)
        self.places[work.key] = len(self.places)
        return free

    def rank(self, judge: int) -> tuple[int, int]:
        """Say who is next: the least loaded, then the first by letter."""
        return self.load[judge], self.index[judge]

    def order(self, pair: tuple[int, int]) -> tuple[int, int]:
        """Say where a pair stands in the plan."""
        return self.places[pair[0]], self.index[pair[1]]

    def put(self, work: int, judge: int) -> None:
        """Make a pair."""
        self.made.add((work, judge))
        self.load[judge] += 1

    def even_out(self) -> None:
        """Hand works on along chains while somebody has two more than another."""
        while chain := self._chain():
            for work, giver, taker in chain:
                self.made.remove((work, giver))
                self.made.add((work, taker))
            self.load[chain[0][1]] -= 1
            self.load[chain[-1][2]] += 1

    def _chain(self) -> list[tuple[int, int, int]]:
        """Return hand-overs from a busy judge to one with two works less, if any."""
        for start in sorted(self.load, key=self.rank, reverse=True):
            steps: dict[int, tuple[int, int, int]] = {}
            queue = deque([start])
            while queue:
                giver = queue.popleft()
                if self.load[giver] <= self.load[start] - 2:
                    return _walk_back(steps, start, giver)
                for step in self._steps(giver):
                    if step[2] != start and step[2] not in steps:
                        steps[step[2]] = step
                        queue.append(step[2])
        return []

    def _steps(self, giver: int) -> list[tuple[int, int, int]]:
        """Return what the judge could hand to whom, in a fixed order."""
        works = sorted(work for work, judge in self.made if judge == giver)
        return [
            (work, giver, taker)
            for work in works
            for taker in sorted(self.allowed[work] - self.of(work), key=self.rank)
        ]


def _walk_back(
    steps: Mapping[int, tuple[int, int, int]], start: int, end: int
) -> list[tuple[int, int, int]]:
    chain = []
    while end != start:
        chain.append(steps[end])
        end = steps[end][1]
    return chain[::-1]


def _place(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
