"""Posts that are or will soon be free, against those who are ready to take them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from portal import access
from portal.access import Can
from portal.models import Appointment, Position, Unit, User
from reserve.models import Member, Vacancy
from reserve.reading.marks import MUNICIPALITY

HORIZON_DAYS = 365


@dataclass
class Line:
    """A municipality: posts free within a year, ready members, the nearest day."""

    unit: Unit
    posts: int = 0
    vacancies: int = 0
    ready: int = 0
    nearest: dt.date | None = None
    why: str = ""

    @property
    def bare(self) -> int:
        """Posts for which nobody is ready."""
        return max(0, self.posts - self.ready)


def lines(user: User, today: dt.date) -> list[Line]:
    """Return the municipalities with posts nobody is ready for, the worst first."""
    seen = access.scope(user, Can.SEE_RESERVE, path="path")
    units = Unit.objects.filter(seen).municipalities()
    made = {unit.pk: Line(unit) for unit in units}
    for unit_id, day, why, is_open in _posts(user, today):
        if line := made.get(unit_id):
            _count(line, day, why, is_open=is_open)
    for unit_id, count in _ready(user).items():
        if line := made.get(unit_id):
            line.ready = count
    found = [line for line in made.values() if line.bare]
    return sorted(found, key=lambda line: (-line.bare, line.unit.sort_name))


def _count(line: Line, day: dt.date, why: str, *, is_open: bool) -> None:
    line.posts += 1
    line.vacancies += is_open
    if line.nearest is None or day < line.nearest:
        line.nearest, line.why = day, why


def _posts(user: User, today: dt.date) -> list[tuple[int, dt.date, str, bool]]:
    """Return (municipality, day, why, is a vacancy); a post is counted once."""
    until = today + dt.timedelta(days=HORIZON_DAYS)
    vacancies = (
        Vacancy.objects.visible_to(user)
        .open()
        .filter(position__kind=Position.Kind.HEAD, free_on__lte=until)
    )
    found: dict[int, tuple[int, dt.date, str, bool]] = {}
    for position, parent, day in vacancies.values_list(
        "position", "position__unit__parent", "free_on"
    ):
        if parent is not None:
            found[position] = (parent, day, "vacancy", True)
    for position, parent, ends_on in _ending(user, today, until).values_list(
        "position", "position__unit__parent", "tenure__contract_ends_on"
    ):
        if parent is not None and ends_on is not None:
            found.setdefault(position, (parent, ends_on, "contract", False))
    return list(found.values())


def _ending(user: User, today: dt.date, until: dt.date) -> QuerySet[Appointment]:
    """Return the heads in office whose contract ends within the horizon."""
    seen = access.scope(user, Can.SEE_RESERVE, path="position__unit__path")
    rows = Appointment.objects.of_heads().on(today).filter(seen)
    return rows.filter(tenure__contract_ends_on__range=(today, until))


def _ready(user: User) -> dict[int, int]:
    """Return how many people are ready for a head's post, by municipality."""
    people: dict[int, set[int]] = defaultdict(set)
    ready = Member.objects.within(user).ready().filter(post=Position.Kind.HEAD)
    placed = ready.annotate(place=MUNICIPALITY)
    for path in ("place", "municipalities"):
        for unit, person in placed.values_list(path, "person"):
            people[unit].add(person)
    return {unit: len(found) for unit, found in people.items()}
