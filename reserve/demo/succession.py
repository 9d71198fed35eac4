"""Ends of tenure, vacancies now and ahead, the candidates on their way to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.db.models import Exists, OuterRef

from portal.models import Appointment, Position
from reserve.demo import words
from reserve.demo.competitions import moment
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.demo.members import Kept
from reserve.models import (
    Member,
    Nomination,
    NominationStep,
    Tenure,
    Transition,
    Vacancy,
)

Status = Nomination.Status
RUNNING = (Status.SUBMITTED, Status.DOCUMENTS, Status.INTERVIEW, Status.APPROVED)
AHEAD = 0.04  # of heads' posts are known to be free within a year
CONTRACT = 5  # years


@dataclass(frozen=True)
class Free:
    """A post that is free, or will be."""

    position: int
    free_on: dt.date
    reason: str


def write(ground: Ground, kept: Sequence[Kept]) -> None:
    """Write tenures, vacancies and nominations, those that ended among them."""
    fall = ground.dice("succession")
    tenures = [_tenure(ground, worker, fall) for worker in ground.heads]
    Tenure.objects.bulk_create(tenures, batch_size=BATCH)
    vacancies = Vacancy.objects.bulk_create(
        [_vacancy(ground, free) for free in _free(ground, tenures)],
        batch_size=BATCH,
    )
    running = _running(ground, kept, vacancies, fall)
    ended = _ended(ground, kept, vacancies, fall)
    filled = _filled(ground, kept, fall)
    rows = Nomination.objects.bulk_create([*running, *ended, *filled], batch_size=BATCH)
    NominationStep.objects.bulk_create(
        [step for row in rows for step in _steps(ground, row)], batch_size=BATCH
    )


def _tenure(ground: Ground, worker: Worker, fall: Random) -> Tenure:
    """Contracts of five years begin anew; attestation is due every five years."""
    served = ground.today.year - worker.starts_on.year
    ends_on = _years_on(worker.starts_on, CONTRACT * (served // CONTRACT + 1))
    if ends_on.year - ground.today.year > CONTRACT - 1 and served >= CONTRACT:
        ends_on = _years_on(ends_on, -CONTRACT)
    attested_on = ground.ago(fall.randint(30, 2000))
    is_known = fall.random() < 0.93
    return Tenure(
        appointment_id=worker.appointment,
        contract_ends_on=max(ends_on, ground.ago(20)) if is_known else None,
        attested_on=attested_on if is_known else None,
        attestation_due_on=_years_on(attested_on, 5) if is_known else None,
        birth_year=round(fall.triangular(1955, 1992, 1974))
        if fall.random() < 0.6
        else None,
    )


def _years_on(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28))


def _free(ground: Ground, tenures: Sequence[Tenure]) -> Iterator[Free]:
    """Posts of heads without a holder, then those whose contracts end soon."""
    today = ground.today
    held = Appointment.objects.on(today).filter(position=OuterRef("pk"))
    posts = Position.objects.filter(
        unit__path__startswith=ground.region.path, kind=Position.Kind.HEAD
    ).exclude(Exists(held))
    for pk in posts.order_by("pk").values_list("pk", flat=True):
        yield Free(pk, ground.ago(30), words.VACANCY_REASONS["now"])
    soon = [
        (worker, tenure.contract_ends_on)
        for worker, tenure in zip(ground.heads, tenures, strict=True)
        if tenure.contract_ends_on
        and today < tenure.contract_ends_on < today + dt.timedelta(days=365)
        and worker.person != ground.stage.head.person
    ]
    for turn, (worker, day) in enumerate(soon[: max(3, round(AHEAD * len(tenures)))]):
        reason = words.VACANCY_REASONS["age" if turn % 3 == 0 else "contract"]
        yield Free(worker.post, day, reason)


def _vacancy(ground: Ground, free: Free) -> Vacancy:
    return Vacancy(
        position_id=free.position,
        kind="now" if free.free_on <= ground.today else "forecast",
        free_on=free.free_on,
        reason=free.reason,
        requirements="Высшее образование и переподготовка в области управления.",
        opened_by=ground.users["operator"],
    )


def _running(
    ground: Ground, kept: Sequence[Kept], vacancies: Sequence[Vacancy], fall: Random
) -> list[Nomination]:
    """Send ready members to open posts, one at each step in turn."""
    ready = _ready(kept)
    rows: list[Nomination] = []
    for turn, (vacancy, row) in enumerate(zip(vacancies, ready, strict=False)):
        if turn % 5 == 4:
            continue  # nobody is proposed yet
        nomination = _nomination(ground, vacancy, row.member, 6 + turn % 9, fall)
        nomination.status = RUNNING[turn % len(RUNNING)]
        nomination.due_on = ground.today + dt.timedelta(days=(turn * 3) % 16 - 2)
        rows.append(nomination)
    _move(ground, [row.member for row in rows if row.member])
    return rows


def _ready(kept: Sequence[Kept]) -> list[Kept]:
    return [
        row
        for row in kept
        if row.member.status == Member.Status.READY and row.member.post == "head"
    ]


def _move(ground: Ground, members: Sequence[Member]) -> None:
    """Put the nominated members on approval."""
    steps = []
    for member in members:
        member.status = Member.Status.APPROVAL
        member.state_since = ground.ago(5)
        steps.append(
            Transition(
                member=member,
                source=Member.Status.READY,
                target=member.status,
                on=member.state_since,
                by=ground.users["municipal"],
            )
        )
    Member.objects.bulk_update(members, ["status", "state_since"], batch_size=BATCH)
    Transition.objects.bulk_create(steps, batch_size=BATCH)


def _ended(
    ground: Ground, kept: Sequence[Kept], vacancies: Sequence[Vacancy], fall: Random
) -> list[Nomination]:
    """Some were refused, declined themselves or were withdrawn."""
    ways = (
        (Status.REFUSED, "Не подтверждён стаж управленческой работы."),
        (Status.DECLINED, "Не готов к переезду в этом году."),
        (Status.WITHDRAWN, "Муниципалитет предложил другого кандидата."),
    )
    rows = []
    free = [row for row in _ready(kept) if row.member.status != Member.Status.APPROVAL]
    for turn, (vacancy, row) in enumerate(zip(vacancies[2::3], free, strict=False)):
        nomination = _nomination(ground, vacancy, row.member, 40 + turn, fall)
        nomination.status, nomination.reason = ways[turn % len(ways)]
        nomination.due_on = nomination.submitted_on + dt.timedelta(days=5)
        nomination.decided_by = ground.users["ministry"]
        nomination.decided_at = moment(ground.ago(20), fall)
        rows.append(nomination)
    return rows


def _filled(ground: Ground, kept: Sequence[Kept], fall: Random) -> list[Nomination]:
    """The posts that members of the reserve took, with the orders."""
    gone = [(row, row.appointed) for row in kept if row.appointed]
    vacancies = Vacancy.objects.bulk_create(
        [
            Vacancy(
                position_id=post.post,
                kind="now",
                free_on=post.starts_on,
                reason=words.VACANCY_REASONS["now"],
                status=Vacancy.Status.FILLED,
                opened_by=ground.users["operator"],
            )
            for _row, post in gone
        ],
        batch_size=BATCH,
    )
    return [
        _taken(ground, vacancy, row.member, post, fall)
        for vacancy, (row, post) in zip(vacancies, gone, strict=True)
    ]


def _taken(
    ground: Ground, vacancy: Vacancy, member: Member, post: Worker, fall: Random
) -> Nomination:
    days = (ground.today - post.starts_on).days + 25
    nomination = _nomination(ground, vacancy, member, days, fall)
    nomination.status = Status.APPOINTED
    nomination.appointment_id = post.appointment
    nomination.due_on = post.starts_on
    nomination.decided_by = ground.users["ministry"]
    nomination.decided_at = moment(post.starts_on, fall)
    return nomination


def _nomination(
    ground: Ground, vacancy: Vacancy, member: Member, days: int, fall: Random
) -> Nomination:
    return Nomination(
        vacancy=vacancy,
        person_id=member.person_id,
        member=member,
        note=fall.choice(words.NOMINATION_NOTES),
        submitted_on=ground.ago(days),
        submitted_by=ground.users["municipal"],
    )


def _steps(ground: Ground, row: Nomination) -> Iterator[NominationStep]:
    """Yield the steps on record up to the present one."""
    is_running = row.status in RUNNING
    last = RUNNING.index(row.status) if is_running else 0
    if row.status == Status.APPOINTED:
        last = len(RUNNING) - 1
    taken = [*RUNNING[: last + 1], *([] if is_running else [row.status])]
    for turn, status in enumerate(taken):
        is_last = turn == len(taken) - 1
        yield NominationStep(
            nomination=row,
            status=status,
            due_on=row.due_on if is_last and is_running else None,
            by=ground.users["municipal" if turn == 0 else "ministry"],
            note=row.reason if is_last else "",
        )
