"""Who may be put on an occurrence's list: by a filter, within the reader's sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.access import Can
from portal.models import Person, Unit, User
from programs import populations
from programs.models import Occurrence, Population
from programs.populations import Place
from programs.services.participation import Named
from reserve.models import Member, TeamMember

SPECIALISTS = "specialists"
GROUPS: tuple[tuple[str, str | Promise], ...] = (
    (Population.HEADS, _("Heads of organizations")),
    (Population.HEADS_AT_RISK, _("Heads of the risk group")),
    (Population.HEADS_LOW_RESULTS, _("Heads of schools with low results")),
    (Population.RESERVE, _("Members of the reserve")),
    (Population.TEAMS, _("Management teams, by name")),
    (Population.TEAMS_INNOVATIVE, _("Teams of the innovation network, by name")),
    (SPECIALISTS, _("Municipal authorities, without names")),
    (Population.ORGANIZATIONS, _("Organizations, without names")),
    (
        Population.ORGANIZATIONS_INNOVATIVE,
        _("Organizations of the innovation network, without names"),
    ),
)
SHOWN = 50


@dataclass(frozen=True)
class Choice:
    """What a filter says: whom, of which municipality, of which types."""

    who: str
    municipality: Unit | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """Whom a filter finds: `doubles` are removed, `repeated` are listed already.

    `shown` are the first ones: their key, the name (empty for a whole unit), the unit.
    """

    named: Sequence[Named]
    found: int
    doubles: int
    repeated: int
    shown: Sequence[tuple[str, str, str]]

    @property
    def fresh(self) -> int:
        """How many will be added."""
        return len(self.named)

    def ticked(self, keys: Collection[str]) -> list[Named]:
        """Return those whose keys a form sends."""
        return [one for one in self.named if key(one) in keys]


def preview(row: Occurrence, choice: Choice, user: User) -> Preview:
    """Return whom the filter finds in the occurrence's branch, without those listed."""
    pairs = _pairs(row, choice, user)
    once = list({one.person or -one.unit: one for one in pairs}.values())
    listed = set(row.participations.values_list("person_id", "unit_id"))
    people = {person for person, _unit in listed if person}
    units = {unit for person, unit in listed if not person}
    fresh = [
        one
        for one in once
        if (one.person not in people if one.person else one.unit not in units)
    ]
    return Preview(
        fresh,
        found=len(pairs),
        doubles=len(pairs) - len(once),
        repeated=len(once) - len(fresh),
        shown=_words(fresh[:SHOWN]),
    )


def key(one: Named) -> str:
    """Return the two ids as a form sends them; 0 for a unit without a person."""
    return f"{one.person or 0}-{one.unit}"


def municipalities(row: Occurrence, user: User) -> list[Unit]:
    """Return the municipalities a filter offers: those of the occurrence in sight."""
    seen = access.scope(user, Can.SEE_PARTICIPANTS, path="path")
    rows = Unit.objects.within(row.unit).municipalities().filter(seen)
    return list(rows.active_on(timezone.localdate()).by_name())


def _pairs(row: Occurrence, choice: Choice, user: User) -> list[Named]:
    branch = choice.municipality or row.unit
    day = min(timezone.localdate(), row.due_on)
    place = Place(branch, max(day, row.event.program.starts_on), choice.types)
    if choice.who == SPECIALISTS:
        return _whole(Population.MUNICIPALITIES, place, user)
    kind = populations.kind(choice.who)
    if kind == "team":
        return _members(choice.who, place, user)
    if kind == "unit":
        return _whole(choice.who, place, user)
    return _people(choice.who, place, user)


def _people(key: str, place: Place, user: User) -> list[Named]:
    counted = populations.ALL[key]
    rows = counted.records(place).filter(_seen(user, f"{counted.unit}__path"))
    if key == Population.RESERVE:
        rows = rows.filter(pk__in=Member.objects.visible_to(user).values("pk"))
    pairs = rows.values_list("who", f"{counted.unit}_id")
    ordered = pairs.order_by("person__last_name", "person__first_name", "pk")
    return [Named(unit, person) for person, unit in ordered]


def _members(key: str, place: Place, user: User) -> list[Named]:
    rows = TeamMember.objects.filter(
        _seen(user, "team__unit__path"), team__in=populations.ids(key, place)
    ).order_by("person__last_name", "person__first_name", "pk")
    pairs = rows.values_list("person_id", "team__unit_id")
    return [Named(unit, person) for person, unit in pairs]


def _whole(key: str, place: Place, user: User) -> list[Named]:
    rows = populations.ALL[key].records(place).filter(_seen(user, "path"))
    units = rows.order_by("sort_name", "pk").values_list(F("pk"), flat=True)
    return [Named(unit) for unit in units]


def _seen(user: User, path: str) -> Q:
    return access.scope(user, Can.SEE_PARTICIPANTS, path=path)


def _words(rows: Sequence[Named]) -> list[tuple[str, str, str]]:
    people = Person.objects.in_bulk([one.person for one in rows if one.person])
    units = Unit.objects.in_bulk({one.unit for one in rows})
    return [
        (
            key(one),
            people[one.person].full_name if one.person else "",
            units[one.unit].short_name,
        )
        for one in rows
    ]
