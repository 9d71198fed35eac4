"""What the pages of a date share: finding it, the way to it, a step that asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import access, asking, figures
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.errors import Refused
from portal.http import Request
from portal.models import Attachment
from programs.models import Event, Occurrence, Program
from programs.reading import standing
from programs.services import putting_forward
from programs.services.occurrence_rows import Changed

SECTION = "programs-events"


def seen(request: Request, pk: int) -> Occurrence:
    """Return a date that the user reads; a 404 page otherwise."""
    rows = Occurrence.objects.visible_to(request.user).select_related(
        "unit", "event__program__unit", "held_by", "checked_by"
    )
    return get_object_or_404(rows, pk=pk)


def tracked(request: Request, pk: int) -> Occurrence:
    """Return a date that the user marks; 403 for a mere reader."""
    row = seen(request, pk)
    access.require(request.user, Can.TRACK_EVENTS, row.unit)
    return row


def named_by(request: Request, pk: int) -> Occurrence:
    """Return a date whose list the user may add to, be it by the own people only."""
    row = seen(request, pk)
    if not putting_forward.may(request.user, row.unit):
        access.require(request.user, Can.TRACK_EVENTS, row.unit)
    return row


def checked(request: Request, pk: int) -> Occurrence:
    """Return a date that the user checks; 403 for others."""
    row = seen(request, pk)
    access.require(request.user, Can.CHECK_EVENTS, row.event.program.unit)
    return row


def seen_event(request: Request, pk: int) -> Event:
    """Return an event of an issued program that the user reads."""
    programs = Program.objects.visible_to(request.user).exclude(status="draft")
    rows = Event.objects.filter(program__in=programs)
    return get_object_or_404(
        rows.select_related("program__unit", "section__parent"), pk=pk
    )


def event_trail(event: Event, *more: tuple[object, str]) -> Trail:
    """Return the way to an event."""
    return [
        (_("Roadmap"), reverse("programs:events")),
        (data(event.number or event.name), event_url(event)),
        *more,
    ]


def trail(row: Occurrence) -> Trail:
    """Return the way to a date, itself included."""
    return event_trail(row.event, (days_words(row), url(row)))


def event_url(event: Event) -> str:
    """Return the page of an event."""
    return reverse("programs:event", args=[event.pk])


def url(row: Occurrence) -> str:
    """Return the page of a date."""
    return reverse("programs:occurrence", args=[row.pk])


def days_words(row: Occurrence) -> str:
    """Return the days in words."""
    return figures.period(row.starts_on, row.due_on, get_language() or "ru")


def step_of(row: Occurrence, title: str, action: str, done: str, **more: Any) -> Step:
    """Return what the page of a step says."""
    return Step(
        title=title,
        action=action,
        back=url(row),
        done=done,
        trail=trail(row),
        section=SECTION,
        lines=(f"{row.event.title}, {row.unit.short_name}, {days_words(row)}",),
        template="programs/occurrence_step.html",
        **more,
    )


def ask(
    request: Request,
    step: Step,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    **context: object,
) -> HttpResponse:
    """Show the form; on POST take the step, say why not, or show both versions."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Changed as change:
            context |= conflict(form, change)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, step.done)
            return redirect(step.back)
    shown = asking.shown(request, step, form)
    return render(request, step.template, shown | context)


def conflict(form: forms.BaseForm, change: Changed) -> dict[str, object]:
    """Say that the row changed; the next press of the button goes over it."""
    form.add_error(None, str(change))
    values = QueryDict(mutable=True)
    values.update({**form.data, "version": str(change.now.version)})
    form.data = values
    now = change.now
    return {
        "theirs": now,
        "theirs_words": standing.occurrence_words(now, timezone.localdate()),
        "theirs_files": Attachment.objects.of(now).count(),
    }
