"""Mentoring: pairs, meetings in three fields, the load of mentors."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, workbooks
from portal.access import Can
from portal.asking import Step, Trail, ask, attempt, confirm
from portal.http import Request, download
from portal.listing import page_of
from reserve import growth_sheets
from reserve.forms.mentorships import (
    MeetingForm,
    PairEndForm,
    PairFilter,
    PairPlanForm,
    today,
)
from reserve.models import Meeting, Mentorship
from reserve.reading import mentorships as reading
from reserve.reading import places
from reserve.services import mentorships
from reserve.views import on_record


@require_safe
def index(request: Request) -> HttpResponse:
    """List the pairs of the branch."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = _filter(request)
    page = page_of(_narrowed(request, form), request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": reading.pairs_of(page, request.user),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/mentorship/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen pairs as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    access.require_anywhere(request.user, Can.EXPORT)
    rows = reading.pairs_of(_narrowed(request, _filter(request)), request.user)
    on_record.exported(request, "pairs")
    content = workbooks.workbook([growth_sheets.pairs(rows)])
    return download(content, _("Mentoring") + ".xlsx")


@require_safe
def mentors(request: Request) -> HttpResponse:
    """List the mentors with the number of pairs each leads now."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    rows = reading.loads(request.user)
    context = {
        "rows": rows,
        "over": sum(row.is_over for row in rows),
        "most": mentorships.MOST,
        "section": "growth",
    }
    return render(request, "reserve/mentorship/mentors.html", context)


@require_safe
def own(request: Request) -> HttpResponse:
    """List one's own pairs, as a mentor and as who is mentored."""
    mine = request.user.person_id or 0
    seen = reading.counted(reading.pairs_seen_by(request.user))
    rows = seen.filter(mentor=mine) | seen.filter(mentee=mine)
    pairs = reading.pairs_of(rows.order_by("-status", "-starts_on"), request.user)
    context = {
        "leads": [row for row in pairs if row.pair.mentor_id == mine],
        "learns": [row for row in pairs if row.pair.mentee_id == mine],
        "section": "mentoring",
    }
    return render(request, "reserve/mentorship/own.html", context)


@require_http_methods(["GET", "POST"])
def page(request: Request, pk: int) -> HttpResponse:
    """Show a pair with its log; on POST log a meeting."""
    pair = _found(request, pk)
    may_log = mentorships.may_log(pair, request.user)
    form = MeetingForm(request.POST or None, initial=today())
    if request.method == "POST":
        if not may_log:
            raise PermissionDenied
        if form.is_valid() and attempt(
            request,
            lambda: mentorships.add_meeting(pk, by=request.user, **form.cleaned_data),
            _("The meeting is logged."),
        ):
            return redirect("reserve:mentorship", pk=pk)
    if pair.member is not None:
        on_record.opened(request, pair.member, pair=str(pair.pk))
    is_running = pair.status == Mentorship.Status.RUNNING
    context = {
        "pair": pair,
        "shown": reading.pairs_of([pair], request.user)[0],
        "most": mentorships.MOST,
        "meetings": pair.meetings.all(),
        "form": form if may_log and is_running else None,
        "may_log": may_log and is_running,
        "may_end": is_running and access.may(request.user, Can.RUN_RESERVE, pair.unit),
        "plan": _plan(request, pair),
        "trail": _trail(request, pair),
        "section": "growth",
    }
    return render(request, "reserve/mentorship/page.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    """Write the plan of the pair's work."""
    pair = _found(request, pk)
    if not mentorships.may_log(pair, request.user):
        raise PermissionDenied
    step = _step(request, pair, _("Plan of the pair's work"), _("Save"))
    form = PairPlanForm(request.POST or None, initial={"plan": pair.plan})
    return ask(
        request,
        step,
        form,
        lambda data: mentorships.write_plan(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Ask for the result, then finish the pair."""
    pair = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, pair.unit)
    step = _step(request, pair, _("Finish the work of the pair"), _("Finish"))
    form = PairEndForm(request.POST or None)
    return ask(
        request,
        step,
        form,
        lambda data: mentorships.finish(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def meeting_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a meeting out of the log."""
    seen = reading.pairs_seen_by(request.user).values("pk")
    meeting = get_object_or_404(Meeting, pk=pk, mentorship__in=seen)
    pair = _found(request, meeting.mentorship_id)
    if not mentorships.may_log(pair, request.user):
        raise PermissionDenied
    title = _("Remove the meeting «%(topic)s»?") % {"topic": meeting.topic}
    step = _step(request, pair, title, _("Remove"), danger=True)
    return confirm(
        request, step, lambda: mentorships.remove_meeting(pk, by=request.user)
    )


def _found(request: Request, pk: int) -> Mentorship:
    return get_object_or_404(
        reading.counted(reading.pairs_seen_by(request.user)), pk=pk
    )


def _plan(request: Request, pair: Mentorship) -> str:
    """Return the address of the mentee's plan, empty where there is none."""
    if pair.member is None:
        return ""
    found = pair.member.plans.order_by("-starts_on").values_list("pk", flat=True)
    return reverse("reserve:plan", args=[found[0]]) if found else ""


def _trail(request: Request, pair: Mentorship) -> Trail:
    if access.may(request.user, Can.SEE_RESERVE, pair.unit):
        return ((_("Mentoring"), reverse("reserve:mentorships")),)
    return ((_("My mentoring"), reverse("reserve:mentoring")),)


def _step(
    request: Request,
    pair: Mentorship,
    title: str,
    action: str,
    *,
    danger: bool = False,
) -> Step:
    back = reverse("reserve:mentorship", args=[pair.pk])
    trail = (*_trail(request, pair), (pair.mentee.short_name, back))
    return Step(title, action, back, _("The pair is saved."), trail, danger=danger)


def _filter(request: Request) -> PairFilter:
    return PairFilter(request.GET, units=places.municipalities(request.user))


def _narrowed(request: Request, form: PairFilter) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.visible_to(request.user)
    rows = rows.select_related("mentor", "mentee", "unit__parent", "member")
    if place := form.chosen("municipality"):
        rows = rows.filter(places.of_municipality("unit", place.pk))
    if words := form.chosen("words").strip():
        rows = rows.filter(mentor__last_name__istartswith=words) | rows.filter(
            mentee__last_name__istartswith=words
        )
    for name in ("purpose", "status"):
        if value := form.chosen(name):
            rows = rows.filter(**{name: value})
    return reading.counted(rows).order_by("-starts_on", "-pk")
