"""Management teams as pages show them: roles covered, roles missing, training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal import access
from portal.access import Can
from portal.models import Unit, User
from reserve.models import (
    ManagementTeam,
    TeamMember,
    TeamRole,
    TeamTraining,
    not_withdrawn,
)


@dataclass(frozen=True)
class Coverage:
    """The region's roles, and who covers each."""

    roles: list[tuple[TeamRole, list[TeamMember]]]

    @property
    def covered(self) -> int:
        """How many roles somebody has."""
        return sum(bool(people) for _role, people in self.roles)

    @property
    def gaps(self) -> list[TeamRole]:
        """Roles that nobody has."""
        return [role for role, people in self.roles if not people]


@dataclass(frozen=True)
class Row:
    """A team in the list."""

    team: ManagementTeam
    members: int
    coverage: Coverage
    hours: int
    is_trained: bool


def seen_by(user: User) -> QuerySet[ManagementTeam]:
    """Return the teams of the user's branches."""
    trained = TeamTraining.objects.filter(
        team=OuterRef("pk"), finished_on__isnull=False
    )
    return (
        ManagementTeam.objects.filter(access.scope(user, Can.SEE_RESERVE))
        .annotate(is_trained=Exists(trained))
        .select_related("unit__parent")
        .order_by("unit__sort_name", "name", "pk")
    )


def narrowed(
    rows: QuerySet[ManagementTeam], *, kind: str, state: str
) -> QuerySet[ManagementTeam]:
    """Narrow the teams to a kind of unit and a state."""
    if kind:
        rows = rows.filter(unit__kind=kind)
    if state == "dissolved":
        return rows.filter(dissolved_on__isnull=False)
    rows = rows.filter(dissolved_on=None) if state else rows
    conditions = {
        "trained": Q(is_trained=True),
        "untrained": Q(is_trained=False),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def rows_of(teams: Iterable[ManagementTeam]) -> list[Row]:
    """Return the lines of the list, with a query for people and one for courses."""
    listed = list(teams)
    people = defaultdict(list)
    members = TeamMember.objects.filter(not_withdrawn(), team__in=listed)
    for row in members.select_related("person", "role").order_by("pk"):
        people[row.team_id].append(row)
    hours: dict[int, int] = defaultdict(int)
    done = TeamTraining.objects.filter(team__in=listed, finished_on__isnull=False)
    for team, count in done.values_list("team", "hours"):
        hours[team] += count
    roles = _roles(listed)
    return [
        Row(
            team,
            len({row.person_id for row in people[team.pk]}),
            coverage(roles[team.unit.ancestor_ids[0]], people[team.pk]),
            hours[team.pk],
            team.is_trained,  # type: ignore[attr-defined]
        )
        for team in listed
    ]


def members_of(team: ManagementTeam) -> list[TeamMember]:
    """Return who is in the team, but for who has taken the consent back."""
    rows = team.members.filter(not_withdrawn()).select_related("person", "role")
    return list(rows.order_by("role__position", "person__last_name", "pk"))


def roles_of(unit: Unit) -> list[TeamRole]:
    """Return the roles of the unit's region."""
    return list(TeamRole.objects.of(Unit(pk=unit.ancestor_ids[0])))


def coverage(roles: Iterable[TeamRole], people: Iterable[TeamMember]) -> Coverage:
    """Return who covers each role."""
    by_role = defaultdict(list)
    for row in people:
        by_role[row.role_id].append(row)
    return Coverage([(role, by_role[role.pk]) for role in roles])


def _roles(teams: list[ManagementTeam]) -> dict[int, list[TeamRole]]:
    regions = {team.unit.ancestor_ids[0] for team in teams}
    found: dict[int, list[TeamRole]] = {region: [] for region in regions}
    rows = TeamRole.objects.filter(owner__in=regions, is_active=True)
    for role in rows.order_by("position", "pk"):
        found[role.owner_id].append(role)
    return found
