"""Documents on which dates depend: asked for, attached, their dates entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, asking, attachment_list
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.errors import Refused
from portal.http import Request, id_of
from programs.forms.occurrences import DatesForm, ReceivedForm
from programs.models import AwaitedDocument, Event, Program
from programs.reading import awaited as reading
from programs.reading.filters import Chosen
from programs.services import awaited
from programs.views import occurrence_steps


@require_safe
def index(request: Request) -> HttpResponse:
    """List the documents that plans wait for."""
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    chosen = Chosen.from_query(request.GET.dict(), request.user)
    lines = reading.lines(chosen)
    context = {
        "chosen": chosen,
        "lines": lines,
        "waiting": sum(1 for line in lines if line.waiting),
        "section": occurrence_steps.SECTION,
    }
    return render(request, "programs/awaited/list.html", context)


@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask the bodies that answer for a document."""
    pk = id_of(request.POST.get("program"))
    program = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    try:
        made = awaited.ask(
            program.pk, name=request.POST.get("name", ""), by=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:awaited")
    messages.success(
        request, _("The document is asked for: those who answer are told.")
    )
    return redirect("programs:awaited_document", made.pk)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a document: when it was asked for, its file, the events and their dates."""
    document = _seen(request, pk)
    context = {
        "document": document,
        "events": reading.by_event(document),
        "attached": attachment_list.of(document, by=request.user),
        "may_track": access.may(request.user, Can.TRACK_EVENTS, document.program.unit),
        "trail": _trail(),
        "section": occurrence_steps.SECTION,
    }
    return render(request, "programs/awaited/page.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: Request, pk: int) -> HttpResponse:
    """Ask when the document came."""
    document = _tracked(request, pk)
    step = _step(document, _("The document has come"), _("Save"), _("Saved."))
    form = ReceivedForm(
        request.POST or None,
        initial={"received_on": document.received_on or timezone.localdate()},
    )
    return asking.ask(
        request,
        step,
        form,
        lambda data: awaited.receive(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def dates(request: Request, pk: int, event_pk: int) -> HttpResponse:
    """Ask for the days that the document gives to an event, then plan it."""
    document = _tracked(request, pk)
    event = get_object_or_404(document.events, pk=event_pk)
    step = _step(
        document,
        _("Enter the dates of an event"),
        _("Plan these dates"),
        _("The dates are planned."),
        lines=(event.title,),
    )
    form = DatesForm(request.POST or None)
    return asking.ask(
        request,
        step,
        form,
        lambda data: _enter(request, document, event, data["words"]),
    )


def _enter(
    request: Request, document: AwaitedDocument, event: Event, words: str
) -> int:
    return awaited.enter_dates(
        document.pk,
        event_id=event.pk,
        spans=awaited.spans_of(document.program, words),
        by=request.user,
    )


def _seen(request: Request, pk: int) -> AwaitedDocument:
    programs = Program.objects.visible_to(request.user)
    rows = AwaitedDocument.objects.filter(program__in=programs)
    return get_object_or_404(rows.select_related("program__unit"), pk=pk)


def _tracked(request: Request, pk: int) -> AwaitedDocument:
    document = _seen(request, pk)
    access.require(request.user, Can.TRACK_EVENTS, document.program.unit)
    return document


def _trail(*more: tuple[object, str]) -> Trail:
    return [
        (_("Roadmap"), reverse("programs:events")),
        (_("Awaited documents"), reverse("programs:awaited")),
        *more,
    ]


def _step(
    document: AwaitedDocument,
    title: str,
    action: str,
    done: str,
    lines: tuple[str, ...] = (),
) -> Step:
    back = reverse("programs:awaited_document", args=[document.pk])
    return Step(
        title=title,
        action=action,
        back=back,
        done=done,
        trail=_trail((data(document.name), back)),
        section=occurrence_steps.SECTION,
        lines=(document.name, *lines),
    )
