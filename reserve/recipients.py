"""Who is told of the reserve's work at a unit: by role, in the unit or above it."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.models import Membership, Person, Unit, User

Role = Membership.Role


def working_at(unit: Unit, *roles: str) -> QuerySet[User]:
    """Return the active users who hold one of the roles in the unit or above it."""
    held = Membership.objects.filter(role__in=roles, unit__in=unit.ancestor_ids)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def authorities(unit: Unit) -> QuerySet[User]:
    """Return the ministry's users and the municipal officers of the unit."""
    return working_at(unit, Role.MINISTRY, Role.MUNICIPAL)


def account(person: Person) -> QuerySet[User]:
    """Return the person's own account, if there is one."""
    return User.objects.filter(person=person, is_active=True)
