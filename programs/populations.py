"""Whom a target counts: each population as rows of the portal, so that it has a list.

People count once however many posts or reserves they have; units and teams as they
were on the day. Staff is a sum of what organizations report, without a list of names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from monitoring.models import Cycle, RiskEntry
from portal.models import Appointment, Unit
from programs.models import Population
from reserve.models import ManagementTeam, Member

Records = QuerySet[Any]
Kind = Literal["person", "unit", "team", "sum"]


@dataclass(frozen=True)
class Place:
    """Where and when is counted, and of which types of organizations (none is all)."""

    branch: Unit
    day: dt.date
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A population: rows with `who`, counted once; `unit` leads to their place."""

    kind: Kind
    records: Callable[[Place], Records]
    unit: str


def count(
    keys: Iterable[str],
    unit: Unit,
    *,
    day: dt.date | None = None,
    types: tuple[str, ...] = (),
) -> dict[str, int | None]:
    """Return how many each population has in the branch; None if nobody counts it."""
    place = Place(unit, day or timezone.localdate(), types)
    return {key: size(key, place) for key in dict.fromkeys(keys)}


def size(key: str, place: Place) -> int | None:
    """Return how many the population has; None for what the portal does not count."""
    if key not in ALL:
        return None
    rows = ALL[key].records(place)
    if ALL[key].kind == "sum":
        return int(rows.aggregate(all=Sum("organization__staff", default=0))["all"])
    return rows.order_by().values("who").distinct().count()


def ids(key: str, place: Place) -> Records:
    """Return the ids of what is counted, to be used inside another query."""
    found: Records = ALL[key].records(place).order_by().values("who")
    return found


def kind(key: str) -> Kind | None:
    """Return what the population consists of; None for what is not counted."""
    return ALL[key].kind if key in ALL else None


def region_cycle(place: Place) -> Cycle | None:
    """Return the region's latest computed cycle, which says who is at risk."""
    region = f"{place.branch.path.split('/')[0]}/"
    rows = Cycle.objects.filter(owner__path=region, reference_on__lte=place.day)
    return rows.with_results().latest_first().first()


# The rows of each


def _heads(place: Place) -> Records:
    rows: Records = (
        Appointment.objects.of_heads()
        .on(place.day)
        .filter(
            _active("position__unit__", place.day),
            position__unit__path__startswith=place.branch.path,
            position__unit__kind=Unit.Kind.ORGANIZATION,
        )
    )
    rows = _of_types(rows, "position__unit", place)
    found: Records = rows.annotate(who=F("person"))
    return found


def _heads_low_results(place: Place) -> Records:
    return _heads(place).filter(position__unit__organization__is_low_results=True)


def _heads_at_risk(place: Place) -> Records:
    rows = RiskEntry.objects.filter(
        cycle=region_cycle(place), unit__path__startswith=place.branch.path
    )
    found: Records = _of_types(rows, "unit", place).annotate(who=F("person"))
    return found


def _reserve(place: Place) -> Records:
    rows = Member.objects.filter(
        Q(left_on=None) | Q(left_on__gt=place.day),
        included_on__lte=place.day,
        unit__path__startswith=place.branch.path,
    )
    found: Records = rows.annotate(who=F("person"))
    return found


def _teams(place: Place) -> Records:
    rows = ManagementTeam.objects.filter(
        Q(dissolved_on=None) | Q(dissolved_on__gt=place.day),
        formed_on__lte=place.day,
        unit__path__startswith=place.branch.path,
        unit__kind=Unit.Kind.ORGANIZATION,
    )
    found: Records = _of_types(rows, "unit", place).annotate(who=F("pk"))
    return found


def _teams_innovative(place: Place) -> Records:
    return _teams(place).filter(unit__organization__is_innovative=True)


def _municipalities(place: Place) -> Records:
    rows = Unit.objects.within(place.branch).municipalities().active_on(place.day)
    found: Records = rows.annotate(who=F("pk"))
    return found


def _organizations(place: Place) -> Records:
    rows = Unit.objects.within(place.branch).organizations().active_on(place.day)
    if place.types:
        rows = rows.filter(organization__type__in=place.types)
    found: Records = rows.annotate(who=F("pk"))
    return found


def _organizations_innovative(place: Place) -> Records:
    return _organizations(place).filter(organization__is_innovative=True)


def _of_types(rows: Records, unit: str, place: Place) -> Records:
    if not place.types:
        return rows
    return rows.filter(**{f"{unit}__organization__type__in": place.types})


def _active(prefix: str, day: dt.date) -> Q:
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    stands = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    return begun & stands


ALL: dict[str, Counted] = {
    Population.HEADS: Counted("person", _heads, "position__unit"),
    Population.HEADS_AT_RISK: Counted("person", _heads_at_risk, "unit"),
    Population.HEADS_LOW_RESULTS: Counted(
        "person", _heads_low_results, "position__unit"
    ),
    Population.RESERVE: Counted("person", _reserve, "unit"),
    Population.TEAMS: Counted("team", _teams, "unit"),
    Population.TEAMS_INNOVATIVE: Counted("team", _teams_innovative, "unit"),
    Population.MUNICIPALITIES: Counted("unit", _municipalities, ""),
    Population.ORGANIZATIONS: Counted("unit", _organizations, ""),
    Population.ORGANIZATIONS_INNOVATIVE: Counted("unit", _organizations_innovative, ""),
    Population.STAFF: Counted("sum", _organizations, ""),
}
