"""The units below a region or a municipality as lines of its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from portal import access, unit_links
from portal.access import Can
from portal.models import Appointment, Person, Unit, User
from portal.unit_links import UnitLink


@dataclass(frozen=True)
class UnitRow:
    """A unit, who leads it on the day, how many work below, where it leads to.

    `head` is None where nobody leads it or the reader may not see who.
    """

    unit: Unit
    head: Person | None
    organizations: int
    links: list[UnitLink]
    is_closed: bool


def rows(units: Sequence[Unit], *, on: dt.date, by: User) -> list[UnitRow]:
    """Return the lines of the units, with three queries and those of the links."""
    heads, counts = _heads(units, on, by), _organizations(units, on)
    links = unit_links.links(by, units)
    return [
        UnitRow(
            unit,
            heads.get(unit.pk),
            counts.get(unit.pk, 0),
            links[unit.pk],
            is_closed=unit.valid_to is not None and unit.valid_to <= on,
        )
        for unit in units
    ]


def _heads(units: Sequence[Unit], on: dt.date, by: User) -> dict[int, Person]:
    held = (
        Appointment.objects.of_heads()
        .on(on)
        .filter(
            access.scope(by, Can.READ_LETTERS, path="position__unit__path"),
            position__unit__in=[unit.pk for unit in units],
        )
        .select_related("person", "position")
    )
    return {post.position.unit_id: post.person for post in held}


def _organizations(units: Sequence[Unit], on: dt.date) -> dict[int, int]:
    below = Unit.objects.organizations().active_on(on)
    counted = (
        below.filter(parent__in=[unit.pk for unit in units])
        .values("parent")
        .annotate(count=Count("pk"))
    )
    return {row["parent"]: row["count"] for row in counted if row["parent"]}
