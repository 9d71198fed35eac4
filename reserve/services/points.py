"""Points of a test or an interview as the staff enters them, and the pass mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal import figures, journal
from portal.errors import Refused
from portal.models import User
from reserve import states
from reserve.models import Application, Competition, Stage, StageResult
from reserve.reading import standing
from reserve.services import experts

Status = Application.Status


@dataclass(frozen=True)
class Entered:
    """How many applications got points, and which numbers are not in play."""

    count: int
    unknown: list[int]


@transaction.atomic
def enter(stage_id: int, *, points: Mapping[int, Decimal | None], by: User) -> Entered:
    """Write the points by the numbers of the applications; None takes them away.

    Raises PermissionDenied without the right; Refused for points beyond the stage's
    maximum, for a stage judged by score sheets, outside the assessment, and for
    one's own application.
    """
    stage = _stage(stage_id, by)
    _require_by_hand(stage)
    wrong = [n for n, value in points.items() if not _fits(value, stage.maximum)]
    if wrong:
        raise Refused(
            _("Points must lie between 0 and %(most)s: № %(numbers)s.")
            % {
                "most": figures.number(stage.maximum.normalize()),
                "numbers": ", ".join(map(str, wrong)),
            }
        )
    rows = {row.number: row for row in standing.in_play(stage.competition)}
    known = {n: value for n, value in points.items() if n in rows}
    if by.person_id and any(rows[n].person_id == by.person_id for n in known):
        raise Refused(_("Somebody else decides on one's own application."))
    for number, value in known.items():
        StageResult.objects.update_or_create(
            application=rows[number],
            stage=stage,
            defaults={"points": value, "by": by, "is_passed": None},
        )
    _note(stage, "points_entered", by, len(known))
    return Entered(len(known), sorted(points.keys() - rows.keys()))


@transaction.atomic
def stop_below(stage_id: int, *, by: User) -> int:
    """Stop the applications below the pass mark, each with the reason; return how many.

    Raises PermissionDenied without the right, Refused without a pass mark.
    """
    stage = _stage(stage_id, by)
    if stage.pass_mark is None:
        raise Refused(_("The stage has no pass mark."))
    rows = standing.in_play(stage.competition)
    results = StageResult.objects.filter(
        stage=stage, application__in=rows, points__isnull=False
    )
    below = results.filter(points__lt=stage.pass_mark).values("application")
    stopped = list(Application.objects.locked().filter(pk__in=below))
    for application in stopped:
        _stop(application, stage, by)
    results.filter(application__in=stopped).update(is_passed=False)
    results.filter(points__gte=stage.pass_mark).update(is_passed=True)
    _note(stage, "pass_mark_applied", by, len(stopped))
    return len(stopped)


@transaction.atomic
def let_back(application_id: int, *, by: User) -> Application:
    """Let a stopped application back into play.

    Raises PermissionDenied without the right, Refused unless it is stopped.
    """
    row = Application.objects.select_related("competition").get(pk=application_id)
    competition = experts.locked(row.competition_id, by)
    application = Application.objects.locked().get(pk=application_id)
    states.step(
        states.APPLICATION,
        application.status,
        Status.ADMITTED,
        unit=competition.unit,
        by=by,
    )
    application.stage_results.filter(stage=application.stopped_at).update(
        is_passed=None
    )
    application.status, application.stopped_at = Status.ADMITTED, None
    application.reason = ""
    application.save(update_fields=["status", "stopped_at", "reason", "updated_at"])
    journal.write("application_let_back", application, by=by, unit=application.unit)
    return application


def is_by_hand(stage: Stage) -> bool:
    """Tell whether the staff enters the stage's points: no expert has a sheet."""
    if stage.kind == Stage.Kind.DOCUMENTS:
        return False
    return not stage.sheets.exists()


def _stop(application: Application, stage: Stage, by: User) -> None:
    unit = stage.competition.unit
    states.step(
        states.APPLICATION, application.status, Status.STOPPED, unit=unit, by=by
    )
    points = application.stage_results.get(stage=stage).points
    application.reason = _below(stage, points)
    application.status, application.stopped_at = Status.STOPPED, stage
    application.save(update_fields=["status", "stopped_at", "reason", "updated_at"])


def _below(stage: Stage, points: Decimal | None) -> str:
    """Say in the language of the data why the application stops."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(stage)s: %(points)s points, the pass mark is %(mark)s.") % {
            "stage": stage.name,
            "points": figures.number(points),
            "mark": figures.number(stage.pass_mark),
        }


def _stage(stage_id: int, by: User) -> Stage:
    stage = Stage.objects.get(pk=stage_id)
    stage.competition = experts.locked(stage.competition_id, by)
    if stage.competition.status != Competition.Status.ASSESSING:
        raise Refused(_("Points are entered while the assessment goes on."))
    return stage


def _require_by_hand(stage: Stage) -> None:
    if stage.kind == Stage.Kind.DOCUMENTS:
        raise Refused(_("The check of documents has no points."))
    if stage.sheets.exists():
        raise Refused(_("Experts judge this stage: their sheets give the points."))


def _fits(value: Decimal | None, maximum: Decimal) -> bool:
    return value is None or 0 <= value <= maximum


def _note(stage: Stage, action: str, by: User, count: int) -> None:
    journal.write(
        action,
        stage.competition,
        by=by,
        unit=stage.competition.unit,
        stage=stage.kind,
        applications=count,
    )
