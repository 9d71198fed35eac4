"""Effective heads: found by monitoring's figures, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from monitoring.models import Cycle
from portal import access
from portal.access import Can
from portal.models import Person, Unit, User
from reserve.models import EffectiveHead

SQL = Path(__file__).parent / "sql" / "effective.sql"
FEWEST_PEERS = 5
ROLES = ("mentor", "expert", "speaker")


@dataclass(frozen=True)
class Facts:
    """What found a head: figures in percent and percentage points, null is unknown."""

    person_id: int
    unit_id: int
    value: Decimal | None
    previous: Decimal | None
    change: Decimal | None
    peers_median: Decimal | None
    peers: int | None
    is_high: bool
    has_grown: bool

    def as_kept(self) -> dict[str, object]:
        """Return the facts as plain JSON values."""
        numbers = {
            name: None if value is None else str(value)
            for name, value in (
                ("value", self.value),
                ("previous", self.previous),
                ("change", self.change),
                ("peers_median", self.peers_median),
            )
        }
        return {
            **numbers,
            "peers": self.peers,
            "is_high": self.is_high,
            "has_grown": self.has_grown,
        }


@dataclass(frozen=True)
class Found:
    """A head within sight: facts, and their answer where they were asked."""

    facts: Facts
    person: Person
    unit: Unit
    asked: EffectiveHead | None

    @property
    def answer(self) -> str:
        """The answer's code, empty for whom nobody has asked."""
        return self.asked.answer if self.asked else ""

    @property
    def roles(self) -> list[str]:
        """The roles they agreed to, by code."""
        return [] if self.asked is None else roles_of(self.asked)


def latest_cycle(user: User) -> Cycle | None:
    """Return the last annual cycle with results and one before it."""
    rows = Cycle.objects.visible_to(user).with_results()
    annual = rows.filter(kind=Cycle.Kind.ANNUAL, previous__isnull=False)
    return annual.select_related("previous", "methodology").latest_first().first()


def facts(user: User, cycle: Cycle) -> list[Facts]:
    """Return who is found in the user's branches; one query."""
    previous = cycle.previous
    if previous is None:
        return []
    branches = [f"{path}%" for path in access.branches(user, Can.SEE_RESERVE)]
    if user.is_superuser and user.is_active:
        branches = ["%"]
    parameters: dict[str, Any] = {
        "cycle": cycle.pk,
        "previous": previous.pk,
        "cycle_on": cycle.reference_on,
        "previous_on": previous.reference_on,
        "fewest": FEWEST_PEERS,
        "margin": settings.RESERVE_GROWTH_MARGIN,
        "branches": branches,
    }
    with connection.cursor() as cursor:
        cursor.execute(_query(), parameters)
        return [Facts(*row) for row in cursor.fetchall()]


def found(user: User, cycle: Cycle) -> list[Found]:
    """Return the found with their names and answers; three more queries."""
    rows = facts(user, cycle)
    people = Person.objects.in_bulk([row.person_id for row in rows])
    units = Unit.objects.select_related("parent", "organization").in_bulk(
        [row.unit_id for row in rows]
    )
    asked = {
        row.person_id: row
        for row in EffectiveHead.objects.filter(cycle=cycle, person__in=people)
    }
    return [
        Found(row, people[row.person_id], units[row.unit_id], asked.get(row.person_id))
        for row in rows
    ]


def narrowed(rows: Iterable[Found], answer: str, role: str, type_: str) -> list[Found]:
    """Return those with the answer, the role they agreed to, the organization type."""
    return [
        row
        for row in rows
        if (not answer or (row.answer or "found") == answer)
        and (not role or role in row.roles)
        and (not type_ or row.unit.organization.type == type_)
    ]


def roles_of(row: EffectiveHead) -> list[str]:
    """Return the roles the head agreed to, by code."""
    return [role for role in ROLES if getattr(row, f"is_{role}")]


def agreed(role: str, region: Unit) -> QuerySet[EffectiveHead]:
    """Return those of the region to choose mentors, experts or speakers from.

    They agreed to the role, and the consent is in force.
    """
    return (
        EffectiveHead.objects.offering(role)
        .filter(unit__path__startswith=region.path)
        .select_related("person", "unit__parent")
        .order_by("person__last_name", "person__first_name", "pk")
    )


@cache
def _query() -> str:
    return SQL.read_text("utf-8")
