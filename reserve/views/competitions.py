"""Competitions: the list, the page of one, its draft and its steps."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
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

from portal import access, file_names, journal, listing
from portal.access import Can
from portal.asking import attempt
from portal.http import Request, download
from portal.models import Unit, User
from reserve import competition_confirm, exports_applications, states
from reserve.forms.applications import ApplicationFilter, NamedApplicationFilter
from reserve.forms.competition_draft import DraftForms
from reserve.forms.competitions import CompetitionForm, ReasonForm
from reserve.models import Application, Competition, Stage
from reserve.reading import assessment
from reserve.reading import competitions as reading
from reserve.reading.applications import TONES
from reserve.services import application_content, competition_content, competitions

Status = Competition.Status
COLUMNS = {
    "number": "number",
    "name": "person__last_name",
    "unit": "unit__sort_name",
    "status": "status",
    "sent": "submitted_at",
}


@require_safe
def index(request: Request) -> HttpResponse:
    """List the competitions one runs and those that take applications."""
    context = {
        **reading.own_list(request.user, timezone.localdate()),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "region": access.home_region(request.user),
        "may_nominate": access.anywhere(request.user, Can.NOMINATE),
        "tones": TONES,
    }
    return render(request, "reserve/competition/list.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show how far the competition is, what waits, and the applications."""
    competition = _run(request, pk)
    today = timezone.localdate()
    stages = list(competition.stages.prefetch_related("criteria"))
    rows = reading.listed(competition, request.user)
    hides_numbers = reading.hides_numbers(competition)
    columns = {**COLUMNS, "number": COLUMNS["name"]} if hides_numbers else COLUMNS
    filters = NamedApplicationFilter if hides_numbers else ApplicationFilter
    found = filters(request.GET or None, queryset=rows)
    context = {
        "competition": competition,
        "stages": stages,
        "funnel": reading.funnel(competition, stages, today),
        "stage_lines": reading.stage_lines(competition, stages, today),
        "waiting": reading.waiting(competition),
        "cancelled_because": reading.cancelled_because(competition),
        "filter": found,
        "hides_numbers": hides_numbers,
        "page": listing.page_of(
            found.qs.order_by(*listing.ordering(request.GET, columns, "number")),
            request.GET,
        ),
        "downloads": [(_("Download as XLSX"), _xlsx_url(request, competition))],
        "assessment": assessment.shown(competition, request.user),
        **_steps(competition, request.user),
    }
    return render(request, "reserve/competition/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Begin a draft with the usual stages."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    units = Unit.objects.filter(
        access.scope(request.user, Can.RUN_RESERVE, path="path"),
        kind__in=[Unit.Kind.REGION, Unit.Kind.MUNICIPALITY],
    ).order_by("path")
    form = CompetitionForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        draft = form.save(commit=False)
        if attempt(
            request,
            lambda: competitions.add(draft, by=request.user),
            _("The draft is made. Look through its stages and criteria."),
        ):
            return redirect("reserve:competition_edit", pk=draft.pk)
    return render(request, "reserve/competition/add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change every part of a draft on one page."""
    competition = _run(request, pk)
    page_url = reverse("reserve:competition", args=[pk])
    if competition.status != Status.DRAFT:
        return redirect(page_url)
    forms = DraftForms(competition, request.POST or None)
    if request.method == "POST" and forms.is_valid():
        saved = attempt(
            request,
            lambda: competitions.change(pk, save=forms.save, by=request.user),
            _("The draft is saved."),
        )
        if saved:
            return redirect(request.path if "stay" in request.POST else page_url)
    held = [stage.kind for stage in competition.stages.all()]
    context = {
        "competition": competition,
        "forms": forms,
        "missing": [kind for kind in Stage.Kind if kind not in held],
    }
    return render(request, "reserve/competition/edit.html", context)


@require_POST
def stage_add(request: Request, pk: int) -> HttpResponse:
    """Give a draft one of the usual stages back."""
    _run(request, pk)
    kind = request.POST.get("kind", "")
    attempt(request, lambda: competitions.add_stage(pk, kind, by=request.user))
    return redirect("reserve:competition_edit", pk=pk)


@require_http_methods(["GET", "POST"])
def announce(request: Request, pk: int) -> HttpResponse:
    """Ask, then open the competition to candidates."""
    return _step(
        request,
        pk,
        Can.DECIDE_RESERVE,
        competition_confirm.announcing,
        competitions.announce,
    )


@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: int) -> HttpResponse:
    """Ask, then close the intake and begin the assessment."""
    return _step(
        request,
        pk,
        Can.RUN_RESERVE,
        competition_confirm.beginning,
        competitions.begin,
    )


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then cancel the competition."""
    competition = _run(request, pk)
    access.require(request.user, Can.DECIDE_RESERVE, competition.unit)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            request,
            lambda: competitions.cancel(pk, reason=reason, by=request.user),
            _("The competition is cancelled; those who applied are told."),
        ):
            return redirect("reserve:competition", pk=pk)
    return render(
        request, "confirm.html", competition_confirm.cancelling(competition, form)
    )


@login_not_required
@require_safe
def announcement(request: Request, pk: int) -> HttpResponse:
    """Tell everybody what the competition asks for; no personal data."""
    rows = Competition.objects.select_related("unit")
    competition = get_object_or_404(rows, pk=pk)
    is_signed_in = request.user.is_authenticated
    runs = is_signed_in and access.may(request.user, Can.RUN_RESERVE, competition.unit)
    if competition.status == Status.DRAFT and not runs:
        raise Http404
    today = timezone.localdate()
    stages = list(competition.stages.prefetch_related("criteria"))
    context = {
        "base": "base.html" if is_signed_in else "open_base.html",
        "competition": competition,
        "stages": stages,
        "stage_lines": reading.stage_lines(competition, stages, today),
        "asked": application_content.asked(competition),
        "documents": competition.documents.all(),
        "is_taking": competition.is_taking(today),
        "cancelled_because": reading.cancelled_because(competition),
        "runs": runs,
        **(_offers(request.user, competition) if is_signed_in else {}),
    }
    return render(request, "reserve/competition/announcement.html", context)


@require_safe
def applications_xlsx(request: Request, pk: int) -> HttpResponse:
    """Serve the list of applications as a file, on record."""
    competition = _run(request, pk)
    rows = reading.listed(competition, request.user)
    found = ApplicationFilter(request.GET or None, queryset=rows).qs
    found = found.prefetch_related("stage_results").order_by("number")
    journal.write(
        "applications_exported",
        competition,
        by=request.user,
        unit=competition.unit,
        count=found.count(),
    )
    content = exports_applications.as_xlsx(
        competition, list(competition.stages.all()), found
    )
    name = file_names.shown(f"{_('Applications')} {competition.name[:80]}.xlsx")
    return download(content, name)


def _run(request: Request, pk: int) -> Competition:
    rows = Competition.objects.run_by(request.user)
    return get_object_or_404(rows.select_related("unit", "consent_text__owner"), pk=pk)


def _step(
    request: Request,
    pk: int,
    can: Can,
    question: Callable[[Competition], dict[str, object]],
    service: Callable[..., object],
) -> HttpResponse:
    competition = _run(request, pk)
    access.require(request.user, can, competition.unit)
    if request.method == "POST":
        attempt(request, lambda: service(pk, by=request.user))
        return redirect("reserve:competition", pk=pk)
    return render(request, "confirm.html", question(competition))


def _steps(competition: Competition, user: User) -> dict[str, object]:
    """Which steps the page offers; the services ask again."""
    open_to = states.open_to(
        states.COMPETITION, competition.status, user, competition.unit
    )
    is_draft = competition.status == Status.DRAFT
    return {
        "may_announce": Status.ANNOUNCED in open_to,
        "may_begin": Status.ASSESSING in open_to,
        "may_cancel": Status.CANCELLED in open_to,
        "is_draft": is_draft,
        "faults": competition_content.faults(competition) if is_draft else [],
    }


def _offers(user: User, competition: Competition) -> dict[str, object]:
    """Return one's own application, and whether one may nominate others."""
    own = Application.objects.own(user).filter(competition=competition).first()
    return {
        "own": own,
        "may_apply": user.person_id is not None,
        "may_nominate": access.anywhere(user, Can.NOMINATE),
    }


def _xlsx_url(request: Request, competition: Competition) -> str:
    query = request.GET.urlencode()
    url = reverse("reserve:applications_xlsx", args=[competition.pk])
    return f"{url}?{query}" if query else url
