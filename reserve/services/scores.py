"""Filling in a score sheet: drafts, handing in, discussion of outliers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from reserve import agreement
from reserve.models import (
    Application,
    Competition,
    Score,
    Sheet,
    Stage,
    StageCriterion,
    StageResult,
)
from reserve.reading import standing

Status = Sheet.Status
ASSESSING = Competition.Status.ASSESSING


@dataclass(frozen=True)
class Filling:
    """What an expert has filled in: points by the criteria's ids, and two texts."""

    points: Mapping[int, int]
    strengths: str = ""
    advice: str = ""


def may_change(sheet: Sheet, today: dt.date) -> bool:
    """Tell whether the expert may still fill in the sheet.

    A handed in one until the stage closes, one sent back for discussion always.
    """
    if sheet.stage.competition.status != ASSESSING:
        return False
    if sheet.status == Status.DONE:
        return today <= max(sheet.stage.ends_on, sheet.due_on)
    return sheet.status in Sheet.OPEN


@transaction.atomic
def save(sheet_id: int, *, filling: Filling, by: User) -> Sheet:
    """Keep a draft; what was handed in stays as it is until handed in anew.

    Raises PermissionDenied for anyone but the expert, Refused for a sheet that is
    handed in or closed.
    """
    sheet = _own(sheet_id, by)
    if sheet.status == Status.DONE:
        raise Refused(_("The sheet is handed in. Hand it in again to change it."))
    _fill(sheet, filling)
    sheet.save(update_fields=["strengths", "advice"])
    return sheet


@transaction.atomic
def hand_in(sheet_id: int, *, filling: Filling, by: User) -> Sheet:
    """Hand in the sheet; its points enter the application's points at the stage.

    Raises PermissionDenied for anyone but the expert, Refused where a criterion has
    no points and for a sheet that is closed.
    """
    hold(stages__sheets=sheet_id)
    sheet = _own(sheet_id, by)
    criteria = {row.pk: row for row in sheet.stage.criteria.all()}
    missing = [row.name for key, row in criteria.items() if key not in filling.points]
    if missing:
        raise Refused(_("No points yet: %(names)s.") % {"names": "; ".join(missing)})
    _fill(sheet, filling)
    sheet.points = total(filling.points, criteria)
    sheet.status, sheet.handed_in_at = Status.DONE, timezone.now()
    sheet.save(
        update_fields=["strengths", "advice", "points", "status", "handed_in_at"]
    )
    settle(sheet.application, sheet.stage)
    journal.write("sheet_handed_in", sheet, by=by, unit=sheet.stage.competition.unit)
    return sheet


@transaction.atomic
def send_back(stage_id: int, *, application_id: int, note: str, by: User) -> int:
    """Send the sheets of an application back to be discussed; return how many.

    Raises PermissionDenied without the right; Refused without a note, while a sheet
    is not handed in yet, and once the competition is decided.
    """
    hold(stages=stage_id)
    stage = Stage.objects.select_related("competition__unit").get(pk=stage_id)
    access.require(by, Can.RUN_RESERVE, stage.competition.unit)
    if stage.competition.status != ASSESSING:
        raise Refused(_("Score sheets are filled in while the assessment goes on."))
    if not note.strip():
        raise Refused(_("Write what the experts should discuss."))
    rows = Sheet.objects.locked().filter(stage=stage, application=application_id)
    sheets = list(rows.exclude(status=Status.RECUSED).select_related("expert__user"))
    if len(sheets) < 2 or any(sheet.status != Status.DONE for sheet in sheets):
        raise Refused(_("A discussion begins when all experts have handed in."))
    rows.filter(status=Status.DONE).update(status=Status.DISCUSSION)
    StageResult.objects.filter(stage=stage, application=application_id).update(
        note=note.strip()[:500], by=by, at=timezone.now()
    )
    application = sheets[0].application
    journal.write(
        "sheets_sent_back",
        application,
        by=by,
        unit=stage.competition.unit,
        reason=note.strip()[:500],
        sheets=len(sheets),
    )
    for sheet in sheets:
        _ask_to_discuss(sheet, application.number)
    return len(sheets)


def settle(application: Application, stage: Stage) -> None:
    """Make the mean of the handed in sheets the application's points at the stage."""
    rows = application.sheets.filter(
        stage=stage, status__in=standing.COUNTED, points__isnull=False
    )
    points = [Decimal(value or 0) for value in rows.values_list("points", flat=True)]
    StageResult.objects.update_or_create(
        application=application,
        stage=stage,
        defaults={"points": agreement.mean(points) if points else None},
    )


def total(points: Mapping[int, int], criteria: Mapping[int, StageCriterion]) -> Decimal:
    """Return the weighted sum of the points of the criteria."""
    return sum(
        (criteria[key].weight * given for key, given in points.items()), Decimal(0)
    )


def hold(**where: int) -> None:
    """Lock the competition, so that it is not decided meanwhile."""
    list(Competition.objects.locked().filter(**where).values_list("pk"))


def _own(sheet_id: int, by: User) -> Sheet:
    rows = (
        Sheet.objects.of_expert(by)
        .locked()
        .select_related("stage__competition__unit", "application")
    )
    sheet = rows.filter(pk=sheet_id).first()
    if sheet is None:
        raise PermissionDenied
    if not may_change(sheet, timezone.localdate()):
        raise Refused(_("The sheet is closed: it cannot be changed any more."))
    return sheet


def _fill(sheet: Sheet, filling: Filling) -> None:
    """Write the points and the texts; points taken away are removed."""
    criteria = {row.pk: row for row in sheet.stage.criteria.all()}
    for key, given in filling.points.items():
        rule = criteria.get(key)
        if rule is None or not rule.minimum <= given <= rule.maximum:
            raise Refused(_("Such points are not in the range of the criterion."))
    sheet.scores.exclude(criterion__in=filling.points).delete()
    Score.objects.bulk_create(
        [
            Score(sheet=sheet, criterion_id=key, points=given)
            for key, given in filling.points.items()
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["points"],
    )
    sheet.strengths, sheet.advice = filling.strengths.strip(), filling.advice.strip()


def _ask_to_discuss(sheet: Sheet, number: int) -> None:
    notices.notify(
        [sheet.expert.user],
        f"reserve:discussion:{sheet.pk}:{timezone.now():%Y%m%d%H%M%S}",
        lambda: (
            _("№ %(number)s: the experts' points differ, please discuss them.")
            % {"number": number}
        ),
        reverse("reserve:sheet", args=[sheet.pk]),
    )
