"""What a plan consists of: deficits, activities, progress, reports, the test."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access, attachment_list
from portal.access import Can
from portal.asking import Step, ask, confirm
from portal.errors import Refused
from portal.http import Request
from reserve import plan_rights
from reserve.forms.plans import (
    DeficitForm,
    ItemForm,
    MentorViewForm,
    PointsForm,
    ProgressForm,
    ReportForm,
)
from reserve.models import Deficit, DevelopmentPlan, PlanItem
from reserve.reading import plans as reading
from reserve.services import plan_content, plan_work
from reserve.views import on_record
from reserve.views import plans as views


@require_http_methods(["GET", "POST"])
def deficit_add(request: Request, pk: int) -> HttpResponse:
    """Add what is weak."""
    plan = views.worker(request, pk)
    step = _step(request, plan, _("A deficit and its goal"), _("Add"))
    form = DeficitForm(request.POST or None, initial={"source": Deficit.Source.SELF})
    return ask(
        request,
        step,
        form,
        lambda data: plan_content.add_deficit(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def deficit(request: Request, pk: int) -> HttpResponse:
    """Change a deficit."""
    row, plan = _deficit(request, pk)
    step = _step(request, plan, _("A deficit and its goal"), _("Save"))
    form = DeficitForm(request.POST or None, instance=row)
    return ask(
        request,
        step,
        form,
        lambda data: plan_content.change_deficit(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def deficit_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a deficit out."""
    row, plan = _deficit(request, pk)
    title = _("Take «%(topic)s» out of the plan?") % {"topic": row.topic}
    step = _step(request, plan, title, _("Take out"), danger=True)
    return confirm(
        request, step, lambda: plan_content.remove_deficit(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def item_add(request: Request, pk: int) -> HttpResponse:
    """Add an activity."""
    plan = views.worker(request, pk)
    step = _step(request, plan, _("A new activity"), _("Add"))
    days = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
    form = ItemForm(request.POST or None, plan=plan, initial=days)
    return ask(
        request,
        step,
        form,
        lambda data: plan_content.add_item(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def item_edit(request: Request, pk: int) -> HttpResponse:
    """Write an activity anew."""
    item, plan = _item(request, pk)
    _require_worker(request, plan)
    step = _step(request, plan, item.name, _("Save"))
    form = ItemForm(request.POST or None, instance=item, plan=plan)
    return ask(
        request,
        step,
        form,
        lambda data: plan_content.change_item(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def item_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take an activity out."""
    item, plan = _item(request, pk)
    _require_worker(request, plan)
    title = _("Take «%(topic)s» out of the plan?") % {"topic": item.name}
    step = _step(request, plan, title, _("Take out"), danger=True)
    return confirm(request, step, lambda: plan_content.remove_item(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def item(request: Request, pk: int) -> HttpResponse:
    """Show an activity with its files; on POST report progress."""
    row, plan = _item(request, pk)
    rights = plan_rights.of(plan, request.user)
    form = ProgressForm(request.POST or None, instance=row, is_staff=rights.is_staff)
    if request.method == "POST":
        _require_worker(request, plan)
        if form.is_valid() and _reported(request, row, form):
            return redirect("reserve:plan_item", pk=pk)
    on_record.opened(request, plan.member, plan=str(plan.pk))
    context = {
        "item": row,
        "plan": plan,
        "line": reading.Line(row, 0),
        "rights": rights,
        "form": form if rights.may_work else None,
        "view_form": MentorViewForm(initial={"text": row.mentor_view}),
        "attached": attachment_list.of(row, by=request.user),
        "trail": views.step_trail(request, plan),
        "section": "growth",
    }
    return render(request, "reserve/plan/item.html", context)


@require_http_methods(["GET", "POST"])
def item_view(request: Request, pk: int) -> HttpResponse:
    """Write the mentor's view of an activity."""
    row, plan = _item(request, pk)
    if not plan_rights.is_mentor(plan, request.user):
        raise PermissionDenied
    step = Step(
        _("Mentor's view: %(activity)s") % {"activity": row.name},
        _("Save"),
        reverse("reserve:plan_item", args=[pk]),
        _("The view is saved."),
        views.step_trail(request, plan),
    )
    form = MentorViewForm(request.POST or None, initial={"text": row.mentor_view})
    return ask(
        request,
        step,
        form,
        lambda data: plan_work.comment(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int, which: str) -> HttpResponse:
    """Hand in the mid-year or the year-end report."""
    if which not in (plan_work.MID, plan_work.FINAL):
        raise Http404
    plan = views.worker(request, pk)
    is_mid = which == plan_work.MID
    title = _("Mid-year report") if is_mid else _("Year-end report")
    step = _step(request, plan, title, _("Hand in"))
    text = plan.mid_report if is_mid else plan.final_report
    form = ReportForm(request.POST or None, stored={"text": text})
    return ask(
        request,
        step,
        form,
        lambda data: plan_work.report(pk, which=which, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def points(request: Request, pk: int) -> HttpResponse:
    """Enter the test's points before and after."""
    plan = views.staffed(request, pk)
    form = PointsForm(request.POST or None, deficits=list(plan.deficits.all()))
    if request.method == "POST" and form.is_valid():
        try:
            plan_work.measure(pk, points=form.points(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reserve:plan", pk=pk)
    context = {
        "form": form,
        "plan": plan,
        "trail": views.step_trail(request, plan),
        "section": "growth",
    }
    return render(request, "reserve/plan/points.html", context)


def _reported(request: Request, row: PlanItem, form: ProgressForm) -> bool:
    try:
        plan_work.report_progress(row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _step(
    request: Request,
    plan: DevelopmentPlan,
    title: str,
    action: str,
    *,
    danger: bool = False,
) -> Step:
    return Step(
        title,
        action,
        views.url(plan),
        _("The plan is saved."),
        views.step_trail(request, plan),
        danger=danger,
    )


def _deficit(request: Request, pk: int) -> tuple[Deficit, DevelopmentPlan]:
    seen = reading.seen_by(request.user).values("pk")
    row = get_object_or_404(Deficit, pk=pk, plan__in=seen)
    return row, views.worker(request, row.plan_id)


def _item(request: Request, pk: int) -> tuple[PlanItem, DevelopmentPlan]:
    seen = reading.seen_by(request.user).values("pk")
    rows = PlanItem.objects.select_related("deficit")
    row = get_object_or_404(rows, pk=pk, plan__in=seen)
    return row, views.found(request, row.plan_id)


def _require_worker(request: Request, plan: DevelopmentPlan) -> None:
    if plan.member.person_id != request.user.person_id:
        access.require(request.user, Can.RUN_RESERVE, plan.member.unit)
