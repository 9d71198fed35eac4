"""Where a competition stands: who is in play, their points, places and agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q, QuerySet

from reserve import agreement, ranking
from reserve.agreement import Agreement, Mark
from reserve.assignment import Judge, Work
from reserve.models import (
    Application,
    Competition,
    Expert,
    Sheet,
    Stage,
    StageResult,
    agreed,
)
from reserve.ranking import Line, Ranked, Rule

Status = Application.Status
COUNTED = (Sheet.Status.DONE, Sheet.Status.DISCUSSION)  # a discussion keeps the points


def in_play(competition: Competition) -> QuerySet[Application]:
    """Return the applications that compete, or were decided on; those who consent."""
    decided = Q(status__in=(Status.INCLUDED, Status.DECLINED), decision__isnull=False)
    rows = competition.applications.filter(Q(status=Status.ADMITTED) | decided)
    return rows.filter(agreed()).order_by("number")


def rules(competition: Competition) -> list[Rule]:
    """Return the formula: every stage in order, with weight and maximum."""
    return [
        Rule(stage.kind, stage.name, stage.weight, stage.maximum)
        for stage in competition.stages.all()
    ]


def ranked(competition: Competition) -> list[Ranked]:
    """Return the places as of now, with explanations."""
    rows = list(in_play(competition).only("number", "submitted_at"))
    points = points_of(rows)
    lines = [
        Line(row.pk, row.number, points[row.pk], row.submitted_at)
        for row in rows
        if row.submitted_at is not None
    ]
    return ranking.rank(lines, rules(competition), competition.tie_stages)


def points_of(rows: Iterable[Application]) -> dict[int, dict[str, Decimal]]:
    """Return the points of applications by the codes of the stages."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    results = StageResult.objects.filter(
        application__in=[row.pk for row in rows], points__isnull=False
    )
    for key, code, points in results.values_list(
        "application", "stage__kind", "points"
    ):
        found[key][code] = points or Decimal(0)
    return found


def handed_in(stage: Stage) -> QuerySet[Sheet]:
    """Return the stage's sheets with points, of applications in play."""
    return Sheet.objects.filter(
        stage=stage,
        status__in=COUNTED,
        points__isnull=False,
        application__in=in_play(stage.competition),
    )


def agreed_on(stage: Stage) -> Agreement:
    """Return how far the stage's experts agree."""
    rows = handed_in(stage).values_list("application", "expert", "points")
    marks = [
        Mark(work, judge, points) for work, judge, points in rows if points is not None
    ]
    return agreement.of(marks, stage.maximum, stage.competition.outlier_gap)


def judges(experts: Iterable[Expert]) -> list[Judge]:
    """Return experts as the rule of assignment sees them."""
    return [
        Judge(
            expert.pk,
            expert.label,
            expert.unit.path if expert.unit else "",
            expert.user.person_id or 0,
            expert.user_id,
        )
        for expert in experts
    ]


def works(rows: Iterable[Application]) -> list[Work]:
    """Return applications as the rule of assignment sees them; units are fetched."""
    return [
        Work(row.pk, row.number, row.unit.path, row.person_id, row.nominated_by_id or 0)
        for row in rows
    ]


def expert_stages(competition: Competition) -> Sequence[Stage]:
    """Return the stages that experts judge, in order."""
    return list(competition.stages.filter(kind__in=Stage.EXPERT))


def current_stage(competition: Competition) -> Stage | None:
    """Return the last expert stage that has sheets, else the first expert stage."""
    stages = expert_stages(competition)
    begun = set(Sheet.objects.filter(stage__in=stages).values_list("stage", flat=True))
    with_sheets = [stage for stage in stages if stage.pk in begun]
    return with_sheets[-1] if with_sheets else next(iter(stages), None)
