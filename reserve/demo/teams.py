"""Management teams of organizations and authorities: roles with gaps, trainings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from reserve.demo import words
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.models import ManagementTeam, TeamMember, TeamTraining

FORMED = 0.45  # of organizations
SECOND = 0.06  # of these have two
TRAINED = 0.62
DISSOLVED = 0.03


def write(ground: Ground) -> None:
    """Write teams with their members and trainings."""
    fall = ground.dice("teams")
    staff: dict[int, list[Worker]] = defaultdict(list)
    for worker in (*ground.heads, *ground.deputies):
        staff[worker.unit].append(worker)
    rows = list(_teams(ground, fall))
    ManagementTeam.objects.bulk_create(rows, batch_size=BATCH)
    TeamMember.objects.bulk_create(
        [
            one
            for team in rows
            for one in _members(ground, team, staff[team.unit_id], fall)
        ],
        batch_size=BATCH,
    )
    TeamTraining.objects.bulk_create(
        [one for team in rows for one in _trainings(ground, team, fall)],
        batch_size=BATCH,
    )


def _teams(ground: Ground, fall: Random) -> Iterator[ManagementTeam]:
    without = ground.places[-2:] if len(ground.places) > 4 else []
    for unit, place in ground.schools:
        if place in without or fall.random() >= FORMED:
            continue
        yield _team(ground, unit, "Управленческая команда", fall)
        if fall.random() < SECOND:
            yield _team(ground, unit, "Проектная команда", fall)
    for place in ground.places[::3]:
        yield _team(ground, place, "Муниципальная команда", fall)


def _team(ground: Ground, unit: int, name: str, fall: Random) -> ManagementTeam:
    formed_on = ground.ago(fall.randint(90, 900))
    gone = fall.random() < DISSOLVED
    return ManagementTeam(
        unit_id=unit,
        name=name,
        formed_on=formed_on,
        order_number=f"{fall.randint(10, 300)}-од" if fall.random() < 0.94 else "",
        dissolved_on=formed_on + dt.timedelta(days=80) if gone else None,
        project=fall.choice(words.TEAM_PROJECTS),
    )


def _members(
    ground: Ground, team: ManagementTeam, staff: Sequence[Worker], fall: Random
) -> Iterator[TeamMember]:
    """Give each of the staff a role; the roles left over are the gaps."""
    roles = [ground.roles[0], *fall.sample(ground.roles[1:], len(ground.roles) - 1)]
    for worker, role in zip(staff, roles, strict=False):
        yield TeamMember(team=team, person_id=worker.person, role=role)


def _trainings(
    ground: Ground, team: ManagementTeam, fall: Random
) -> Iterator[TeamTraining]:
    if fall.random() > 0.85:
        return
    starts_on = team.formed_on + dt.timedelta(days=fall.randint(10, 40))
    finished_on = starts_on + dt.timedelta(days=fall.randint(20, 60))
    is_done = fall.random() < TRAINED and finished_on < ground.today
    yield TeamTraining(
        team=team,
        name=fall.choice(words.TEAM_COURSES),
        hours=fall.choice((18, 36, 72)),
        starts_on=starts_on,
        finished_on=finished_on if is_done else None,
    )
