"""People and places of a competition for the reserve, as they stand before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from portal.models import Membership, Person, Unit, User
from reserve.models import Competition
from tests import factories

Role = Membership.Role


@dataclass
class Ground:
    """A region with two municipalities; the post to fill is at `school`."""

    region: Unit
    place: Unit
    other_place: Unit
    workplace: Unit
    school: Unit
    candidate: Person
    former: Person
    head: Person
    experts: list[User] = field(default_factory=list)
    competition: Competition | None = None

    @property
    def called(self) -> Competition:
        """The competition, once it is made."""
        assert self.competition is not None
        return self.competition

    @property
    def starts_on(self) -> dt.date:
        """The day on which the post changes hands."""
        return timezone.localdate() + dt.timedelta(days=30)


def made() -> Ground:
    """The ministry, a head who nominates, a candidate, four experts."""
    region = factories.region()
    factories.body(region)
    factories.user("ministry", Role.MINISTRY, region)
    place, other_place = (factories.municipality(region) for _number in range(2))
    factories.user("municipal", Role.MUNICIPAL, place)
    workplace, school = (factories.organization(place) for _number in range(2))
    ground = Ground(
        region=region,
        place=place,
        other_place=other_place,
        workplace=workplace,
        school=school,
        candidate=factories.person(last_name="Соболева", first_name="Вера"),
        former=factories.person(last_name="Уходящева"),
        head=factories.person(last_name="Рекомендова", first_name="Нина"),
    )
    factories.appoint(ground.former, school)
    factories.appoint(ground.head, workplace)
    factories.user("head", Role.HEAD, workplace, person=ground.head)
    factories.user("candidate", person=ground.candidate)
    ground.experts = [_expert(region, number) for number in range(4)]
    return ground


def _expert(region: Unit, number: int) -> User:
    person = factories.person(last_name=f"Экспертова{'абвг'[number]}")
    names = {"last_name": person.last_name, "first_name": person.first_name}
    return factories.user(
        f"expert{number}", Role.EXPERT, region, person=person, **names
    )
