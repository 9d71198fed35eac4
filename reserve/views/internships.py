"""Internships: planned, moved, begun, finished."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, workbooks
from portal.access import Can
from portal.asking import Step, Trail, ask
from portal.http import Request, download, id_of
from portal.listing import page_of
from portal.models import Unit
from reserve import growth_sheets
from reserve.forms.internships import (
    DaysForm,
    InternshipFilter,
    InternshipForm,
    StepForm,
)
from reserve.models import Internship, Member
from reserve.reading import internships as reading
from reserve.reading import places
from reserve.services import internships
from reserve.views import on_record

Status = Internship.Status


@require_safe
def index(request: Request) -> HttpResponse:
    """List the internships of the branch."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = _filter(request)
    page = page_of(_narrowed(request, form), request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": reading.toned(page),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/internship/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen internships as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    access.require_anywhere(request.user, Can.EXPORT)
    rows = _narrowed(request, _filter(request))
    on_record.exported(request, "internships")
    content = workbooks.workbook([growth_sheets.internships(rows)])
    return download(content, _("Internships") + ".xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show an internship and its next steps."""
    row = _found(request, pk)
    on_record.opened(request, row.member, internship=str(row.pk))
    runs = access.may(request.user, Can.RUN_RESERVE, row.member.unit)
    context = {
        "row": row,
        "tone": reading.INTERNSHIP_TONES[row.status],
        "steps": reading.steps_of(row) if runs else (),
        "section": "growth",
    }
    return render(request, "reserve/internship/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Plan an internship of a member."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    members = _members(request)
    form = InternshipForm(
        request.POST or None,
        members=_member_choices(members),
        sites=reading.sites(request.user).filter(is_active=True),
        units=_places(request),
        initial={
            "member": request.GET.get("member", ""),
            "site": id_of(request.GET.get("site")),
        },
    )
    step = Step(
        _("A new internship"),
        _("Plan the internship"),
        reverse("reserve:internships"),
        _("The internship is planned: the member is told."),
        ((_("Internships"), reverse("reserve:internships")),),
        text=_("At a site the portal checks that a place is free on every day."),
    )

    def act(data: dict[str, Any]) -> object:
        member = members.get(pk=id_of(data.pop("member")))
        return internships.plan(member.pk, by=request.user, **data)

    return ask(request, step, form, act)


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Move an internship to other days."""
    row = _ruled(request, pk)
    step = _step(request, row, _("Other days of the internship"), _("Save"))
    days = {"starts_on": row.starts_on, "ends_on": row.ends_on, "hours": row.hours}
    form = DaysForm(request.POST or None, initial=days)
    return ask(
        request,
        step,
        form,
        lambda data: internships.reschedule(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def step(request: Request, pk: int, target: str) -> HttpResponse:
    """Begin, finish or cancel an internship."""
    row = _ruled(request, pk)
    words = {
        Status.RUNNING: (_("Begin the internship"), _("Begin")),
        Status.DONE: (_("Finish the internship"), _("Finish")),
        Status.CANCELLED: (_("Cancel the internship"), _("Cancel the internship")),
    }
    if target not in words:
        raise Http404
    title, action = words[Status(target)]
    asked = _step(request, row, title, action)
    initial = {"order_number": row.order_number, "result": row.result}
    form = StepForm(request.POST or None, initial=initial)
    return ask(
        request,
        asked,
        form,
        lambda data: internships.step(pk, target=target, by=request.user, **data),
    )


def _found(request: Request, pk: int) -> Internship:
    rows = reading.interns(request.user)
    return get_object_or_404(rows, pk=pk)


def _ruled(request: Request, pk: int) -> Internship:
    row = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, row.member.unit)
    return row


def _step(request: Request, row: Internship, title: str, action: str) -> Step:
    back = reverse("reserve:internship", args=[row.pk])
    trail: Trail = (
        (_("Internships"), reverse("reserve:internships")),
        (row.member.person.short_name, back),
    )
    return Step(title, action, back, _("The internship is saved."), trail)


def _filter(request: Request) -> InternshipFilter:
    return InternshipFilter(request.GET, units=places.municipalities(request.user))


def _narrowed(request: Request, form: InternshipFilter) -> QuerySet[Internship]:
    rows = reading.interns(request.user)
    if place := form.chosen("municipality"):
        rows = rows.filter(places.of_municipality("unit", place.pk))
    if words := form.chosen("words").strip():
        rows = rows.filter(member__person__last_name__istartswith=words)
    for name in ("kind", "status"):
        if value := form.chosen(name):
            rows = rows.filter(**{name: value})
    return rows


def _members(request: Request) -> QuerySet[Member]:
    rows = Member.objects.visible_to(request.user).active()
    rows = rows.filter(access.scope(request.user, Can.RUN_RESERVE))
    rows = rows.select_related("person", "unit")
    return rows.order_by("person__last_name", "person__first_name", "pk")


def _member_choices(members: QuerySet[Member]) -> list[tuple[str, str]]:
    return [
        (str(row.pk), f"{row.person.full_name} ({row.unit.short_name})")
        for row in members
    ]


def _places(request: Request) -> QuerySet[Unit]:
    seen = places.in_regions(request.user)
    rows = Unit.objects.filter(seen).exclude(kind=Unit.Kind.REGION)
    return rows.active_on(timezone.localdate()).by_name()
