"""Cycles: the list, the page of one, and its steps."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from monitoring import coverage, cycle_confirm, cycle_steps
from monitoring.forms.cycles import CycleForm, ReasonForm
from monitoring.models import Cycle
from monitoring.services import cycles, running
from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Unit
from portal.services import jobs


@require_safe
def index(request: Request) -> HttpResponse:
    """List the cycles of the user's region, newest first."""
    rows = (
        Cycle.objects.visible_to(request.user)
        .select_related("methodology", "owner")
        .latest_first()
    )
    context = {"cycles": rows, "may_plan": access.anywhere(request.user, Can.RUN)}
    return render(request, "monitoring/cycle_list.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show where the cycle stands, how far the collection is, what comes next."""
    cycle = _cycle(request, pk)
    job = jobs.latest(f"cycle:{cycle.pk}") if _may_run(request, cycle) else None
    context = {
        "cycle": cycle,
        "steps": cycle_steps.steps(cycle),
        "coverage": coverage.of(cycle, _branch(request, cycle)),
        "may_run": _may_run(request, cycle),
        "job": job,
        "progress": jobs.progress(job, by=request.user) if job else None,
    }
    return render(request, "monitoring/cycle_page.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """Plan a new cycle."""
    owner = access.home_unit(request.user)
    if owner is None or owner.kind != Unit.Kind.REGION:
        raise PermissionDenied
    access.require(request.user, Can.RUN, owner)
    form = CycleForm(request.POST or None, owner=owner)
    if request.method == "POST" and form.is_valid():
        cycle = cycles.plan(form.save(commit=False), by=request.user)
        messages.success(request, _("The cycle is planned."))
        return redirect("monitoring:cycle", pk=cycle.pk)
    return render(request, "monitoring/cycle_plan.html", {"form": form})


@require_http_methods(["GET", "POST"])
def open_collection(request: Request, pk: int) -> HttpResponse:
    """Ask, then open the collection."""
    return _step(request, pk, cycle_confirm.opening, cycles.open_collection)


@require_http_methods(["GET", "POST"])
def close_collection(request: Request, pk: int) -> HttpResponse:
    """Ask, then close the collection."""
    return _step(request, pk, cycle_confirm.closing, cycles.close_collection)


@require_http_methods(["GET", "POST"])
def run(request: Request, pk: int) -> HttpResponse:
    """Ask, then start computing, recommending and making letters."""
    return _step(request, pk, cycle_confirm.run, running.start)


@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponse:
    """Ask, then make the results final."""
    return _step(request, pk, cycle_confirm.publishing, cycles.publish)


@require_http_methods(["GET", "POST"])
def reopen(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then open the collection again."""
    cycle = _cycle(request, pk)
    access.require(request.user, Can.RUN, cycle.owner)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _try(
            request,
            lambda: cycles.reopen_collection(pk, by=request.user, **form.cleaned_data),
        )
        return redirect("monitoring:cycle", pk=pk)
    context = {"cycle": cycle, "form": form, **cycle_confirm.reopening(cycle)}
    return render(request, "confirm.html", context)


def _step(
    request: Request,
    pk: int,
    question: Callable[[Cycle], dict[str, object]],
    service: Callable[..., object],
) -> HttpResponse:
    cycle = _cycle(request, pk)
    access.require(request.user, Can.RUN, cycle.owner)
    if request.method == "POST":
        _try(request, lambda: service(pk, by=request.user))
        return redirect("monitoring:cycle", pk=pk)
    return render(request, "confirm.html", {"cycle": cycle, **question(cycle)})


def _try(request: Request, act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))


def _cycle(request: Request, pk: int) -> Cycle:
    rows = Cycle.objects.visible_to(request.user).select_related("owner", "methodology")
    return get_object_or_404(rows, pk=pk)


def _may_run(request: Request, cycle: Cycle) -> bool:
    return access.may(request.user, Can.RUN, cycle.owner)


def _branch(request: Request, cycle: Cycle) -> str:
    """Return the path of the widest branch the user sees within the cycle's region."""
    if access.may(request.user, Can.VIEW, cycle.owner):
        return str(cycle.owner.path)
    branches = access.branches(request.user, Can.VIEW)
    return str(min(branches, key=len, default="-"))
