"""What a competition is made of: first rows from the data files, and its faults."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reserve import data_files, stage_calendar
from reserve.models import (
    Competition,
    CompetitionDocument,
    CompetitionRequirement,
    Requirement,
    Stage,
    StageCriterion,
)
from reserve.stage_calendar import Days, Window


def fill(competition: Competition) -> None:
    """Give a new competition its stages, criteria, requirements and documents."""
    data = data_files.competition()
    competition.tie_stages = list(data["tie_stages"])
    competition.save(update_fields=["tie_stages"])
    for position, row in enumerate(data["stages"], 1):
        _add_stage(competition, position, row)
    recount(competition)
    _add_requirements(competition, data["requirements"])
    names = data_files.documents()
    CompetitionDocument.objects.bulk_create(
        CompetitionDocument(
            competition=competition, position=at, name=names[row["code"]], **row
        )
        for at, row in enumerate(data["documents"], 1)
    )


def add_stage(competition: Competition, kind: str) -> None:
    """Give a competition one of the usual stages, at its usual place."""
    rows = enumerate(data_files.competition()["stages"], 1)
    position, row = next((at, row) for at, row in rows if row["kind"] == kind)
    _add_stage(competition, position, row)


def recount(competition: Competition) -> None:
    """Set the most points of expert stages: the weighted sum of their criteria."""
    for stage in competition.stages.filter(kind__in=Stage.EXPERT):
        total = sum(
            (row.weight * row.maximum for row in stage.criteria.all()), Decimal(0)
        )
        if total:
            stage.maximum = total
            stage.save(update_fields=["maximum"])


def faults(competition: Competition, today: dt.date | None = None) -> list[str]:
    """Return in words what keeps the competition from being announced."""
    stages = list(competition.stages.prefetch_related("criteria"))
    found = [
        *_of_days(competition, stages, today or timezone.localdate()),
        *_of_stages(stages),
    ]
    if not competition.announcement.strip():
        found.append(_("The announcement has no text."))
    return found


def window(competition: Competition) -> Window:
    """Return the days that bound the competition."""
    return Window(competition.opens_on, competition.closes_on, competition.decides_on)


def _of_days(
    competition: Competition, stages: list[Stage], today: dt.date
) -> list[str]:
    found = []
    if competition.closes_on < today:
        found.append(_("The last day of applications has passed."))
    days = [Days(stage.starts_on, stage.ends_on) for stage in stages]
    for index in stage_calendar.out_of_order(window(competition), days):
        found.append(
            _(
                "The stage «%(stage)s» lies beyond the competition's days"
                " or before the stage ahead of it."
            )
            % {"stage": stages[index].name}
        )
    return found


def _of_stages(stages: list[Stage]) -> list[str]:
    found = []
    experts = [stage for stage in stages if stage.is_expert]
    if not experts:
        found.append(_("There is no stage with experts: a defense or an interview."))
    for stage in experts:
        if not stage.criteria.all():
            text = _("The stage «%(stage)s» has no criteria.")
            found.append(text % {"stage": stage.name})
    for stage in stages:
        if stage.pass_mark is not None and stage.pass_mark > stage.maximum:
            text = _("The pass mark of «%(stage)s» is above its most points.")
            found.append(text % {"stage": stage.name})
    if sum(stage.weight for stage in stages) != 1:
        total = sum(stage.weight for stage in stages)
        text = _("The weights of the stages add up to %(sum)s instead of 1.")
        found.append(text % {"sum": total})
    return found


def _add_stage(competition: Competition, position: int, row: dict[str, Any]) -> None:
    days = stage_calendar.proposed(window(competition), row)
    optional = {
        key: row[key] for key in ("weight", "maximum", "pass_mark") if key in row
    }
    stage = Stage.objects.create(
        competition=competition,
        kind=str(row["kind"]),
        name=str(row["name"]),
        position=position,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        **{key: Decimal(str(value)) for key, value in optional.items()},
    )
    StageCriterion.objects.bulk_create(
        StageCriterion(stage=stage, position=at, **fields)
        for at, fields in enumerate(row.get("criteria", []), 1)
    )


def _add_requirements(competition: Competition, codes: list[str]) -> None:
    region = competition.consent_text.owner
    every = Requirement._default_manager
    rows = every.filter(owner=region, is_active=True, code__in=codes)
    CompetitionRequirement.objects.bulk_create(
        CompetitionRequirement(
            competition=competition, requirement=row, minimum=row.minimum
        )
        for row in rows.order_by("position", "pk")
    )
