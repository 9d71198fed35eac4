"""Rows of a document's plan: written, understood as one types, corrected, taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import asking
from portal.asking import Step
from portal.http import Request, id_of
from programs.forms.documents_plan import CorrectForm, EventForm
from programs.models import Event, Program
from programs.reading import understood
from programs.services import draft_events, drafts
from programs.views import documents_steps as steps

PAGE = "programs/document/event_form.html"
LOOK = "look"  # the button that shows what is understood, for whoever has no scripts


@require_http_methods(["GET", "POST"])
def event_add(request: Request, pk: int) -> HttpResponse:
    """Add a row; `section` in the address says where."""
    program = steps.draft(request, pk)
    event = Event(program=program)
    if program.kind in (Program.Kind.LETTER, Program.Kind.RECOMMENDATIONS):
        event.form = Event.Form.RECOMMENDATION
    asked = id_of(request.GET.get("section"))
    event.section = program.sections.filter(pk=asked).first()
    return _write(request, event)


@require_http_methods(["GET", "POST"])
@steps.in_turn(Event)
def event_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a row of a draft."""
    return _write(request, _of_draft(request, pk))


@require_http_methods(["GET", "POST"])
def event_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a row out of the draft."""
    event = _of_draft(request, pk)
    step = _step(
        event,
        _("Take «%(part)s» out of the draft?") % {"part": event.title[:120]},
        _("Take out"),
    )
    step = replace(step, danger=True, back=steps.rows_url(event.program))
    return asking.confirm(
        request, step, lambda: draft_events.remove(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def event_to_plan(request: Request, pk: int) -> HttpResponse:
    """Ask, then make a recommendation an event."""
    event = _of_draft(request, pk)
    step = _step(
        event,
        _("Make «%(part)s» an event?") % {"part": event.title[:120]},
        _("Make it an event"),
        text=_(
            "An event is tracked: it stands in the roadmap once it has a deadline and"
            " somebody who answers for it. Name both on its page."
        ),
        back=reverse("programs:event_edit", args=[pk]),
    )
    return asking.confirm(
        request, step, lambda: draft_events.to_plan(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def event_correct(request: Request, pk: int) -> HttpResponse:
    """Write readable words for a deadline; the document's own words stay."""
    event = _seen(request, pk)
    event.program = steps.managed(request, event.program_id)
    words = event.schedule_corrected or event.schedule_original
    form = CorrectForm(request.POST or None, stored={"words": words})
    step = _step(
        event,
        _("Correct the deadline: %(event)s") % {"event": event.title[:120]},
        _("Save"),
        template="programs/document/event_correct.html",
    )
    return _ask(
        request,
        step,
        form,
        lambda data: drafts.correct_deadline(pk, data["words"], by=request.user),
        event,
        request.POST.get("words", words),
    )


@require_safe
def event_understood(request: Request, pk: int) -> HttpResponse:
    """Show how the words of a deadline are read, while they are typed."""
    program = steps.managed(request, pk)
    words = request.GET.get("schedule_original") or request.GET.get("words") or ""
    name = request.GET.get("name", "")
    found = understood.of_words(program, words[:300], name[:1000])
    context = {"understood": found, "program": program}
    return render(request, "programs/document/_understood.html", context)


def _write(request: Request, event: Event) -> HttpResponse:
    form = EventForm(request.POST or None, instance=event)
    title = event.title if event.pk else _("New row of the plan")
    typed = request.POST.get("schedule_original", event.schedule_original)
    step = _step(event, title, _("Save"), template=PAGE)
    return _ask(
        request,
        step,
        form,
        lambda data: draft_events.keep(
            event,
            responsible=data["responsible"],
            helping=data["helping"],
            by=request.user,
        ),
        event,
        typed,
    )


def _ask(
    request: Request,
    step: Step,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    event: Event,
    typed: str,
) -> HttpResponse:
    """Ask with the deadline as understood; the button LOOK only shows it."""
    name = request.POST.get("name", event.name)
    context = {
        "event": event,
        "program": event.program,
        "understood": understood.of_words(event.program, typed[:300], name[:1000]),
    }
    if LOOK in request.POST:
        shown = asking.shown(request, step, form)
        return render(request, step.template, shown | context)
    return asking.ask(request, step, form, act, **context)


def _step(
    event: Event,
    title: str,
    action: str,
    *,
    back: str = "",
    **more: Any,
) -> Step:
    anchor = f"event-{event.pk}" if event.pk else ""
    return steps.step_of(
        event.program,
        title,
        action,
        _("The row is saved."),
        back=back or steps.rows_url(event.program, anchor),
        way=[(_("Rows of the plan"), steps.rows_url(event.program))],
        **more,
    )


def _seen(request: Request, pk: int) -> Event:
    """Return a row of a program that the user reads."""
    seen = Program.objects.visible_to(request.user)
    rows = Event.objects.select_related("program__unit").filter(program__in=seen)
    return get_object_or_404(rows, pk=pk)


def _of_draft(request: Request, pk: int) -> Event:
    """Return a row of a draft that the user may change."""
    event = _seen(request, pk)
    event.program = steps.draft(request, event.program_id)
    return event
