"""Steps of a meeting: held, reopened, cancelled, signed; its agenda."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access, asking
from portal.access import Can
from portal.http import Request
from programs.forms.meetings import HoldForm, ItemForm, ReasonForm, SignForm
from programs.models import AgendaItem, Meeting
from programs.services import meetings
from programs.views import meeting_ways as ways


@require_http_methods(["GET", "POST"])
def hold(request: Request, pk: int) -> HttpResponse:
    """Ask who was present and what was heard."""
    meeting = ways.managed(request, pk)
    form = HoldForm(request.POST or None, meeting=meeting)
    step = ways.step(meeting, _("What was heard"), _("Save"), _("It is written down."))
    return asking.ask(
        request,
        step,
        form,
        lambda values: meetings.hold(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, pk: int) -> HttpResponse:
    """Ask why, then make the meeting a planned one again."""
    meeting = ways.managed(request, pk)
    step = ways.step(
        meeting,
        _("Make the meeting a planned one again?"),
        _("Reopen"),
        _("The meeting is planned again."),
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: meetings.reopen(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask why, then cancel the meeting."""
    meeting = ways.managed(request, pk)
    step = ways.step(
        meeting,
        _("Cancel the meeting?"),
        _("Cancel the meeting"),
        _("The meeting is cancelled."),
        text=_("The municipality of an interview is told."),
        danger=True,
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: meetings.cancel(pk, by=request.user, **values),
        cancel=_("Back"),
    )


@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """Ask for the number, then sign the protocol."""
    meeting = ways.seen(request, pk)
    access.require(request.user, Can.PUBLISH_PROGRAMS, meeting.unit)
    step = ways.step(
        meeting,
        _("Sign the protocol?"),
        _("Sign"),
        _("The protocol is signed."),
        text=_(
            "The agenda and the decisions do not change any more; those who carry"
            " decisions out are told."
        ),
    )
    return asking.ask(
        request,
        step,
        SignForm(request.POST or None),
        lambda values: meetings.sign(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def add_item(request: Request, pk: int) -> HttpResponse:
    """Add a question to the agenda."""
    meeting = ways.managed(request, pk)
    step = ways.step(
        meeting,
        _("A question of the agenda"),
        _("Add"),
        _("The question is on the agenda."),
    )
    return asking.ask(
        request,
        step,
        ItemForm(request.POST or None),
        lambda values: meetings.add_item(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def item(request: Request, pk: int) -> HttpResponse:
    """Write a question anew, put it in its place."""
    row = _item(request, pk)
    step = ways.step(
        row.meeting,
        _("A question of the agenda"),
        _("Save"),
        _("Saved."),
    )
    stored = {"topic": row.topic, "speaker": row.speaker, "place": row.position}
    return asking.ask(
        request,
        step,
        ItemForm(request.POST or None, stored=stored),
        lambda values: meetings.change_item(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def remove_item(request: Request, pk: int) -> HttpResponse:
    """Ask, then take the question off the agenda."""
    row = _item(request, pk)
    step = ways.step(
        row.meeting,
        _("Take the question off the agenda?"),
        _("Take off"),
        _("The question is off the agenda."),
        lines=(row.topic,),
        danger=True,
    )
    return asking.confirm(
        request, step, lambda: meetings.remove_item(pk, by=request.user)
    )


def _item(request: Request, pk: int) -> AgendaItem:
    seen = Meeting.objects.visible_to(request.user)
    rows = AgendaItem.objects.filter(meeting__in=seen.values("pk"))
    row = get_object_or_404(rows.select_related("meeting__unit"), pk=pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, row.meeting.unit)
    return row
