"""Meetings: the lists, one meeting, planning it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, asking, journal, workbooks
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download
from portal.listing import page_of
from portal.models import Unit
from programs import meeting_sheets, states
from programs.forms.meetings import MeetingFilter, MeetingForm
from programs.models import Decision, Meeting, Program
from programs.reading import meetings as reading
from programs.services import decisions as decision_services
from programs.services import meetings
from programs.views import meeting_ways as ways


@require_safe
def index(request: Request) -> HttpResponse:
    """Show meetings to come, those held, and decisions to be carried out."""
    access.require_anywhere(request.user, Can.TRACK_EVENTS)
    user, today = request.user, timezone.localdate()
    tab = request.GET.get("tab", "")
    tab = tab if tab in reading.TABS else reading.COMING
    form = _filter(request, tab)
    rows = _rows(request, tab, form)
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "tab": tab,
        "of_decisions": tab in reading.OF_DECISIONS,
        "counts": reading.counts(user, today),
        "today": today,
        "now": timezone.now(),
        "manages": access.anywhere(user, Can.MANAGE_PROGRAMS),
        "plans_round": ways.regions(user).exists(),
        "section": ways.SECTION,
    }
    return render(request, "programs/meeting/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen meetings and open decisions as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.TRACK_EVENTS)
    access.require_anywhere(request.user, Can.EXPORT)
    user = request.user
    tab = request.GET.get("tab", reading.COMING)
    chosen = _filter(request, tab).chosen()
    both = reading.coming(user) | reading.held(user)
    of_tab = {reading.COMING: reading.coming(user), reading.HELD: reading.held(user)}
    rows = reading.narrowed(of_tab.get(tab, both), chosen)
    decided = reading.narrowed_decisions(_decisions(request, tab), chosen)
    unit = access.home_unit(user)
    if unit is not None and request.method == "GET":
        journal.write("meetings_exported", unit, by=user, unit=unit)
    sheets = [meeting_sheets.meetings(rows), meeting_sheets.decisions(decided)]
    if tab in reading.OF_DECISIONS:
        sheets = sheets[1:]
    return download(workbooks.workbook(sheets), _("Meetings and interviews") + ".xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the agenda, who was there, what was decided, the protocol."""
    meeting = ways.seen(request, pk)
    user = request.user
    manages = access.may(user, Can.MANAGE_PROGRAMS, meeting.unit)
    shows = meeting.is_signed or manages
    questions = list(reading.questions(meeting, with_decisions=shows))
    steps = {
        row.pk: reading.steps(row, user)
        for question in questions
        for row in question.decisions
    }
    context = {
        "meeting": meeting,
        "questions": questions,
        "steps": steps,
        "shows_protocol": shows,
        "may_change": manages and meeting.is_open,
        "may_decide": manages and meeting.status == Meeting.Status.HELD,
        "open_to": states.open_to(states.MEETING, meeting.status, user, meeting.unit),
        "is_over": meeting.starts_at <= timezone.now(),
        "draft": decision_services.draft_of(meeting) if manages else None,
        "today": timezone.localdate(),
        "section": ways.SECTION,
    }
    return render(request, "programs/meeting/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Plan a meeting."""
    access.require_anywhere(request.user, Can.MANAGE_PROGRAMS)
    home = access.home_unit(request.user)
    initial = {"unit": home, "kind": request.GET.get("kind", "")}
    form = MeetingForm(request.POST or None, **_choices(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = meetings.plan(values.pop("unit"), values=values, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programs:meeting", made.pk)
    context = {
        "title": _("A new meeting"),
        "form": form,
        "action": _("Plan the meeting"),
        "action_url": request.path,
        "cancel_url": reverse("programs:meetings"),
        "trail": ways.trail(),
        "section": ways.SECTION,
    }
    return render(request, "step.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a meeting anew."""
    meeting = ways.managed(request, pk)
    form = MeetingForm(
        request.POST or None,
        **_choices(request, meeting),
        meeting=meeting,
        stored=MeetingForm.stored_of(meeting),
    )
    step = ways.step(meeting, _("Change the meeting"), _("Save"), _("Saved."))
    return asking.ask(
        request,
        step,
        form,
        lambda values: meetings.change(pk, values=values, by=request.user),
    )


def _filter(request: Request, tab: str) -> MeetingFilter:
    status = Meeting.Status
    over = [status.HELD, status.SIGNED, status.CANCELLED]
    return MeetingFilter(
        request.GET,
        places=reading.municipalities(request.user),
        years=reading.years(request.user),
        states=[(str(one), one.label) for one in over] if tab == reading.HELD else [],
    )


def _rows(request: Request, tab: str, form: MeetingFilter) -> QuerySet[Any]:
    chosen = form.chosen()
    if tab in reading.OF_DECISIONS:
        return reading.narrowed_decisions(_decisions(request, tab), chosen)
    rows = reading.held if tab == reading.HELD else reading.coming
    return reading.narrowed(rows(request.user), chosen)


def _decisions(request: Request, tab: str) -> QuerySet[Decision]:
    if tab == reading.OVERDUE:
        return reading.overdue(request.user, timezone.localdate())
    return reading.open_decisions(request.user)


def _choices(request: Request, meeting: Meeting | None = None) -> dict[str, Any]:
    """Return what the form offers; a meeting keeps a program that is finished."""
    scope = access.scope(request.user, Can.MANAGE_PROGRAMS, path="path")
    units = Unit.objects.filter(scope).active_on(timezone.localdate())
    above = units.exclude(kind=Unit.Kind.ORGANIZATION)
    own = Q(status=Program.Status.PUBLISHED)
    if meeting is not None:
        own |= Q(pk=meeting.program_id)
    return {
        "units": above.order_by("path"),
        "places": units.municipalities().by_name(),
        "programs": Program.objects.visible_to(request.user).filter(own),
    }
