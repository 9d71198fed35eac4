"""The list behind a target: its population, who of it took part, who has not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Unit, User
from programs import populations
from programs.models import Population
from programs.populations import Place
from programs.reading import took_part
from programs.reading.fact import TargetFact
from reserve.models import Member


@dataclass(frozen=True)
class One:
    """A row of the list: a person, a team or a unit, where, and whether it counts."""

    name: str
    place: str
    municipality: str
    took: bool


@dataclass(frozen=True)
class Behind:
    """The rows within sight, to be paged, and how many lie out of it."""

    rows: Any
    taken: set[int]
    hidden: int
    key: str

    def shown(self, rows: Sequence[Any]) -> list[One]:
        """Return the rows of a page."""
        return [self._one(row) for row in rows]

    def _one(self, row: Any) -> One:
        kind = populations.kind(self.key)
        took = row.who in self.taken
        unit = row if kind in ("unit", "sum") else _unit(row)
        if kind == "person":
            name = row.person.full_name
        else:
            name = row.name if kind == "team" else row.short_name
        return One(name, unit.short_name, _municipality(unit), took)


def behind(
    fact: TargetFact, user: User, *, took: str = "", municipality: Unit | None = None
) -> Behind:
    """Return the population of the target; `took` is yes, no or empty for everybody."""
    target = fact.target
    key, place = target.population, place_of(fact)
    taken = took_part.who(target.event_id, key, place, fact.days)
    rows = populations.ALL[key].records(place)
    seen = rows.filter(_sight(key, user))
    hidden = _count(rows) - _count(seen)
    if municipality:
        seen = seen.filter(_within(key, municipality))
    if took:
        chosen = Q(who__in=taken)
        seen = seen.filter(chosen if took == "yes" else ~chosen)
    return Behind(_ordered(key, seen), taken, hidden, key)


def place_of(fact: TargetFact) -> Place:
    """Return where and on which day the target's population is counted."""
    target = fact.target
    day = min(timezone.localdate(), fact.days.last)
    return Place(target.event.program.unit, day, tuple(target.organization_types))


def _count(rows: Any) -> int:
    return int(rows.order_by().values("who").distinct().count())


def _sight(key: str, user: User) -> Q:
    if populations.kind(key) != "person":
        return Q()
    path = f"{populations.ALL[key].unit}__path"
    seen = access.scope(user, Can.SEE_PARTICIPANTS, path=path)
    if key == Population.RESERVE:
        seen &= Q(pk__in=Member.objects.visible_to(user).values("pk"))
    return seen


def _within(key: str, municipality: Unit) -> Q:
    unit = populations.ALL[key].unit
    path = f"{unit}__path" if unit else "path"
    return Q(**{f"{path}__startswith": municipality.path})


def _ordered(key: str, rows: Any) -> Any:
    unit = populations.ALL[key].unit
    if populations.kind(key) == "person":
        names = ("person__last_name", "person__first_name")
        return rows.select_related("person", f"{unit}__parent").order_by(*names, "pk")
    if populations.kind(key) == "team":
        return rows.select_related("unit__parent").order_by("unit__sort_name", "pk")
    return rows.select_related("parent").order_by("sort_name", "pk")


def _unit(row: Any) -> Unit:
    found: Unit = row.position.unit if hasattr(row, "position") else row.unit
    return found


def _municipality(unit: Unit) -> str:
    is_inside = unit.kind == Unit.Kind.ORGANIZATION and unit.parent
    return unit.parent.short_name if is_inside and unit.parent else ""
