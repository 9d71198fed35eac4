"""Points of a stage entered by the staff, the pass mark, and its undoing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.asking import attempt
from portal.http import Request, id_of
from reserve.forms.assessment import PointsForm, name_of
from reserve.models import Application, Competition, Stage, StageResult
from reserve.reading import explanation, standing
from reserve.services import points
from reserve.services.points import Entered
from reserve.views.assessment import found


@require_http_methods(["GET", "POST"])
def enter(request: Request, pk: int) -> HttpResponse:
    """Show the points of a stage; on POST write what has changed."""
    competition = found(request, pk)
    stage = _stage(competition, request.GET.get("stage"))
    results = _results(stage)
    known = {
        row.number: results[row.pk].points if row.pk in results else None
        for row in standing.in_play(competition)
    }
    form = PointsForm(request.POST or None, stage=stage, known=known.items())
    here = f"{reverse('reserve:competition_points', args=[pk])}?stage={stage.pk}"
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if attempt(
            request,
            lambda: _tell(
                request, points.enter(stage.pk, points=changes, by=request.user)
            ),
        ):
            return redirect(here)
    context = {
        "competition": competition,
        "stage": stage,
        "stages": _stages(competition),
        "form": form,
        "lines": _lines(stage, form, known),
        "stopped": _stopped(stage),
        "is_by_hand": points.is_by_hand(stage),
        "is_assessing": competition.status == Competition.Status.ASSESSING,
    }
    return render(request, "reserve/sheet/points.html", context)


@require_http_methods(["GET", "POST"])
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask, then stop the applications below the pass mark."""
    rows = Stage.objects.filter(
        competition__in=Competition.objects.run_by(request.user)
    )
    stage = get_object_or_404(rows.select_related("competition"), pk=pk)
    if stage.pass_mark is None:
        raise Http404
    url = reverse("reserve:competition_points", args=[stage.competition_id])
    back = f"{url}?stage={stage.pk}"
    if request.method == "POST":
        attempt(
            request,
            lambda: points.stop_below(pk, by=request.user),
            _("The pass mark is applied. Each of the stopped has the reason."),
        )
        return redirect(back)
    return render(request, "confirm.html", _question(stage, request.path, back))


@require_POST
def let_back(request: Request, pk: int) -> HttpResponse:
    """Let a stopped application back into play."""
    rows = Application.objects.run_by(request.user)
    application = get_object_or_404(rows, pk=pk)
    stage = application.stopped_at_id
    attempt(
        request,
        lambda: points.let_back(pk, by=request.user),
        _("№ %(number)s is back in play.") % {"number": application.number},
    )
    url = reverse("reserve:competition_points", args=[application.competition_id])
    return redirect(f"{url}?stage={stage}" if stage else url)


def _stages(competition: Competition) -> list[Stage]:
    return list(competition.stages.exclude(kind=Stage.Kind.DOCUMENTS))


def _stage(competition: Competition, chosen: str | None) -> Stage:
    """Return the chosen stage; without a choice the first without score sheets."""
    stages = _stages(competition)
    by_hand = [stage for stage in stages if points.is_by_hand(stage)]
    picked = [stage for stage in stages if stage.pk == id_of(chosen)]
    for stage in (*picked, *by_hand, *stages):
        return stage
    raise Http404


def _results(stage: Stage) -> dict[int, StageResult]:
    return {row.application_id: row for row in stage.results.all()}


def _lines(
    stage: Stage, form: PointsForm, known: Mapping[int, Decimal | None]
) -> list[dict[str, object]]:
    """Return a row for each application: number, field, whether it passes."""
    mark = stage.pass_mark
    return [
        {
            "number": number,
            "field": form[name_of(number)],
            "value": value,
            "is_below": value is not None and mark is not None and value < mark,
        }
        for number, value in known.items()
    ]


def _stopped(stage: Stage) -> list[Application]:
    rows = Application.objects.filter(
        stopped_at=stage, status=Application.Status.STOPPED
    )
    return list(rows.order_by("number"))


def _question(stage: Stage, action: str, back: str) -> dict[str, object]:
    rows = stage.results.filter(
        application__in=standing.in_play(stage.competition),
        points__lt=stage.pass_mark or 0,
    ).select_related("application")
    below = rows.order_by("application__number")
    return {
        "title": _("Stop those below the pass mark?"),
        "text": _(
            "%(stage)s: the pass mark is %(mark)s. These applications do not go on;"
            " each can be let back."
        )
        % {"stage": stage.name, "mark": explanation.number(stage.pass_mark)},
        "lines": [
            f"№ {row.application.number}: {explanation.number(row.points)}"
            for row in below
        ]
        or [_("Nobody is below the pass mark.")],
        "action": _("Apply the pass mark"),
        "action_url": action,
        "cancel_url": back,
    }


def _tell(request: Request, entered: Entered) -> None:
    messages.success(
        request,
        ngettext(
            "Points of %(count)s application are written.",
            "Points of %(count)s applications are written.",
            entered.count,
        )
        % {"count": entered.count},
    )
    if entered.unknown:
        messages.warning(
            request,
            _("Not in play, so passed over: № %(numbers)s.")
            % {"numbers": ", ".join(map(str, entered.unknown))},
        )
