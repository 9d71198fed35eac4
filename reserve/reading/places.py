"""Where a user works with the reserve: the regions and the municipalities."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portal import access
from portal.access import Can
from portal.models import Unit, User


def branches(user: User) -> list[str]:
    """Return the paths of the user's branches."""
    if user.is_superuser and user.is_active:
        roots = Unit.objects.filter(kind=Unit.Kind.REGION)
        return list(roots.values_list("path", flat=True))
    return access.branches(user, Can.SEE_RESERVE)


def regions(user: User) -> list[str]:
    """Return the paths of the regions where the user works with the reserve."""
    return sorted({f"{path.split('/')[0]}/" for path in branches(user)})


def in_regions(user: User, path: str = "path") -> Q:
    """Return the condition that a unit lies in one of those regions."""
    found = Q(pk__in=[])
    for region in regions(user):
        found |= Q(**{f"{path}__startswith": region})
    return found


def municipalities(user: User) -> QuerySet[Unit]:
    """Return the municipalities of the user's branches."""
    rows = Unit.objects.filter(access.scope(user, Can.SEE_RESERVE, path="path"))
    return rows.municipalities().by_name()


def of_municipality(unit: str, municipality: str) -> Q:
    """Return the condition that the unit is the municipality or lies in it."""
    return Q(**{unit: municipality}) | Q(**{f"{unit}__parent": municipality})
