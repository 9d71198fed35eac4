"""Members: of the region's reserve by competitions, of municipal ones by orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from reserve.demo import consents, words
from reserve.demo.competitions import Included
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.models import Extension, Level, Member, Transition

Status = Member.Status
WAY = (Status.TRAINING, Status.INTERNSHIP, Status.PROJECT, Status.READY)
STATES = (*WAY, Status.EXPIRED, Status.EXCLUDED)
WEIGHTS = (27, 20, 18, 27, 4, 4)
TO_ONE = 0.42  # municipal members for each organization
TERM = dt.timedelta(days=1096)


@dataclass(frozen=True)
class Kept:
    """A member with the post they hold; `appointed` is the post they left for."""

    member: Member
    worker: Worker
    appointed: Worker | None = None


def write(
    ground: Ground, included: Sequence[Included], own: Worker, newcomers: list[Worker]
) -> list[Kept]:
    """Write all members, their states on the way, consents and longer terms.

    `own` is the candidate who signs in; `newcomers` became heads from a municipal
    reserve.
    """
    fall = ground.dice("members")
    kept = [
        *_regional(ground, included, fall),
        _own(ground, own, fall),
        *_appointed(ground, newcomers, fall),
        *_municipal(ground, fall),
    ]
    consents.give(ground, [row.worker.person for row in kept])
    rows = [row.member for row in kept]
    Member.objects.bulk_create(rows, batch_size=BATCH)
    steps = [step for row in rows for step in _steps(row, ground, fall)]
    Transition.objects.bulk_create(steps, batch_size=BATCH)
    _extend(ground, rows)
    _places(ground, rows, fall)
    return kept


def _regional(
    ground: Ground, included: Sequence[Included], fall: Random
) -> Iterator[Kept]:
    for row in included:
        member = _member(ground, row.worker, row.protocol.held_on, fall)
        member.owner, member.level = ground.region, Level.REGIONAL
        member.application = row.application
        member.order_number = row.protocol.number
        member.job_title = row.application.job_title
        if row.is_appointed:
            _leave(member, Status.APPOINTED, row.worker.starts_on)
        else:
            _settle(ground, member, fall)
        yield Kept(member, row.worker, row.worker if row.is_appointed else None)


def _own(ground: Ground, worker: Worker, fall: Random) -> Kept:
    member = _member(ground, worker, ground.ago(290), fall)
    member.status, member.state_since = Status.INTERNSHIP, ground.ago(40)
    member.readiness = ground.readiness["year"]
    return Kept(member, worker)


def _appointed(
    ground: Ground, newcomers: Sequence[Worker], fall: Random
) -> Iterator[Kept]:
    for worker in newcomers:
        before = worker.starts_on - dt.timedelta(days=fall.randint(200, 700))
        member = _member(ground, worker, before, fall)
        _leave(member, Status.APPOINTED, worker.starts_on)
        yield Kept(member, worker, worker)


def _municipal(ground: Ground, fall: Random) -> Iterator[Kept]:
    for worker in ground.take(round(len(ground.schools) * TO_ONE)):
        since = ground.ago(fall.randint(20, 1400))
        member = _member(ground, worker, since, fall)
        _settle(ground, member, fall)
        yield Kept(member, worker)


def _member(ground: Ground, worker: Worker, on: dt.date, fall: Random) -> Member:
    """Return an active member of the municipal reserve where the worker works."""
    years = fall.randint(5, 26)
    return Member(
        person_id=worker.person,
        unit_id=worker.unit,
        owner_id=worker.place,
        level=Level.MUNICIPAL,
        post="head" if fall.random() < 0.86 else "deputy",
        organization_types=fall.choice(([], [], ["general"], ["general", "evening"])),
        readiness=ground.readiness[fall.choice(("now", "year", "year", "prospective"))],
        job_title=worker.title,
        years_in_education=years,
        years_in_management=min(years - 1, fall.randint(1, 9)),
        included_on=on,
        term_ends_on=on + TERM,
        order_number=f"{fall.randint(10, 320)}-к",
        status=Status.TRAINING,
        state_since=on,
    )


def _settle(ground: Ground, member: Member, fall: Random) -> None:
    """Move the member on: the longer in the reserve, the further."""
    days = (ground.today - member.included_on).days
    status = fall.choices(STATES, WEIGHTS)[0]
    is_over = member.term_ends_on <= ground.today
    if days < 120:
        status = Status.TRAINING
    if is_over and fall.random() < 0.6:
        _leave(member, Status.EXPIRED, member.term_ends_on)
    elif is_over:
        member.status = Status.PROJECT
        member.state_since = member.included_on + dt.timedelta(days=200)
    elif status in (Status.EXCLUDED, Status.EXPIRED):
        _leave(member, Status.EXCLUDED, ground.ago(fall.randint(10, days - 60)))
        which = fall.randrange(2)
        member.ground = next(
            row
            for row in ground.grounds
            if row.code == ("own_request", "plan_failed")[which]
        )
        member.left_reason = words.LEAVING[which]
    else:
        member.status = status
        latest = min(days - 10, 150)
        member.state_since = ground.ago(fall.randint(5, max(6, latest)))
        if status == Status.READY:
            member.readiness = ground.readiness["now"]


def _leave(member: Member, status: str, day: dt.date) -> None:
    member.status, member.left_on, member.state_since = status, day, day


def _steps(member: Member, ground: Ground, fall: Random) -> Iterator[Transition]:
    """Yield the steps from inclusion to the present state, days apart."""
    by = ground.users["operator"]
    end = WAY.index(member.status) if member.status in WAY else fall.randint(1, 3)
    states: list[str] = [*WAY[: end + 1]]
    if member.status not in WAY:
        states.append(member.status)
    span = (member.state_since - member.included_on).days
    for number, target in enumerate(states):
        day = member.included_on + dt.timedelta(
            days=span * number // max(1, len(states) - 1)
        )
        yield Transition(
            member=member,
            source=states[number - 1] if number else "",
            target=target,
            on=day,
            by=by,
            reason=member.left_reason if target in Member.DONE else "",
        )


def _extend(ground: Ground, rows: Sequence[Member]) -> None:
    """Give half of those whose term has run out a year more; the others wait."""
    over = [row for row in rows if row.is_active and row.term_ends_on <= ground.today]
    extended = over[::2]
    extensions = []
    for row in extended:
        until = row.term_ends_on + dt.timedelta(days=365)
        extensions.append(
            Extension(
                member=row,
                from_day=row.term_ends_on,
                to_day=until,
                order_number="26-2",
                reason=words.EXTENSION,
                by=ground.users["ministry"],
            )
        )
        row.term_ends_on = until
    Extension.objects.bulk_create(extensions, batch_size=BATCH)
    Member.objects.bulk_update(extended, ["term_ends_on"], batch_size=BATCH)


def _places(ground: Ground, rows: Sequence[Member], fall: Random) -> None:
    """Say for some of the active in which municipalities they would work."""
    through = Member.municipalities.through
    chosen = [
        through(member_id=row.pk, unit_id=place)
        for row in rows
        if row.is_active and fall.random() < 0.4
        for place in fall.sample(ground.places, min(3, len(ground.places)))
    ]
    through.objects.bulk_create(chosen, batch_size=BATCH, ignore_conflicts=True)
