"""The staff's pages of applications: one file, the check of its documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import journal
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request
from portal.models import User
from reserve import application_confirm, states
from reserve.forms.applications import AdmissionForm, RejectionForm
from reserve.models import Application
from reserve.reading import applications as reading
from reserve.services import admission, application_content, paper_checks

Status = Application.Status


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a candidate's file to who runs the competition; every look is on record."""
    application = _found(request, pk)
    journal.write(
        "reserve_file_opened",
        application,
        by=request.user,
        unit=application.competition.unit,
    )
    steps = _steps(application, request.user)
    papers_url = reverse("reserve:application_papers", args=[pk])
    context = {
        "application": application,
        "competition": application.competition,
        "tone": reading.TONES[Status(application.status)],
        "verdicts": application_content.verdicts(application),
        "papers": application_content.papers(application),
        "consent": application_content.consent(application),
        "results": application.stage_results.select_related("stage").order_by(
            "stage__position"
        ),
        "history": reading.history(application),
        "openings": reading.openings(application),
        "following": _following(application),
        "shows_checks": True,
        "check_url": papers_url if steps.get("may_admit") else "",
        **steps,
    }
    return render(request, "reserve/application/page.html", context)


@require_http_methods(["GET", "POST"])
def papers(request: Request, pk: int) -> HttpResponse:
    """Ask which documents are in order, and keep the ticks before the decision."""
    application = _found(request, pk)
    form = AdmissionForm(
        request.POST or None, papers=application_content.papers(application)
    )
    return _asked(
        request,
        form,
        application_confirm.checking(application, form),
        lambda data: paper_checks.keep(
            pk, ticked=data.get("ticked", []), by=request.user
        ),
        _("The check of the documents is kept."),
    )


@require_http_methods(["GET", "POST"])
def admit(request: Request, pk: int) -> HttpResponse:
    """Ask which documents are in order, then admit the candidate."""
    application = _found(request, pk)
    papers = application_content.papers(application)
    form = AdmissionForm(request.POST or None, papers=papers)
    return _asked(
        request,
        form,
        application_confirm.admitting(application, form),
        lambda data: admission.admit(
            pk, ticked=data.get("ticked", []), by=request.user
        ),
        _("The candidate is admitted and told."),
    )


@require_http_methods(["GET", "POST"])
def reject(request: Request, pk: int) -> HttpResponse:
    """Ask what lacks, then do not admit the candidate."""
    application = _found(request, pk)
    papers = application_content.papers(application)
    form = RejectionForm(request.POST or None, papers=papers)
    return _asked(
        request,
        form,
        application_confirm.rejecting(application, form),
        lambda data: admission.reject(
            pk, reason=form.words, lacks=data.get("lacks", []), by=request.user
        ),
        _("The candidate is not admitted and is told why."),
    )


@require_http_methods(["GET", "POST"])
def restore(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a refusal of admission back."""
    return _confirmed(
        request,
        pk,
        application_confirm.restoring,
        admission.restore,
        _("The application waits for its check again."),
    )


@require_http_methods(["GET", "POST"])
def readmit(request: Request, pk: int) -> HttpResponse:
    """Ask, then let a candidate who was stopped go on."""
    return _confirmed(
        request,
        pk,
        application_confirm.readmitting,
        admission.readmit,
        _("The candidate goes on."),
    )


def _confirmed(
    request: Request,
    pk: int,
    question: Callable[[Application], dict[str, object]],
    service: Callable[..., object],
    done: str,
) -> HttpResponse:
    application = _found(request, pk)
    if request.method == "POST":
        return _done(request, application, lambda: service(pk, by=request.user), done)
    return render(request, "confirm.html", question(application))


def _asked(
    request: Request,
    form: forms.Form,
    question: dict[str, object],
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Take the step on POST; a refusal is said where the answers still stand."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(str(question["cancel_url"]))
    return render(request, "confirm.html", question)


def _done(
    request: Request, application: Application, act: Callable[[], object], done: str
) -> HttpResponse:
    attempt(request, act, done)
    return redirect("reserve:application", pk=application.pk)


def _found(request: Request, pk: int) -> Application:
    rows = Application.objects.run_by(request.user).submitted()
    related = rows.select_related(
        "competition__unit",
        "competition__consent_text",
        "person",
        "unit__parent",
        "nominated_by",
        "stopped_at",
    )
    return get_object_or_404(related, pk=pk)


def _steps(application: Application, user: User) -> dict[str, bool]:
    """Which steps the page offers; the services ask again."""
    if application.competition.status not in admission.RUNNING:
        return {}
    status = application.status
    unit = application.competition.unit
    open_to = states.open_to(states.APPLICATION, status, user, unit)
    return {
        "may_admit": Status.ADMITTED in open_to and status == Status.SUBMITTED,
        "may_reject": Status.REJECTED in open_to,
        "may_restore": Status.SUBMITTED in open_to and status == Status.REJECTED,
        "may_readmit": Status.ADMITTED in open_to and status == Status.STOPPED,
    }


def _following(application: Application) -> str:
    """Return the address of the next application that waits for the check."""
    waiting = Application.objects.filter(
        competition=application.competition_id,
        status=Status.SUBMITTED,
        number__gt=application.number,
    )
    pk = waiting.order_by("number").values_list("pk", flat=True).first()
    return reverse("reserve:application", args=[pk]) if pk else ""
