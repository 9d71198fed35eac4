"""Pasted names beside the people of the branch: one, several to choose from, nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from portal import access, search_words
from portal.access import Can
from portal.models import Appointment, Person, Unit, User
from programs import name_lists
from programs.models import Occurrence
from programs.name_lists import Line
from programs.services.participation import Named
from reserve.models import Member, TeamMember


@dataclass(frozen=True)
class Found:
    """A person where they work."""

    person: Person
    unit: Unit

    @property
    def key(self) -> str:
        """The two ids as a form sends them."""
        return f"{self.person.pk}-{self.unit.pk}"


@dataclass(frozen=True)
class Match:
    """A line of the list with the people it may mean."""

    line: Line
    found: Sequence[Found]
    is_listed: bool = False

    @property
    def state(self) -> str:
        """One, several, nobody, or listed already."""
        if self.is_listed:
            return "listed"
        return ("nobody", "one")[len(self.found)] if len(self.found) < 2 else "several"


def matches(text: str, row: Occurrence, user: User) -> list[Match]:
    """Return each line with the people of that name whom the reader may see."""
    lines = name_lists.read(text)
    people = _people({line.last_name for line in lines}, row, user)
    named = row.participations.filter(person__isnull=False)
    listed = set(named.values_list("person", flat=True))
    return [_match(line, people, listed) for line in lines]


def chosen(keys: Iterable[str]) -> list[Named]:
    """Return the people that the form names as «person-unit»."""
    pairs = [key.split("-") for key in keys if key.count("-") == 1]
    return [
        Named(int(unit), int(person))
        for person, unit in pairs
        if person.isdecimal() and unit.isdecimal() and len(person + unit) < 30
    ]


def known(named: Sequence[Named], row: Occurrence, user: User) -> list[Named]:
    """Keep those who do work there and are in sight: what a form sends is not proof."""
    wanted = {one.person for one in named if one.person}
    pairs = {
        (one.person.pk, one.unit.pk) for one in _found(Q(person__in=wanted), row, user)
    }
    return [one for one in named if (one.person, one.unit) in pairs]


def _match(line: Line, people: dict[str, list[Found]], listed: set[int]) -> Match:
    same = people.get(search_words.folded(line.last_name), [])
    fitting = [
        one
        for one in same
        if line.is_name
        and name_lists.fits(
            line, one.person.last_name, one.person.first_name, one.person.patronymic
        )
    ]
    is_listed = len(fitting) == 1 and fitting[0].person.pk in listed
    return Match(line, fitting, is_listed)


def _people(
    last_names: set[str], row: Occurrence, user: User
) -> dict[str, list[Found]]:
    folded = {search_words.folded(name) for name in last_names if name}
    by_name: dict[str, list[Found]] = defaultdict(list)
    for one in _found(Q(folded__in=folded), row, user):
        by_name[search_words.folded(one.person.last_name)].append(one)
    return by_name


def _found(wanted: Q, row: Occurrence, user: User) -> list[Found]:
    """People of the branch by post, reserve or team, each once where they work."""
    once: dict[int, Found] = {}
    for person, unit in _everybody(wanted, row, user):
        once.setdefault(person.pk, Found(person, unit))
    return list(once.values())


def _everybody(wanted: Q, row: Occurrence, user: User) -> list[tuple[Person, Unit]]:
    posts = Appointment.objects.on(timezone.localdate()).select_related(
        "person", "position__unit"
    )
    members = Member.objects.visible_to(user).active().select_related("person", "unit")
    teams = TeamMember.objects.filter(team__dissolved_on=None).select_related(
        "person", "team__unit"
    )
    found = [
        (one.person, one.position.unit)
        for one in posts.annotate(folded=FOLDED).filter(
            wanted, _inside("position__unit__path", row, user)
        )
    ]
    found += [
        (one.person, one.unit)
        for one in members.annotate(folded=FOLDED).filter(
            wanted, _inside("unit__path", row, user)
        )
    ]
    found += [
        (one.person, one.team.unit)
        for one in teams.annotate(folded=FOLDED).filter(
            wanted, _inside("team__unit__path", row, user)
        )
    ]
    return found


FOLDED = search_words.fold("person__last_name")


def _inside(path: str, row: Occurrence, user: User) -> Q:
    seen = access.scope(user, Can.SEE_PARTICIPANTS, path=path)
    return seen & Q(**{f"{path}__startswith": row.unit.path})
