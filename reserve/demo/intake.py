"""Competitions under way: one of the region takes applications, one is assessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from portal.models import User
from reserve.demo import consents, words
from reserve.demo.competitions import Days, announce, application, moment
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.models import (
    Application,
    Competition,
    Expert,
    Score,
    Sheet,
    Stage,
    StageResult,
)

Status = Application.Status
OPEN = Days(dt.date(2026, 11, 2), dt.date(2026, 12, 18), dt.date(2027, 2, 26))
ASSESSED = Days(dt.date(2026, 9, 7), dt.date(2026, 10, 2), dt.date(2026, 12, 10))
APPLICATIONS = 22  # so far, in a network of the real one's size
ASSESSED_APPLICATIONS = 8


def open_one(ground: Ground, own: Worker) -> Competition:
    """Write the region's open competition; `own` is the candidate's draft."""
    name = "Конкурс в кадровый резерв края «Шаг вперёд — 2027»"
    competition = announce(
        ground, ground.region, name, OPEN, Competition.Status.ANNOUNCED
    )
    fall = ground.dice("open competition")
    workers = [own, *ground.take(max(6, round(APPLICATIONS * ground.size)))]
    rows = [
        _handed_in(ground, competition, worker, number, fall)
        for number, worker in enumerate(workers, 1)
    ]
    for row in rows[:1] + rows[3::4]:
        row.status, row.submitted_at = Status.DRAFT, None
    rows[0].motivation = rows[0].project = ""
    for row in rows[2::4]:
        row.status = Status.ADMITTED
    Application.objects.bulk_create(rows, batch_size=BATCH)
    consents.give(ground, [worker.person for worker in workers])
    return competition


def assessed_one(ground: Ground, experts: Sequence[User]) -> Competition:
    """Write the shown municipality's competition: sheets given, done, in discussion."""
    name = "Муниципальный конкурс в кадровый резерв — осень 2026"
    shown = ground.stage.shown
    competition = announce(ground, shown, name, ASSESSED, Competition.Status.ASSESSING)
    fall = ground.dice("assessed competition")
    workers = ground.teachers(ASSESSED_APPLICATIONS)
    local = [pk for pk, place in ground.schools if place == shown.pk]
    rows = []
    for number, worker in enumerate(workers, 1):
        row = application(competition, worker, number, fall)
        row.unit_id = local[number % len(local)]
        rows.append(row)
    Application.objects.bulk_create(rows)
    consents.give(ground, [worker.person for worker in workers])
    stages = {stage.kind: stage for stage in competition.stages.all()}
    _first_stages(stages, rows, fall)
    _sheets(competition, stages[Stage.Kind.DEFENSE], rows, experts, fall)
    return competition


def _handed_in(
    ground: Ground, competition: Competition, worker: Worker, number: int, fall: Random
) -> Application:
    row = application(competition, worker, number, fall)
    row.status = Status.SUBMITTED
    row.submitted_at = moment(ground.ago(fall.randint(1, 17)), fall)
    if fall.random() < 0.3:
        row.nominated_by = ground.users["municipal"]
        row.nomination_note = fall.choice(words.NOMINATION_NOTES)
    return row


def _first_stages(
    stages: dict[str, Stage], rows: Sequence[Application], fall: Random
) -> None:
    StageResult.objects.bulk_create(
        StageResult(
            application=row,
            stage=stages[kind],
            points=fall.randint(62, 96) if kind == Stage.Kind.TEST else None,
            is_passed=True,
        )
        for kind in (Stage.Kind.DOCUMENTS, Stage.Kind.TEST)
        for row in rows
    )


def _sheets(
    competition: Competition,
    stage: Stage,
    rows: Sequence[Application],
    users: Sequence[User],
    fall: Random,
) -> None:
    """Three experts for each application; the first expert has some still to do."""
    experts = Expert.objects.bulk_create(
        Expert(competition=competition, user=user, label=letter)
        for user, letter in zip(users, "АБВГ", strict=False)
    )
    sheets = [
        Sheet(
            expert=experts[(at + turn) % len(experts)],
            application=row,
            stage=stage,
            due_on=competition.decides_on - dt.timedelta(days=12),
        )
        for at, row in enumerate(rows)
        for turn in range(competition.experts_per_application)
    ]
    done = [sheet for at, sheet in enumerate(sheets) if _is_done(at, sheet, experts[0])]
    scores = [score for sheet in done for score in _fill(sheet, stage, fall)]
    Sheet.objects.bulk_create(sheets)
    Score.objects.bulk_create(scores)
    _settle(stage, rows, done)


def _is_done(at: int, sheet: Sheet, first: Expert) -> bool:
    return at % 3 != 0 if sheet.expert == first else at % 5 != 4


def _fill(sheet: Sheet, stage: Stage, fall: Random) -> list[Score]:
    """Hand the sheet in; return its points by criterion."""
    scores, total = [], Decimal(0)
    for criterion in stage.criteria.all():
        points = fall.randint(criterion.maximum // 2, criterion.maximum)
        scores.append(Score(sheet=sheet, criterion=criterion, points=points))
        total += criterion.weight * points
    sheet.status, sheet.points = Sheet.Status.DONE, total
    sheet.strengths = fall.choice(words.STRENGTHS)
    sheet.advice = fall.choice(words.ADVICE)
    sheet.handed_in_at = moment(sheet.due_on - dt.timedelta(days=14), fall)
    return scores


def _settle(stage: Stage, rows: Sequence[Application], done: Sequence[Sheet]) -> None:
    """The mean of what is handed in is the application's points."""
    cent = Decimal("0.01")
    results = []
    for row in rows:
        points = [
            sheet.points or Decimal(0) for sheet in done if sheet.application == row
        ]
        if points:
            mean = (sum(points, Decimal(0)) / len(points)).quantize(cent)
            results.append(StageResult(application=row, stage=stage, points=mean))
    StageResult.objects.bulk_create(results)
