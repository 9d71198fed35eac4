"""Who heads what since when: people come, go, move and are promoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from monitoring.demo.people import Someone, someone
from portal.models import Position

HEAD_TITLE = "Директор"
DEPUTY_TITLES = (
    "Заместитель директора по учебно-воспитательной работе",
    "Заместитель директора по воспитательной работе",
    "Заместитель директора по научно-методической работе",
    "Заместитель директора по административно-хозяйственной работе",
    "Заместитель директора по безопасности",
)
CHANGING = 0.075  # of heads in a year
MOVING = 0.5  # of these change in pairs: one moves to the other's place
PROMOTED = 0.45  # of new heads were deputies in the same organization
VACANT = 0.0065  # of posts are empty on a cycle's day


@dataclass(frozen=True)
class Post:
    """A position: the number of its organization, and what it is."""

    school: int
    kind: str
    title: str


@dataclass
class Term:
    """A person in a post, both by number; `ends_on` is the first day without."""

    person: int
    post: int
    starts_on: dt.date
    ends_on: dt.date | None = None
    order: str = ""


@dataclass(frozen=True)
class Staff:
    """Everybody who ever worked in the region, their posts and terms."""

    people: list[Someone] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    def heads_on(self, day: dt.date) -> dict[int, int]:
        """Return the head's number for each organization that has one that day."""
        return {
            self.posts[term.post].school: term.person
            for term in self.terms
            if self.posts[term.post].kind == Position.Kind.HEAD
            and term.starts_on <= day
            and (term.ends_on is None or term.ends_on > day)
        }


def staffing(deputies: Sequence[int], years: Sequence[int], dice: Random) -> Staff:
    """Return the staff of organizations with so many deputies each.

    `years` are those of the cycles. Until the last one collection is in spring, so
    posts fall empty in March and are filled in August; in the last year it is in
    late autumn, so they fall empty in October and stay so.
    """
    office = _Office(dice)
    for school, number in enumerate(deputies):
        office.found(school, number, years[0] - 1)
    for year in years[:-1]:
        office.vacate(dt.date(year, 3, 2))
        office.change(year)
    office.change(years[-1])
    office.vacate(dt.date(years[-1], 10, 5))
    return office.staff


class _Office:
    """Keeps the staff; every change ends one term and begins another."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.staff = Staff()
        self.heads: list[Term] = []
        self.deputies: list[list[Term]] = []
        self.empty: list[int] = []
        self.orders = 0

    def found(self, school: int, deputies: int, latest: int) -> None:
        """Fill all posts of an organization, some years before the first cycle."""
        self.heads.append(
            self._start(school, Position.Kind.HEAD, HEAD_TITLE, self._past(latest))
        )
        self.deputies.append(
            [
                self._start(school, Position.Kind.DEPUTY, title, self._past(latest))
                for title in DEPUTY_TITLES[:deputies]
            ]
        )

    def vacate(self, day: dt.date) -> None:
        """Let a few heads go, with nobody to follow yet."""
        number = max(1, round(VACANT * len(self.heads)))
        self.empty = sorted(self.dice.sample(range(len(self.heads)), number))
        for school in self.empty:
            self.heads[school].ends_on = day + dt.timedelta(self.dice.randrange(20))

    def change(self, year: int) -> None:
        """Fill the empty posts; some heads move in pairs, others are replaced."""
        for school in self.empty:
            self._replace(school, self._august(year))
        taken = set(self.empty)
        free = [school for school in range(len(self.heads)) if school not in taken]
        leaving = self.dice.sample(free, round(CHANGING * len(free)))
        moving = int(len(leaving) * MOVING) // 2 * 2
        for old, new in zip(leaving[:moving:2], leaving[1:moving:2], strict=True):
            self._move(old, new, self._august(year))
        for school in leaving[moving:]:
            self._replace(school, self._august(year))
        self.empty = []

    def _move(self, old: int, new: int, day: dt.date) -> None:
        mover = self.heads[old].person
        self._replace(old, day)
        self._follow(new, mover, day)

    def _replace(self, school: int, day: dt.date) -> None:
        deputies = self.deputies[school]
        if not deputies or self.dice.random() >= PROMOTED:
            self._follow(school, self._person(), day)
            return
        which = self.dice.randrange(len(deputies))
        promoted = deputies[which]
        promoted.ends_on = day
        deputies[which] = self._term(self._person(), promoted.post, day)
        self._follow(school, promoted.person, day)

    def _follow(self, school: int, person: int, day: dt.date) -> None:
        former = self.heads[school]
        former.ends_on = former.ends_on or day
        self.heads[school] = self._term(person, former.post, day)

    def _start(self, school: int, kind: str, title: str, day: dt.date) -> Term:
        self.staff.posts.append(Post(school, kind, title))
        return self._term(self._person(), len(self.staff.posts) - 1, day)

    def _term(self, person: int, post: int, day: dt.date) -> Term:
        self.orders += 1
        term = Term(person, post, day, order=f"{self.orders}-к")
        self.staff.terms.append(term)
        return term

    def _person(self) -> int:
        self.staff.people.append(someone(self.dice))
        return len(self.staff.people) - 1

    def _past(self, latest: int) -> dt.date:
        return self._august(latest - int(self.dice.triangular(0, 18, 3)))

    def _august(self, year: int) -> dt.date:
        return dt.date(year, 8, 3) + dt.timedelta(self.dice.randrange(35))
