"""Giving score sheets: by rule, by hand, to somebody else; reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from reserve import assignment, conflict_words
from reserve.assignment import Plan, Shortage
from reserve.models import Application, Competition, Expert, Sheet, Stage
from reserve.reading import standing
from reserve.services import experts, scores

Status = Sheet.Status
ASSESSING = Competition.Status.ASSESSING


@dataclass(frozen=True)
class Given:
    """How many sheets were given, and which applications lack experts."""

    count: int
    short: Sequence[Shortage]


@transaction.atomic
def give(stage_id: int, *, by: User) -> Given:
    """Give every application in play the experts it lacks at the stage, by rule.

    Raises PermissionDenied without the right; Refused unless the assessment goes on,
    for a stage without score sheets and without experts.
    """
    stage = _stage(stage_id, by)
    if not stage.competition.experts.exists():
        raise Refused(_("Add the experts first."))
    rows = standing.in_play(stage.competition).select_related("unit")
    plan = planned(stage, list(rows))
    _write(stage, plan.pairs)
    if plan.pairs:
        journal.write(
            "sheets_given",
            stage.competition,
            by=by,
            unit=stage.competition.unit,
            stage=stage.kind,
            sheets=len(plan.pairs),
        )
    return Given(len(plan.pairs), plan.short)


@transaction.atomic
def give_to(stage_id: int, *, application_id: int, expert_id: int, by: User) -> Sheet:
    """Give one application to one expert by hand.

    Raises as `give` does; Refused also where interests conflict, where the expert
    has it already, and where they refused it.
    """
    stage = _stage(stage_id, by)
    rows = standing.in_play(stage.competition).select_related("unit")
    application = rows.get(pk=application_id)
    expert = _experts(stage.competition).get(pk=expert_id)
    _refuse_conflict(expert, application)
    if stage.sheets.filter(expert=expert, application=application).exists():
        raise Refused(_("This expert has, or had, a sheet for this application."))
    _write(stage, [(application.pk, expert.pk)])
    sheet = stage.sheets.get(expert=expert, application=application)
    journal.write("sheet_given", sheet, by=by, unit=stage.competition.unit)
    return sheet


@transaction.atomic
def recuse(
    sheet_id: int, *, reason: str, by: User, expert_id: int | None = None
) -> Sheet | None:
    """Take the sheet off its expert for the reason; return the one that replaces it.

    Both the expert and who runs the competition may. The next expert is found by
    rule, or is `expert_id`; None comes back where nobody is left. Raises Refused
    without a reason and once the competition is decided.
    """
    sheet = locked(sheet_id, by)
    stage, application = sheet.stage, sheet.application
    if not reason.strip():
        raise Refused(_("Say why: the reason stays on record."))
    if sheet.status == Status.RECUSED:
        raise Refused(_("This sheet has been taken off the expert already."))
    require_assessing(stage.competition)
    sheet.status, sheet.recusal = Status.RECUSED, reason.strip()[:300]
    sheet.points = sheet.handed_in_at = None
    sheet.save(update_fields=["status", "recusal", "points", "handed_in_at"])
    sheet.scores.all().delete()
    scores.settle(application, stage)
    unit = stage.competition.unit
    journal.write("sheet_recused", sheet, by=by, unit=unit, reason=sheet.recusal)
    return _replace(stage, application, expert_id)


@transaction.atomic
def remind(competition_id: int, *, by: User) -> int:
    """Remind the experts whose sheets wait, once a day; return how many experts."""
    competition = Competition.objects.select_related("unit").get(pk=competition_id)
    access.require(by, Can.RUN_RESERVE, competition.unit)
    waiting = Expert.objects.filter(
        competition=competition, sheets__status__in=Sheet.OPEN
    )
    users = list(User.objects.filter(expertises__in=waiting).distinct())
    notices.notify(
        users,
        f"reserve:sheets:{competition.pk}:{timezone.localdate()}",
        lambda: (
            _("«%(name)s»: your score sheets are waiting.") % {"name": competition.name}
        ),
        reverse("reserve:sheets"),
    )
    journal.write(
        "experts_reminded",
        competition,
        by=by,
        unit=competition.unit,
        experts=len(users),
    )
    return len(users)


def planned(stage: Stage, rows: Sequence[Application]) -> Plan:
    """Return what the rule would give now."""
    sheets = stage.sheets.values_list("application", "expert", "status")
    return assignment.assign(
        standing.judges(_experts(stage.competition)),
        standing.works(rows),
        stage.competition.experts_per_application,
        given={(work, judge) for work, judge, state in sheets if state != "recused"},
        barred={(work, judge) for work, judge, state in sheets if state == "recused"},
    )


def _replace(
    stage: Stage, application: Application, expert_id: int | None
) -> Sheet | None:
    """Give the application to the chosen expert, or to the next one by rule."""
    if expert_id is not None:
        expert = _experts(stage.competition).get(pk=expert_id)
        _refuse_conflict(expert, application)
        pairs: Sequence[tuple[int, int]] = [(application.pk, expert.pk)]
    else:
        pairs = planned(stage, [application]).pairs[:1]
    _write(stage, pairs)
    return stage.sheets.filter(
        application=application, expert__in=[judge for _work, judge in pairs]
    ).first()


def _write(stage: Stage, pairs: Sequence[tuple[int, int]]) -> None:
    """Make the sheets and tell their experts, each once."""
    due = max(stage.ends_on, timezone.localdate())
    made = Sheet.objects.bulk_create(
        Sheet(stage=stage, application_id=work, expert_id=judge, due_on=due)
        for work, judge in pairs
    )
    counts: dict[int, int] = {}
    for sheet in made:
        counts[sheet.expert_id] = counts.get(sheet.expert_id, 0) + 1
    for expert in Expert.objects.filter(pk__in=counts).select_related("user"):
        _tell(expert, stage, counts[expert.pk], made[-1].pk)


def _tell(expert: Expert, stage: Stage, count: int, batch: int) -> None:
    notices.notify(
        [expert.user],
        f"reserve:sheets-given:{expert.pk}:{batch}",
        lambda: (
            ngettext(
                "%(stage)s: %(count)s score sheet is given to you.",
                "%(stage)s: %(count)s score sheets are given to you.",
                count,
            )
            % {"stage": stage.name, "count": count}
        ),
        reverse("reserve:sheets"),
    )


def _refuse_conflict(expert: Expert, application: Application) -> None:
    judge, work = standing.judges([expert])[0], standing.works([application])[0]
    if why := assignment.conflict(judge, work):
        raise Refused(
            _("Conflict of interest, expert %(label)s and № %(number)s: %(why)s.")
            % {
                "label": expert.label,
                "number": application.number,
                "why": conflict_words.WORDS[why],
            }
        )


def _stage(stage_id: int, by: User) -> Stage:
    """Return an expert stage of a competition that is being assessed, locked."""
    stage = Stage.objects.select_related("competition").get(pk=stage_id)
    stage.competition = experts.locked(stage.competition_id, by)
    if not stage.is_expert:
        raise Refused(_("This stage has no score sheets."))
    require_assessing(stage.competition)
    return stage


def _experts(competition: Competition) -> QuerySet[Expert]:
    return competition.experts.select_related("unit", "user")


def require_assessing(competition: Competition) -> None:
    """Raise Refused unless the assessment goes on."""
    if competition.status != ASSESSING:
        raise Refused(_("Score sheets are filled in while the assessment goes on."))


def locked(sheet_id: int, by: User) -> Sheet:
    """Return the sheet locked, for its expert or for who runs the competition."""
    scores.hold(stages__sheets=sheet_id)
    rows = Sheet.objects.locked().select_related(
        "expert__user", "stage__competition__unit", "application__unit"
    )
    sheet = rows.get(pk=sheet_id)
    if sheet.expert.user_id != by.pk:
        access.require(by, Can.RUN_RESERVE, sheet.stage.competition.unit)
    return sheet
