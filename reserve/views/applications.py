"""A candidate's pages: the steps of the wizard, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.asking import attempt
from portal.http import Request
from reserve import application_confirm
from reserve.models import Application, Competition
from reserve.reading import applications as reading
from reserve.reading import competitions as calendar
from reserve.services import application_content, applications
from reserve.views.application_steps import ORDER, PAGES

Status = Application.Status


@require_safe
def apply(request: Request, pk: int) -> HttpResponse:
    """Lead on with a draft; show what became of an application that was sent."""
    competition = _competition(request, pk)
    own = _own(request, competition)
    if own is None and not competition.is_taking(timezone.localdate()):
        return redirect("reserve:announcement", pk=pk)
    if own is None or own.status == Status.DRAFT:
        return redirect("reserve:apply_step", pk=pk, step="about")
    stages = list(competition.stages.all())
    today = timezone.localdate()
    context = {
        "competition": competition,
        "application": own,
        "tone": reading.TONES[Status(own.status)],
        "stage_lines": calendar.stage_lines(competition, stages, today),
        "papers": application_content.papers(own),
        "may_take_back": own.status == Status.SUBMITTED
        and competition.is_taking(today),
        "may_withdraw": own.status in Application.IN_PLAY,
    }
    return render(request, "reserve/application/sent.html", context)


@require_http_methods(["GET", "POST"])
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Show one step of the draft, and keep what is posted."""
    if step not in ORDER:
        raise Http404
    competition = _competition(request, pk)
    own = _own(request, competition)
    if own is not None and own.status != Status.DRAFT:
        return redirect("reserve:apply", pk=pk)
    if own is None and not competition.is_taking(timezone.localdate()):
        return redirect("reserve:announcement", pk=pk)
    if own is None and step != "about":
        return redirect("reserve:apply_step", pk=pk, step="about")
    return PAGES[step](request, competition, own)


@require_http_methods(["GET", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """Ask, then make the application a draft again."""
    return _confirmed(
        request,
        pk,
        application_confirm.taking_back,
        applications.take_back,
        _("The application is a draft again: send it before the last day."),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask, then leave the competition."""
    return _confirmed(
        request,
        pk,
        application_confirm.withdrawing,
        applications.withdraw,
        _("You have left the competition."),
    )


def _confirmed(
    request: Request,
    pk: int,
    question: Callable[[Application], dict[str, object]],
    service: Callable[..., object],
    done: str,
) -> HttpResponse:
    competition = _competition(request, pk)
    own = _own(request, competition)
    if own is None:
        raise Http404
    if request.method == "POST":
        attempt(request, lambda: service(own.pk, by=request.user), done)
        return redirect("reserve:apply", pk=pk)
    return render(request, "confirm.html", question(own))


def _competition(request: Request, pk: int) -> Competition:
    rows = Competition.objects.announced().select_related("unit", "consent_text__owner")
    competition = get_object_or_404(rows, pk=pk)
    if request.user.person_id is None:
        raise PermissionDenied
    return competition


def _own(request: Request, competition: Competition) -> Application | None:
    rows = Application.objects.own(request.user).select_related(
        "unit",
        "person",
        "nominated_by",
        "competition__unit",
        "competition__consent_text",
    )
    return rows.filter(competition=competition).first()
