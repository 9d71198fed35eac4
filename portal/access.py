"""Who may see and do what: the only module that reads roles.

Views, tasks, exports and templates ask here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from portal.models.units import Unit
from portal.models.users import Membership, User

Role = Membership.Role


class Can(enum.StrEnum):
    """What can be asked for."""

    VIEW = enum.auto()  # units, submissions and results of the branch
    ENTER = enum.auto()  # write values, submit them
    ACCEPT = enum.auto()  # accept submissions or return them
    RUN = enum.auto()  # open, close, compute and publish cycles
    DESIGN = enum.auto()  # write and approve methodologies
    READ_LETTERS = enum.auto()  # letters and risk of the branch, with names
    EXPORT = enum.auto()  # results and letters as files
    ADMINISTER = enum.auto()  # units, people, users, roles, jobs
    SEE_JOURNAL = enum.auto()  # who did what
    SEE_RESERVE = enum.auto()  # members of the reserve, their files, on record
    NOMINATE = enum.auto()  # propose people to competitions and posts
    RUN_RESERVE = enum.auto()  # competitions, plans, mentors, internships, teams
    DECIDE_RESERVE = enum.auto()  # protocols, terms, exclusion
    APPROVE_NOMINATIONS = enum.auto()  # agree to candidates for a post
    APPOINT = enum.auto()  # appoint heads and deputies
    SEE_PROGRAMS = enum.auto()  # issued programs, their plans of events
    MANAGE_PROGRAMS = enum.auto()  # write programs, import plans, hold meetings
    PUBLISH_PROGRAMS = enum.auto()  # put editions in force, sign evaluations
    TRACK_EVENTS = enum.auto()  # mark events as held, move and cancel them
    CHECK_EVENTS = enum.auto()  # check what others marked as held
    SEE_PARTICIPANTS = enum.auto()  # who took part in events, by name
    PROPOSE_PRACTICES = enum.auto()  # write practices of the branch
    REVIEW_PRACTICES = enum.auto()  # publish practices or return them


GRANTS: dict[str, frozenset[Can]] = {
    Role.MINISTRY: frozenset(
        {
            Can.VIEW,
            Can.ENTER,
            Can.ACCEPT,
            Can.RUN,
            Can.DESIGN,
            Can.READ_LETTERS,
            Can.EXPORT,
            Can.SEE_RESERVE,
            Can.NOMINATE,
            Can.RUN_RESERVE,
            Can.DECIDE_RESERVE,
            Can.APPROVE_NOMINATIONS,
            Can.APPOINT,
            Can.SEE_PROGRAMS,
            Can.MANAGE_PROGRAMS,
            Can.PUBLISH_PROGRAMS,
            Can.TRACK_EVENTS,
            Can.CHECK_EVENTS,
            Can.SEE_PARTICIPANTS,
            Can.PROPOSE_PRACTICES,
            Can.REVIEW_PRACTICES,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Can.VIEW,
            Can.ENTER,
            Can.ACCEPT,
            Can.RUN,
            Can.READ_LETTERS,
            Can.EXPORT,
            Can.SEE_RESERVE,
            Can.NOMINATE,
            Can.RUN_RESERVE,
            Can.SEE_PROGRAMS,
            Can.MANAGE_PROGRAMS,
            Can.TRACK_EVENTS,
            Can.SEE_PARTICIPANTS,
            Can.PROPOSE_PRACTICES,
            Can.REVIEW_PRACTICES,
        }
    ),
    Role.MUNICIPAL: frozenset(
        {
            Can.VIEW,
            Can.ENTER,
            Can.ACCEPT,
            Can.READ_LETTERS,
            Can.EXPORT,
            Can.SEE_RESERVE,
            Can.NOMINATE,
            Can.RUN_RESERVE,
            Can.DECIDE_RESERVE,
            Can.APPOINT,
            Can.SEE_PROGRAMS,
            Can.MANAGE_PROGRAMS,
            Can.PUBLISH_PROGRAMS,
            Can.TRACK_EVENTS,
            Can.CHECK_EVENTS,
            Can.SEE_PARTICIPANTS,
            Can.PROPOSE_PRACTICES,
        }
    ),
    Role.HEAD: frozenset(
        {
            Can.VIEW,
            Can.ENTER,
            Can.NOMINATE,
            Can.SEE_PROGRAMS,
            Can.PROPOSE_PRACTICES,
        }
    ),
    Role.EXPERT: frozenset(),  # sees what is assigned to them, by name
    Role.ADMINISTRATOR: frozenset(
        {
            Can.VIEW,
            Can.READ_LETTERS,
            Can.EXPORT,
            Can.ADMINISTER,
            Can.SEE_JOURNAL,
            Can.SEE_PROGRAMS,
        }
    ),
}


def branches(user: User, can: Can) -> list[str]:
    """Return the paths of the branches where the user has this right."""
    if not user.is_active:
        return []
    return [path for role, path in user.held_roles if can in GRANTS[role]]


def scope(user: User, can: Can, *, path: str = "unit__path") -> Q:
    """Return the filter for rows that lie where the user has this right.

    `path` is the lookup from the row to its unit's path. No role, no rows.
    """
    if user.is_superuser and user.is_active:
        return Q()
    rows = Q(pk__in=[])
    for branch in branches(user, can):
        rows |= Q(**{f"{path}__startswith": branch})
    return rows


def reach(user: User, can: Can, *, path: str = "unit__path") -> Q:
    """Return the filter for rows of the user's branches and of the units above them.

    What a region publishes is meant for its municipalities and schools too.
    """
    rows = scope(user, can, path=path)
    above = {
        branch[: end + 1]
        for branch in branches(user, can)
        for end, letter in enumerate(branch)
        if letter == "/"
    }
    return rows | Q(**{f"{path}__in": sorted(above)}) if above else rows


def may(user: User, can: Can, unit: Unit) -> bool:
    """Return whether the user has this right in the unit."""
    if user.is_superuser and user.is_active:
        return True
    return any(unit.path.startswith(branch) for branch in branches(user, can))


def anywhere(user: User, can: Can) -> bool:
    """Return whether the user has this right in some unit."""
    return (user.is_superuser and user.is_active) or bool(branches(user, can))


def require(user: User, can: Can, unit: Unit) -> None:
    """Raise PermissionDenied (a 403 page) unless the user has this right there."""
    if not may(user, can, unit):
        raise PermissionDenied


def require_anywhere(user: User, can: Can) -> None:
    """Raise PermissionDenied (a 403 page) unless the user has this right somewhere."""
    if not anywhere(user, can):
        raise PermissionDenied


def holders(can: Can, units: Iterable[Unit | int]) -> QuerySet[User]:
    """Return the active users who got this right in one of these very units."""
    roles = [role for role, rights in GRANTS.items() if can in rights]
    held = Membership.objects.filter(role__in=roles, unit__in=units)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def has_role(user: User, *roles: str) -> bool:
    """Return whether the user holds one of the roles, wherever."""
    return any(role in roles for role, _ in user.held_roles)


def home_unit(user: User) -> Unit | None:
    """Return the highest unit the user works for, None without a role."""
    paths = sorted((path for _, path in user.held_roles), key=len)
    return Unit.objects.filter(path=paths[0]).first() if paths else None


def home_region(user: User) -> Unit | None:
    """Return the region in which the user has a role, None without one."""
    paths = sorted(path for _, path in user.held_roles)
    root = f"{paths[0].split('/')[0]}/" if paths else ""
    return Unit.objects.filter(path=root).first() if root else None
