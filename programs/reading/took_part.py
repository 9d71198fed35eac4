"""Who of a population took part in events: sums of many events at once.

Counted are participations marked as attended in occurrences that were held. A team
took part when its organization did as a whole, or at least half of its members.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from portal.models import Unit
from programs import populations
from programs.models import Event, Occurrence, Participation, Population
from programs.populations import Place
from reserve.models import TeamMember

HELD = Q(occurrence__status__in=Occurrence.DONE, state=Participation.State.ATTENDED)
AHEAD = Q(occurrence__status=Occurrence.Status.PLANNED) & ~Q(
    state=Participation.State.ABSENT
)

Pairs = set[tuple[int, int]]  # an event and who took part in it


@dataclass(frozen=True)
class Days:
    """The first and the last day that count."""

    first: dt.date
    last: dt.date

    def held(self) -> Q:
        """Participations that count in these days."""
        return HELD & Q(occurrence__held_on__range=(self.first, self.last))

    def ahead(self) -> Q:
        """Participations still to come within these days."""
        return AHEAD & Q(occurrence__due_on__range=(self.first, self.last))


@dataclass(frozen=True)
class Sums:
    """How many took part, and how many will have with those already named."""

    reached: int = 0
    coming: int = 0


def of_events(
    events: Iterable[int], key: str, place: Place, days: Days
) -> dict[int, Sums]:
    """Return the sums of each event, over whom the population has."""
    wanted = list(events)
    rows = Participation.objects.filter(occurrence__event__in=wanted)
    if key == Population.MUNICIPALITIES:
        visited = _visited(wanted, key, place, days)
        held = _places(rows.filter(days.held()), key, place) | visited
        return _summed(held, _places(rows.filter(days.ahead()), key, place))
    counters = {"person": _people, "unit": _units, "team": _teams}
    kind = populations.kind(key) or ""
    return counters[kind](rows, key, place, days) if kind in counters else {}


def marks(events: Iterable[int], days: Days) -> dict[int, int]:
    """Return how many attended marks each event has, whoever they are of."""
    rows = Participation.objects.filter(days.held(), occurrence__event__in=list(events))
    return dict(_by_event(rows).annotate(n=Count("pk")).values_list("event", "n"))


def anybody(events: Iterable[int], days: Days) -> dict[int, Sums]:
    """Return how many different people took part, of whatever population."""
    rows = Participation.objects.filter(occurrence__event__in=list(events))
    return _counted(rows.filter(person__isnull=False), "person", days)


def who(event: int, key: str, place: Place, days: Days) -> set[int]:
    """Return the ids of the population that took part in the event."""
    rows = Participation.objects.filter(days.held(), occurrence__event=event)
    return _who(rows, [event], key, place, days)


def in_program(program: int, key: str, place: Place, days: Days) -> set[int]:
    """Return the ids of the population that took part in any event of the program."""
    rows = Participation.objects.filter(days.held(), occurrence__event__program=program)
    events = Event.objects.filter(program=program).values_list("pk", flat=True)
    return _who(rows, events, key, place, days)


def _who(
    rows: QuerySet[Participation],
    events: Iterable[int],
    key: str,
    place: Place,
    days: Days,
) -> set[int]:
    kind = populations.kind(key)
    if kind == "person":
        wanted = rows.filter(person__in=populations.ids(key, place))
        return set(wanted.values_list("person", flat=True).distinct())
    if kind == "team":
        return {found for _event, found in _teams_of(rows, key, place)}
    pairs = _places(rows, key, place) | _visited(events, key, place, days)
    return {found for _event, found in pairs}


def _by_event(rows: QuerySet[Participation]) -> QuerySet[Any]:
    return rows.order_by().values(event=F("occurrence__event"))


def _counted(rows: QuerySet[Participation], field: str, days: Days) -> dict[int, Sums]:
    found = _by_event(rows.filter(days.held() | days.ahead())).annotate(
        reached=Count(field, distinct=True, filter=days.held()),
        coming=Count(field, distinct=True),
    )
    return {row["event"]: Sums(row["reached"], row["coming"]) for row in found}


def _people(
    rows: QuerySet[Participation], key: str, place: Place, days: Days
) -> dict[int, Sums]:
    return _counted(rows.filter(person__in=populations.ids(key, place)), "person", days)


def _units(
    rows: QuerySet[Participation], key: str, place: Place, days: Days
) -> dict[int, Sums]:
    return _counted(rows.filter(unit__in=populations.ids(key, place)), "unit", days)


def _teams(
    rows: QuerySet[Participation], key: str, place: Place, days: Days
) -> dict[int, Sums]:
    held = _teams_of(rows.filter(days.held()), key, place)
    both = _teams_of(rows.filter(days.held() | days.ahead()), key, place)
    return _summed(held, both)


def _summed(held: Pairs, ahead: Pairs) -> dict[int, Sums]:
    now = Counter(event for event, _id in held)
    then = Counter(event for event, _id in held | ahead)
    return {event: Sums(now[event], then[event]) for event in then}


def _visited(events: Iterable[int], key: str, place: Place, days: Days) -> Pairs:
    """Municipalities in which the event itself was held."""
    if key != Population.MUNICIPALITIES:
        return set()
    rows = Occurrence.objects.filter(
        event__in=list(events),
        status__in=Occurrence.DONE,
        held_on__range=(days.first, days.last),
        unit__in=populations.ids(key, place),
    )
    return set(rows.values_list("event", "unit").distinct())


def _places(rows: QuerySet[Participation], key: str, place: Place) -> Pairs:
    if key != Population.MUNICIPALITIES:
        wanted = rows.filter(unit__in=populations.ids(key, place))
        return set(wanted.values_list("occurrence__event", "unit").distinct())
    own = Case(
        When(unit__kind=Unit.Kind.MUNICIPALITY, then=F("unit")),
        default=F("unit__parent"),
    )
    found = rows.annotate(municipality=own).filter(
        municipality__in=populations.ids(key, place)
    )
    return set(found.values_list("occurrence__event", "municipality").distinct())


def _teams_of(rows: QuerySet[Participation], key: str, place: Place) -> Pairs:
    teams = populations.ids(key, place)
    sizes = dict(
        TeamMember.objects.filter(team__in=teams)
        .values_list("team")
        .annotate(n=Count("person", distinct=True))
    )
    members = rows.filter(person__teams__team__in=teams).order_by()
    took = members.values_list("occurrence__event", "person__teams__team").annotate(
        n=Count("person", distinct=True)
    )
    whole = rows.filter(person=None, unit__management_teams__in=teams).values_list(
        "occurrence__event", "unit__management_teams"
    )
    seen: dict[int, set[int]] = defaultdict(set)
    for event, team, n in took:
        if 2 * n >= sizes.get(team, 0):
            seen[event].add(team)
    for event, team in whole:
        seen[event].add(team)
    return {(event, team) for event, found in seen.items() for team in found}
