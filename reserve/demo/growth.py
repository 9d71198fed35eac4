"""Mentors, internship sites and internships, groups of the beginning head's school."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from reserve.demo import consents, words
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.demo.members import Kept
from reserve.models import (
    Internship,
    InternshipSite,
    Learner,
    Meeting,
    Member,
    Mentorship,
    StudyGroup,
)

Status = Member.Status
EXPERIENCED = dt.timedelta(days=365 * 5)


def write(ground: Ground, kept: Sequence[Kept]) -> None:
    """Write pairs with meetings, sites with internships, and groups."""
    fall = ground.dice("growth")
    pairs = _pairs(ground, kept, fall)
    Mentorship.objects.bulk_create(pairs, batch_size=BATCH)
    consents.give(ground, [pair.mentor_id for pair in pairs])
    Meeting.objects.bulk_create(
        [meeting for pair in pairs for meeting in _meetings(pair, ground, fall)],
        batch_size=BATCH,
    )
    sites = InternshipSite.objects.bulk_create(_sites(ground, fall), batch_size=BATCH)
    Internship.objects.bulk_create(
        [one for row in kept for one in _internships(ground, row, sites, fall)],
        batch_size=BATCH,
    )
    _groups(ground, kept, fall)


def _pairs(ground: Ground, kept: Sequence[Kept], fall: Random) -> list[Mentorship]:
    mentors: dict[int, list[Worker]] = defaultdict(list)
    for worker in ground.heads:
        if worker.starts_on < ground.today - EXPERIENCED:
            mentors[worker.place].append(worker)
    pairs = []
    for row in kept:
        offered = mentors.get(row.worker.place)
        if not offered or not row.member.is_active or fall.random() < 0.18:
            continue
        pairs.append(_pair(ground, row, fall.choice(offered), fall))
    return pairs


def _pair(ground: Ground, row: Kept, mentor: Worker, fall: Random) -> Mentorship:
    begun = max(row.member.included_on, ground.ago(300)) + dt.timedelta(days=14)
    starts_on = min(begun, ground.ago(1))
    return Mentorship(
        unit_id=row.worker.unit,
        mentor_id=mentor.person,
        mentee_id=row.worker.person,
        member=row.member,
        purpose=Mentorship.Purpose.RESERVE,
        order_number=f"{fall.randint(20, 400)}-од",
        order_on=starts_on,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=330),
        plan="Встречи раз в месяц, посещение школы наставника, разбор проекта.",
    )


def _meetings(pair: Mentorship, ground: Ground, fall: Random) -> list[Meeting]:
    months = (ground.today - pair.starts_on).days // 45
    return [
        Meeting(
            mentorship=pair,
            held_on=pair.starts_on
            + dt.timedelta(days=45 * number + fall.randint(3, 40)),
            topic=words.MEETINGS[number % len(words.MEETINGS)],
            outcome=fall.choice(words.AGREED),
        )
        for number in range(min(months, 5))
    ]


def _sites(ground: Ground, fall: Random) -> list[InternshipSite]:
    number = max(2, len(ground.schools) // 14)
    return [
        InternshipSite(
            unit_id=unit,
            profile=words.PROFILES[at % len(words.PROFILES)],
            description="Стажёр две недели работает рядом с руководителем.",
            places=fall.randint(1, 3),
            contact_post="Заместитель директора по научно-методической работе",
        )
        for at, (unit, _place) in enumerate(fall.sample(ground.schools, number))
    ]


def _internships(
    ground: Ground, row: Kept, sites: Sequence[InternshipSite], fall: Random
) -> list[Internship]:
    """One at a site for whoever has come so far; some acted for an absent head."""
    member = row.member
    is_there = member.status == Status.INTERNSHIP
    if not is_there and member.status in (Status.TRAINING, Status.EXCLUDED):
        return []
    site = sites[fall.randrange(len(sites))]
    starts_on = ground.ago(5) if is_there else member.state_since - dt.timedelta(60)
    made = [
        Internship(
            member=member,
            kind=Internship.Kind.INTERNSHIP,
            site=site,
            unit_id=site.unit_id,
            starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=18),
            hours=36,
            status="running" if is_there else "done",
            order_number=f"{fall.randint(20, 400)}-од",
            result="" if is_there else fall.choice(words.MENTOR_VIEWS),
        )
    ]
    if fall.random() < 0.3:
        made.append(_acting(ground, row, fall))
    return made


def _acting(ground: Ground, row: Kept, fall: Random) -> Internship:
    starts_on = row.member.included_on + dt.timedelta(days=fall.randint(40, 90))
    ends_on = starts_on + dt.timedelta(days=27)
    return Internship(
        member=row.member,
        kind=Internship.Kind.ACTING,
        unit_id=row.worker.unit,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=120,
        status="done" if ends_on < ground.today else "running",
        order_number=f"{fall.randint(20, 400)}-к",
        result=fall.choice(words.MENTOR_VIEWS),
    )


def _groups(ground: Ground, kept: Sequence[Kept], fall: Random) -> None:
    """Last year's group has finished, this year's two are under way."""
    groups = StudyGroup.objects.bulk_create(
        [
            StudyGroup(
                owner=ground.region,
                name=f"Школа начинающего руководителя, {name}",
                starts_on=dt.date(year, 9, 15),
                ends_on=dt.date(year + 1, 5, 25),
                curator="Заведующий кафедрой управления образованием",
                topics=list(words.TOPICS[:5]),
            )
            for name, year in (
                ("набор 2025", 2025),
                ("группа 1, 2026", 2026),
                ("группа 2, 2026", 2026),
            )
        ]
    )
    people = {row.worker.person: row.worker for row in kept if row.member.is_active}
    workers = [*people.values(), *ground.newcomers]
    unique = list({worker.person: worker for worker in workers}.values())
    chosen = fall.sample(unique, min(len(unique), max(6, round(60 * ground.size))))
    consents.give(ground, [worker.person for worker in chosen])
    Learner.objects.bulk_create(
        [
            _learner(groups[at % len(groups)], worker, at)
            for at, worker in enumerate(chosen)
        ],
        batch_size=BATCH,
    )


def _learner(group: StudyGroup, worker: Worker, at: int) -> Learner:
    is_over = group.starts_on.year == 2025 and at % 7
    return Learner(
        group=group,
        person_id=worker.person,
        unit_id=worker.unit,
        finished_on=group.ends_on if is_over else None,
        certificate=f"ШНР-{at:04d}" if is_over else "",
    )
