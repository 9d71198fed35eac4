"""Management teams: formed, filled by roles, trained, dissolved."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve.models import ManagementTeam, TeamMember, TeamRole, TeamTraining


@transaction.atomic
def form(
    unit: Unit,
    *,
    name: str,
    formed_on: dt.date,
    by: User,
    order_number: str = "",
    project: str = "",
) -> ManagementTeam:
    """Form a team of an organization or a municipality."""
    access.require(by, Can.RUN_RESERVE, unit)
    if unit.kind == Unit.Kind.REGION:
        raise Refused(_("Teams are formed in organizations and municipalities."))
    team = ManagementTeam(unit=unit, order_number=order_number.strip())
    team.name, team.formed_on, team.project = name.strip(), formed_on, project.strip()
    _save(team)
    _record("formed", team, by)
    return team


@transaction.atomic
def edit(
    team_id: int,
    *,
    name: str,
    formed_on: dt.date,
    order_number: str,
    project: str,
    by: User,
) -> ManagementTeam:
    """Write a team anew."""
    team = _open(team_id, by)
    team.name, team.formed_on = name.strip(), formed_on
    team.order_number, team.project = order_number.strip(), project.strip()
    _save(team)
    _record("changed", team, by)
    return team


@transaction.atomic
def dissolve(team_id: int, *, on: dt.date, by: User) -> ManagementTeam:
    """Dissolve a team from the day."""
    team = _open(team_id, by)
    if on <= team.formed_on:
        raise Refused(_("The team was formed on a later day."))
    team.dissolved_on = on
    team.save(update_fields=["dissolved_on"])
    _record("dissolved", team, by)
    return team


@transaction.atomic
def add_member(team_id: int, *, person: Person, role: TeamRole, by: User) -> TeamMember:
    """Give a person a role in the team; a new person is written down with it."""
    team = _open(team_id, by)
    if role.owner_id != team.unit.ancestor_ids[0] or not role.is_active:
        raise Refused(_("This role is not in the region's dictionary."))
    if person.pk is None:
        person.save()
    try:
        with transaction.atomic():
            made = TeamMember.objects.create(team=team, person=person, role=role)
    except IntegrityError as error:
        raise Refused(_("This person has this role already.")) from error
    _record("joined", team, by, role=role.code)
    return made


@transaction.atomic
def remove_member(team_member_id: int, *, by: User) -> None:
    """Take a role away; no error if it is gone."""
    row = TeamMember.objects.filter(pk=team_member_id).first()
    if row is None:
        return
    team = _open(row.team_id, by)
    row.delete()
    _record("left", team, by)


@transaction.atomic
def add_training(
    team_id: int,
    *,
    name: str,
    hours: int,
    starts_on: dt.date,
    by: User,
    finished_on: dt.date | None = None,
) -> TeamTraining:
    """Write down a course that the team takes as a team."""
    team = _open(team_id, by)
    _check_finish(starts_on, finished_on)
    made = TeamTraining.objects.create(
        team=team,
        name=name.strip(),
        hours=hours,
        starts_on=starts_on,
        finished_on=finished_on,
    )
    _record("trained", team, by)
    return made


@transaction.atomic
def finish_training(training_id: int, *, on: dt.date, by: User) -> TeamTraining:
    """Say when the team finished its course."""
    row = TeamTraining.objects.get(pk=training_id)
    team = _open(row.team_id, by)
    _check_finish(row.starts_on, on)
    row.finished_on = on
    row.save(update_fields=["finished_on"])
    _record("trained", team, by)
    return row


def _open(team_id: int, by: User) -> ManagementTeam:
    rows = ManagementTeam.objects.select_for_update(of=("self",))
    team = rows.select_related("unit").get(pk=team_id)
    access.require(by, Can.RUN_RESERVE, team.unit)
    if team.dissolved_on is not None:
        raise Refused(_("This team is dissolved."))
    return team


def _check_finish(starts_on: dt.date, finished_on: dt.date | None) -> None:
    if finished_on is not None and finished_on < starts_on:
        raise Refused(_("The last day is before the first."))


def _save(team: ManagementTeam) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise Refused(_("There is a team of this name here.")) from error


def _record(step: str, team: ManagementTeam, by: User, **details: str) -> None:
    journal.write(f"reserve_team_{step}", team, by=by, unit=team.unit, **details)
