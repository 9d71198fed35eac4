"""A competition as its page shows it: funnel, stages, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import figures
from portal.models import JournalEntry, User
from reserve import stage_calendar
from reserve.models import Application, Competition, Stage, StageResult
from reserve.stage_calendar import Days

Status = Application.Status


@dataclass(frozen=True)
class Step:
    """A step of the funnel: how many came so far; None while it is ahead."""

    label: str
    count: int | None
    width: float
    note: str
    is_now: bool


@dataclass(frozen=True)
class Line:
    """A stage in the list of stages."""

    label: str
    note: str
    state: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a decision."""

    title: str
    note: str
    url: str
    action: str


def funnel(
    competition: Competition, stages: Sequence[Stage], today: dt.date
) -> list[Step]:
    """Return how many have come through each stage, with one query for all."""
    passed = _passed(competition)
    counts: list[tuple[str, int | None, Stage | None]] = [
        (_("Applied"), passed["applied"], None)
    ]
    for stage in stages:
        number = passed.get(f"stage{stage.pk}")
        if stage.kind == Stage.Kind.COMMISSION:
            is_decided = competition.status == Competition.Status.DECIDED
            number = passed["included"] if is_decided else None
        counts.append((stage.name, number, stage))
    return _drawn(counts, today)


def _passed(competition: Competition) -> dict[str, int | None]:
    rows = Application.objects.filter(competition=competition).submitted()
    found: dict[str, int | None] = dict(
        rows.aggregate(
            applied=Count("pk"), included=Count("pk", Q(status=Status.INCLUDED))
        )
    )
    results = StageResult.objects.filter(application__in=rows, is_passed__isnull=False)
    by_stage = results.values("stage").annotate(n=Count("pk", Q(is_passed=True)))
    for row in by_stage.order_by("stage"):
        found[f"stage{row['stage']}"] = row["n"]
    return found


def _drawn(
    counts: Sequence[tuple[str, int | None, Stage | None]], today: dt.date
) -> list[Step]:
    widest = max([number or 0 for _label, number, _stage in counts] + [1])
    steps, before = [], None
    for label, number, stage in counts:
        is_now = stage is not None and stage_state(stage, today) == "now"
        width = 100 * (number or 0) / widest
        note = _share(number, before) if number is not None else _days(stage)
        steps.append(Step(label, number, round(width, 1), note, is_now))
        before = number if number is not None else before
    return steps


def _share(number: int, before: int | None) -> str:
    if before is None:
        return _("all who applied")
    if not before:
        return ""
    share = figures.percent(100 * number / before, 0, get_language() or "ru")
    return _("%(share)s came through") % {"share": share}


def _days(stage: Stage | None) -> str:
    if stage is None:
        return ""
    return _period(stage.starts_on, stage.ends_on)


def _period(first: dt.date, last: dt.date) -> str:
    language = get_language() or "ru"
    if first == last:
        return figures.day(first, language)
    return figures.period(first, last, language)


def stage_state(stage: Stage, today: dt.date) -> str:
    """Return where the stage stands on the day."""
    return stage_calendar.state(Days(stage.starts_on, stage.ends_on), today)


def stage_lines(
    competition: Competition, stages: Sequence[Stage], today: dt.date
) -> list[Line]:
    """Return the intake and the stages, with their days and rules."""
    intake = stage_calendar.state(
        Days(competition.opens_on, competition.closes_on), today
    )
    period = _period(competition.opens_on, competition.closes_on)
    lines = [Line(_("Applications"), period, intake)]
    return lines + [
        Line(stage.name, _stage_note(stage), stage_state(stage, today))
        for stage in stages
    ]


def _stage_note(stage: Stage) -> str:
    language = get_language() or "ru"
    parts = [_days(stage)]
    if stage.weight:
        weight = figures.number(stage.weight, None, language)
        parts.append(_("weight %(weight)s") % {"weight": weight})
    if stage.pass_mark is not None:
        whole = stage.pass_mark == stage.pass_mark.to_integral_value()
        mark = figures.number(stage.pass_mark, 0 if whole else 1, language)
        parts.append(_("pass mark %(mark)s") % {"mark": mark})
    return " · ".join(parts)


def waiting(competition: Competition) -> list[Waiting]:
    """Return what the staff has to decide about applications."""
    page = reverse("reserve:competition", args=[competition.pk])
    counts = competition.applications.aggregate(
        unchecked=Count("pk", Q(status=Status.SUBMITTED)),
        unsent=Count("pk", Q(status=Status.DRAFT, nominated_by__isnull=False)),
    )
    found = []
    if counts["unchecked"]:
        title = ngettext(
            "%(n)s application waits for the check of documents",
            "%(n)s applications wait for the check of documents",
            counts["unchecked"],
        ) % {"n": counts["unchecked"]}
        until = _("applications are taken until %(day)s") % {
            "day": date_format(competition.closes_on, "d.m.Y")
        }
        found.append(Waiting(title, until, f"{page}?status=submitted", _("Check")))
    if counts["unsent"]:
        title = ngettext(
            "%(n)s nominated candidate has not applied yet",
            "%(n)s nominated candidates have not applied yet",
            counts["unsent"],
        ) % {"n": counts["unsent"]}
        found.append(Waiting(title, _("they agree and apply themselves"), "", ""))
    return found


def listed(competition: Competition, user: User) -> QuerySet[Application]:
    """Return the sent applications that the user works with, for a list."""
    return (
        Application.objects.run_by(user)
        .submitted()
        .filter(competition=competition)
        .select_related("person", "unit__parent", "stopped_at")
    )


def hides_numbers(competition: Competition) -> bool:
    """Tell whether a number beside a name would break the blind assessment."""
    return competition.is_blind and competition.status == Competition.Status.ASSESSING


def cancelled_because(competition: Competition) -> str:
    """Return the reason on record for cancelling, nothing where it goes on."""
    if competition.status != Competition.Status.CANCELLED:
        return ""
    rows = JournalEntry.objects.filter(
        action="competition_cancelled",
        subject_table=Competition._meta.db_table,
        subject_id=competition.pk,
    )
    return rows.values_list("reason", flat=True).order_by("-at").first() or ""


def own_list(user: User, today: dt.date) -> dict[str, object]:
    """Return the competitions one runs, and those one may apply to, with own steps."""
    rows = Competition.objects.select_related("unit")
    mine = {
        row.competition_id: row
        for row in Application.objects.own(user).select_related("competition__unit")
    }
    run = rows.run_by(user).annotate(
        sent=Count("applications", Q(applications__submitted_at__isnull=False))
    )
    taking = rows.taking(today).order_by("closes_on", "pk")
    return {
        "run": run.order_by("-closes_on", "-pk"),
        "taking": [(row, mine.get(row.pk)) for row in taking],
        "past": [row for row in mine.values() if not row.competition.is_taking(today)],
    }
