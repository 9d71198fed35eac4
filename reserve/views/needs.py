"""December's analysis of needs: horizon, counts, actions, approval, the plan."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Max, QuerySet
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

from portal import access, journal, workbooks
from portal.access import Can
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request, download, id_of
from reserve import succession_sheets
from reserve.forms.succession import ActionForm, HorizonForm
from reserve.models import NeedsAction, NeedsAnalysis
from reserve.services import needs

COUNTS = ("posts", "free", "full", "thin", "bare", "ready", "prospective")


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """List the analyses; begin this year's by choosing the horizon."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    today = timezone.localdate()
    owner = access.home_unit(request.user)
    form = HorizonForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid() and owner is not None:
        try:
            made = needs.begin(owner, until=form.cleaned_data["until"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reserve:needs_analysis", pk=made.pk)
    rows = _seen(request).order_by("-year", "owner__path")
    has_this_year = owner and rows.filter(owner=owner, year=today.year).exists()
    context = {
        "form": form,
        "owner": owner,
        "analyses": rows,
        "may_begin": owner
        and not has_this_year
        and access.may(request.user, Can.RUN_RESERVE, owner),
        "year": today.year,
        "section": "succession",
    }
    return render(request, "reserve/needs/index.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the counts and the actions of an analysis, in the step it is at."""
    analysis = _found(request, pk)
    is_draft = analysis.status == NeedsAnalysis.Status.DRAFT
    may_edit = access.may(request.user, Can.RUN_RESERVE, analysis.owner)
    may_approve = access.may(request.user, Can.DECIDE_RESERVE, analysis.owner)
    actions = defaultdict(list)
    for action in analysis.actions.order_by("due_on", "pk"):
        actions[action.unit_id].append(action)
    context = {
        "analysis": analysis,
        "lines": [(line, actions[line["unit"]]) for line in analysis.lines],
        "total": {key: sum(line[key] for line in analysis.lines) for key in COUNTS},
        "people": sum(row.people for rows in actions.values() for row in rows),
        "last_due": analysis.actions.aggregate(day=Max("due_on"))["day"],
        "steps": _steps(is_draft=is_draft),
        "is_draft": is_draft,
        "may_edit": is_draft and may_edit,
        "may_approve": is_draft and may_approve,
        "section": "succession",
    }
    return render(request, "reserve/needs/page.html", context)


@require_http_methods(["GET", "POST"])
def recount(request: Request, pk: int) -> HttpResponse:
    """Ask for the horizon, then count a draft again."""
    analysis = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, analysis.owner)
    form = HorizonForm(
        request.POST or None,
        today=timezone.localdate(),
        initial={"until": analysis.until.isoformat()},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: needs.recount(pk, by=request.user, **form.cleaned_data),
            _("The needs are counted again."),
        )
    ):
        return redirect("reserve:needs_analysis", pk=pk)
    context = {
        "title": _("Count the needs again?"),
        "text": _("The actions are proposed anew; your changes to them are lost."),
        "form": form,
        "action": _("Count again"),
        "action_url": reverse("reserve:needs_recount", args=[pk]),
        "cancel_url": reverse("reserve:needs_analysis", args=[pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def approve(request: Request, pk: int) -> HttpResponse:
    """Ask, then freeze the plan."""
    analysis = _found(request, pk)
    access.require(request.user, Can.DECIDE_RESERVE, analysis.owner)
    if request.method == "POST":
        attempt(
            request,
            lambda: needs.approve(pk, by=request.user),
            _("The plan is approved."),
        )
        return redirect("reserve:needs_analysis", pk=pk)
    context = {
        "title": _("Approve the plan of the reserve for %(year)s?")
        % {"year": analysis.year + 1},
        "text": _("After the approval neither figures nor actions change."),
        "action": _("Approve"),
        "action_url": reverse("reserve:needs_approve", args=[pk]),
        "cancel_url": reverse("reserve:needs_analysis", args=[pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def add_action(request: Request, pk: int) -> HttpResponse:
    """Add an action to a draft."""
    analysis = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, analysis.owner)
    action = NeedsAction(analysis=analysis)
    unit = id_of(request.GET.get("unit"))
    return _edited(request, action, reverse("reserve:needs_add", args=[pk]), unit)


@require_http_methods(["GET", "POST"])
def edit_action(request: Request, pk: int) -> HttpResponse:
    """Change an action of a draft."""
    action = _action(request, pk)
    return _edited(request, action, reverse("reserve:needs_action", args=[pk]))


@require_POST
def drop_action(request: Request, pk: int) -> HttpResponse:
    """Take an action out of a draft."""
    action = _action(request, pk)
    attempt(
        request,
        lambda: needs.drop(pk, by=request.user),
        _("The action is taken out."),
    )
    return redirect("reserve:needs_analysis", pk=action.analysis_id)


@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    """Serve the counts and the plan as XLSX; it is put on record."""
    analysis = _found(request, pk)
    journal.write(
        "reserve_needs_exported", analysis, by=request.user, unit=analysis.owner
    )
    actions = analysis.actions.select_related("unit").order_by(
        "unit__sort_name", "due_on", "pk"
    )
    content = workbooks.workbook(
        [succession_sheets.needs(analysis), succession_sheets.actions(actions)]
    )
    return download(content, f"{_('Plan of the reserve')}.xlsx")


def _seen(request: Request) -> QuerySet[NeedsAnalysis]:
    seen = access.scope(request.user, Can.SEE_RESERVE, path="owner__path")
    return NeedsAnalysis.objects.filter(seen).select_related("owner", "approved_by")


def _found(request: Request, pk: int) -> NeedsAnalysis:
    return get_object_or_404(_seen(request), pk=pk)


def _action(request: Request, pk: int) -> NeedsAction:
    rows = NeedsAction.objects.filter(analysis__in=_seen(request))
    action = get_object_or_404(rows.select_related("analysis__owner", "unit"), pk=pk)
    access.require(request.user, Can.RUN_RESERVE, action.analysis.owner)
    return action


def _edited(
    request: Request, action: NeedsAction, url: str, unit: int = 0
) -> HttpResponse:
    units = [line["unit"] for line in action.analysis.lines]
    form = ActionForm(
        request.POST or None,
        instance=action,
        units=units,
        initial={"unit": unit} if unit else {},
    )
    back = reverse("reserve:needs_analysis", args=[action.analysis_id])
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        if attempt(
            request,
            lambda: needs.plan(changed, by=request.user),
            _("The action is kept."),
        ):
            return redirect(back)
    context = {
        "title": _("An action of the plan"),
        "text": _("What the municipality does, for how many people, by when."),
        "form": form,
        "action": _("Save"),
        "action_url": url,
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


def _steps(*, is_draft: bool) -> list[dict[str, str]]:
    labels = (_("Horizon"), _("Counts"), _("Actions"), _("Approved plan"))
    states = ("done", "done", "now", "ahead") if is_draft else ("done",) * 4
    return [
        {"label": label, "note": "", "state": state}
        for label, state in zip(labels, states, strict=True)
    ]
