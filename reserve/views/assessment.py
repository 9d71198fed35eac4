"""The staff's pages of the assessment: experts, sheets, the ranking."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import journal
from portal.asking import attempt
from portal.http import Request, download, id_of
from reserve import ranking_file
from reserve.forms.assessment import ExpertForm, GiveForm, NoteForm
from reserve.models import Competition, Expert, Stage
from reserve.reading import assessment, explanation, standing
from reserve.reading import experts as reading
from reserve.services import experts as expert_service
from reserve.services import scores, sheets


def found(request: Request, pk: int) -> Competition:
    """Return the competition for who runs it; for others it does not exist."""
    rows = Competition.objects.run_by(request.user).select_related("unit")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def experts(request: Request, pk: int) -> HttpResponse:
    """Show the experts with their load and conflicts; on POST add one."""
    competition = found(request, pk)
    form = ExpertForm(
        request.POST or None,
        users=reading.to_ask(competition),
        units=reading.workplaces(competition),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            request,
            lambda: expert_service.add(pk, by=request.user, **data),
            _("The expert is added."),
        ):
            return redirect("reserve:competition_experts", pk=pk)
    rows = list(standing.in_play(competition).select_related("unit"))
    context = {
        "competition": competition,
        "form": form,
        "loads": reading.loads(competition, timezone.localdate()),
        "barred": reading.barred(competition, rows),
        "is_over": competition.status in expert_service.CLOSED,
    }
    return render(request, "reserve/sheet/experts.html", context)


@require_http_methods(["GET", "POST"])
def expert_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take an expert off the competition."""
    rows = Expert.objects.filter(
        competition__in=Competition.objects.run_by(request.user)
    )
    expert = get_object_or_404(rows.select_related("user"), pk=pk)
    back = reverse("reserve:competition_experts", args=[expert.competition_id])
    if request.method == "POST":
        attempt(
            request,
            lambda: expert_service.remove(pk, by=request.user),
            _("The expert is removed."),
        )
        return redirect(back)
    context = {
        "title": _("Remove expert %(label)s?") % {"label": expert.label},
        "text": _(
            "Sheets not filled in are taken back and can be given to others by rule."
        ),
        "action": _("Remove"),
        "action_url": request.path,
        "danger": True,
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def given(request: Request, pk: int) -> HttpResponse:
    """Show who judges what at a stage; on POST give one sheet by hand."""
    competition = found(request, pk)
    stage = _stage(competition, request.GET.get("stage"))
    rows = standing.in_play(competition).select_related("unit")
    form = GiveForm(
        request.POST or None,
        applications=rows,
        experts=competition.experts.order_by("label"),
    )
    here = f"{reverse('reserve:competition_sheets', args=[pk])}?stage={stage.pk}"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            request,
            lambda: sheets.give_to(
                stage.pk,
                application_id=data["application"].pk,
                expert_id=data["expert"].pk,
                by=request.user,
            ),
            _("The sheet is given."),
        ):
            return redirect(here)
    plan = sheets.planned(stage, list(rows))
    context = {
        "competition": competition,
        "stage": stage,
        "stages": standing.expert_stages(competition),
        "lines": reading.matrix(stage, list(rows)),
        "form": form,
        "missing": len(plan.pairs),
        "short": plan.short,
        "loads": reading.loads(competition, timezone.localdate()),
        "is_assessing": competition.status == Competition.Status.ASSESSING,
    }
    return render(request, "reserve/sheet/given.html", context)


@require_POST
def give(request: Request, pk: int) -> HttpResponse:
    """Give the sheets of a stage by rule."""
    competition = found(request, pk)
    stage = _stage(competition, request.POST.get("stage"))
    attempt(
        request,
        lambda: sheets.give(stage.pk, by=request.user),
        _("The sheets are given, the experts are told."),
    )
    url = reverse("reserve:competition_sheets", args=[pk])
    return redirect(f"{url}?stage={stage.pk}")


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    """Remind the experts whose sheets wait."""
    found(request, pk)
    attempt(
        request,
        lambda: sheets.remind(pk, by=request.user),
        _("The experts whose sheets wait are reminded."),
    )
    return redirect("reserve:competition_sheets", pk=pk)


@require_safe
def ranking(request: Request, pk: int) -> HttpResponse:
    """Show all places by number, and why one of them is where it is."""
    return _ranking(request, found(request, pk), names=False)


@require_safe
def ranking_names(request: Request, pk: int) -> HttpResponse:
    """Show the places with the names; that they were opened is on record."""
    competition = found(request, pk)
    journal.write(
        "ranking_names_opened", competition, by=request.user, unit=competition.unit
    )
    return _ranking(request, competition, names=True)


@require_safe
def ranking_xlsx(request: Request, pk: int) -> HttpResponse:
    """Serve the ranking as a workbook, without names."""
    competition = found(request, pk)
    shown = assessment.of_competition(competition, request.user, most=None)
    journal.write(
        "ranking_exported", competition, by=request.user, unit=competition.unit
    )
    return download(ranking_file.workbook(competition, shown), f"ranking-{pk}.xlsx")


@require_http_methods(["GET", "POST"])
def discuss(request: Request, pk: int, stage_pk: int) -> HttpResponse:
    """Ask what to discuss, then send the sheets of an application back."""
    stages = Stage.objects.filter(
        competition__in=Competition.objects.run_by(request.user)
    )
    stage = get_object_or_404(stages.select_related("competition"), pk=stage_pk)
    application = get_object_or_404(standing.in_play(stage.competition), pk=pk)
    spread = standing.agreed_on(stage).spreads.get(pk)
    if spread is None:
        raise Http404
    points = ", ".join(map(explanation.number, spread.points))
    text = _("The experts gave %(points)s: a gap of %(gap)s points.") % {
        "points": points,
        "gap": explanation.number(spread.gap),
    }
    form = NoteForm(request.POST or None, initial={"note": text})
    back = reverse("reserve:competition", args=[stage.competition_id])
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(
            request,
            lambda: scores.send_back(
                stage_pk, application_id=pk, note=note, by=request.user
            ),
            _("The sheets are sent back, the experts are told."),
        ):
            return redirect(back)
    context = {
        "title": _("Send № %(number)s back for discussion?")
        % {"number": application.number},
        "text": text,
        "form": form,
        "action": _("Send back"),
        "action_url": request.path,
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


def _ranking(
    request: Request, competition: Competition, *, names: bool
) -> HttpResponse:
    shown = assessment.of_competition(
        competition, request.user, why=id_of(request.GET.get("why")), most=None
    )
    context = {"competition": competition, "assessment": shown, "names": names}
    return render(request, "reserve/sheet/ranking.html", context)


def _stage(competition: Competition, chosen: str | None) -> Stage:
    """Return the chosen expert stage, the current one without a choice."""
    stages = {stage.pk: stage for stage in standing.expert_stages(competition)}
    stage = stages.get(id_of(chosen)) or standing.current_stage(competition)
    if stage is None:
        raise Http404
    return stage
