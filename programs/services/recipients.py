"""Whose work an event is: the staff of a unit, by the kind of body that answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from portal.models import Body, Membership, User
from programs.models import EventBody

Role = Membership.Role
Kind = Body.Kind
OF_BODY: dict[str, str] = {
    Kind.REGIONAL_AUTHORITY: Role.MINISTRY,
    Kind.REGIONAL_OPERATOR: Role.OPERATOR,
    Kind.OPERATOR_UNIT: Role.OPERATOR,
    Kind.MUNICIPAL_AUTHORITY: Role.MUNICIPAL,
    Kind.METHODICAL_CENTER: Role.MUNICIPAL,
}
REGIONAL: frozenset[str] = frozenset({Role.MINISTRY, Role.OPERATOR})
STAFF: frozenset[str] = frozenset({*REGIONAL, Role.MUNICIPAL})
Desk = tuple[int, str]  # a unit and a role in it


def roles_of(events: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the roles whose holders work on each event, by the bodies that answer.

    The same event in a municipality is the work of its officers.
    """
    rows = EventBody.objects.in_charge().filter(event__in=set(events))
    kinds = rows.values_list("event_id", "program_body__body__kind")
    found: dict[int, set[str]] = defaultdict(set)
    for event, kind in kinds:
        if kind in OF_BODY:
            found[event].add(OF_BODY[kind])
    return {
        event: frozenset(roles & REGIONAL | {Role.MUNICIPAL})
        if roles & REGIONAL
        else STAFF
        for event, roles in found.items()
    }


def of_kinds(kinds: Iterable[str], unit: int) -> list[User]:
    """Return those who work in the unit for bodies of these kinds."""
    roles = {OF_BODY[kind] for kind in kinds if kind in OF_BODY}
    desks = staff([unit])
    return [user for role in sorted(roles) for user in desks.get((unit, role), [])]


def staff(units: Iterable[int]) -> dict[Desk, list[User]]:
    """Return the active users by unit and role."""
    held = Membership.objects.filter(
        unit__in=set(units), role__in=STAFF, user__is_active=True
    )
    found: dict[Desk, list[User]] = defaultdict(list)
    for row in held.select_related("user"):
        found[row.unit_id, row.role].append(row.user)
    return found
