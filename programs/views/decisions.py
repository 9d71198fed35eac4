"""Decisions of meetings: written, carried out, made events of the program."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access, asking
from portal.access import Can
from portal.asking import Step
from portal.http import Request
from portal.models import Unit
from programs.forms.decisions import DecisionForm, NoteForm
from programs.forms.meetings import ReasonForm
from programs.models import Decision, Meeting
from programs.reading import meetings as reading
from programs.services import decisions
from programs.views import meeting_ways as ways


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Write a decision down."""
    meeting = ways.managed(request, pk)
    form = DecisionForm(
        request.POST or None,
        meeting=meeting,
        units=_units(meeting),
        initial={
            "unit": meeting.about or meeting.unit,
            "item": request.GET.get("item"),
        },
    )
    step = ways.step(
        meeting,
        _("A decision"),
        _("Write down"),
        _("The decision is written down."),
    )
    return asking.ask(
        request,
        step,
        form,
        lambda values: decisions.add(pk, values=values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def page(request: Request, pk: int) -> HttpResponse:
    """Show a decision of a signed protocol; before that, ask for its words."""
    row = ways.decided(request, pk)
    if row.meeting.is_signed:
        context = {
            "row": row,
            "meeting": row.meeting,
            "steps": reading.steps(row, request.user),
            "draft": decisions.draft_of(row.meeting),
            "today": timezone.localdate(),
            "section": ways.SECTION,
        }
        return render(request, "programs/meeting/decision.html", context)
    form = DecisionForm(
        request.POST or None,
        meeting=row.meeting,
        units=_units(row.meeting),
        stored={name: getattr(row, name) for name in decisions.WRITTEN},
    )
    step = _step(row, _("Change the decision"), _("Save"), _("Saved."))
    return asking.ask(
        request,
        step,
        form,
        lambda values: decisions.change(pk, values=values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take the decision out."""
    row = _managed(request, pk)
    step = _step(
        row,
        _("Take the decision out?"),
        _("Take out"),
        _("The decision is taken out."),
        danger=True,
    )
    return asking.confirm(request, step, lambda: decisions.remove(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Ask how the decision was carried out."""
    row = ways.decided(request, pk)
    access.require(request.user, Can.TRACK_EVENTS, row.unit)
    step = _step(
        row,
        _("The decision is carried out"),
        _("Close the decision"),
        _("The decision is closed."),
    )
    return asking.ask(
        request,
        step,
        NoteForm(request.POST or None),
        lambda values: decisions.close(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def drop(request: Request, pk: int) -> HttpResponse:
    """Ask why, then give the decision up."""
    row = _managed(request, pk)
    step = _step(
        row,
        _("Drop the decision?"),
        _("Drop"),
        _("The decision is dropped."),
        danger=True,
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: decisions.drop(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, pk: int) -> HttpResponse:
    """Ask why, then have the decision carried out again."""
    row = _managed(request, pk)
    step = _step(
        row,
        _("Have the decision carried out again?"),
        _("Reopen"),
        _("The decision is open again."),
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: decisions.reopen(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def to_event(request: Request, pk: int) -> HttpResponse:
    """Ask, then add the decision to the draft edition of the program."""
    row = _managed(request, pk)
    step = _step(
        row,
        _("Add the decision to the plan?"),
        _("Add to the plan"),
        _("The decision is an event of the draft edition."),
        text=_(
            "An event with the decision's words, owner and day comes to the end of"
            " the draft edition; it is tracked once the edition is in force."
        ),
    )
    return asking.confirm(
        request, step, lambda: decisions.to_event(pk, by=request.user)
    )


def _units(meeting: Meeting) -> QuerySet[Unit]:
    """Return the units that may carry a decision of the meeting out."""
    if meeting.about_id:
        rows = Unit.objects.filter(pk__in=[meeting.unit_id, meeting.about_id])
    else:
        rows = Unit.objects.within(meeting.unit).active_on(timezone.localdate())
    return rows.exclude(kind=Unit.Kind.ORGANIZATION).order_by("kind", "sort_name")


def _managed(request: Request, pk: int) -> Decision:
    row = ways.decided(request, pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, row.meeting.unit)
    return row


def _step(
    row: Decision,
    title: str,
    action: str,
    done: str,
    *,
    text: str = "",
    danger: bool = False,
) -> Step:
    return ways.step(
        row.meeting,
        title,
        action,
        done,
        text=text,
        lines=(f"{row.number}. {row.text}",),
        danger=danger,
    )
