"""One submission: what is in it, and its steps from draft to acceptance."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from monitoring import entry_grid, readiness, review, submission_confirm
from monitoring.forms.entry import ReturnForm
from monitoring.models import Cycle, Submission
from monitoring.readiness import Readiness
from monitoring.services import submissions
from monitoring.views.entry import section
from portal import access, attachment_list
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Unit

Status = Submission.Status


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the values of a submission, what to look at, and the next step."""
    submission = _found(request, pk)
    context = {
        "submission": submission,
        "cycle": submission.cycle,
        "unit": submission.unit,
        "review": review.of(submission),
        "year_before": entry_grid.year_before(submission.cycle),
        "readiness": readiness.of(submission),
        "history": review.history(submission),
        "attached": attachment_list.of(submission, by=request.user),
        "section": section(request.user),
        **_rights(request, submission),
    }
    return render(request, "monitoring/submission_page.html", context)


@require_http_methods(["GET", "POST"])
def submit(request: Request, pk: int) -> HttpResponse:
    """Say what is missing; on POST submit the values."""
    submission = _found(request, pk)
    access.require(request.user, Can.ENTER, submission.unit)
    if request.method == "POST":
        with_missing = request.POST.get("with_missing") == "yes"

        def step() -> Submission:
            return submissions.submit(pk, with_missing=with_missing, by=request.user)

        return _step(request, submission, step, _("The values are submitted."))
    state = readiness.of(submission)
    if state.faults:
        return render(
            request,
            "monitoring/submission_faults.html",
            {"submission": submission, "readiness": state, "back": _back(submission)},
        )
    return render(
        request, "confirm.html", submission_confirm.submitting(submission, state)
    )


@require_http_methods(["GET", "POST"])
def accept(request: Request, pk: int) -> HttpResponse:
    """Ask, then accept the values."""
    submission = _found(request, pk)
    access.require(request.user, Can.ACCEPT, submission.unit)
    if request.method == "POST":
        return _step(
            request,
            submission,
            lambda: submissions.accept(pk, by=request.user),
            _("The values are accepted."),
        )
    return render(
        request,
        "confirm.html",
        submission_confirm.accepting(submission, readiness.of(submission)),
    )


@require_http_methods(["GET", "POST"])
def return_(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then give the values back to the unit."""
    submission = _found(request, pk)
    access.require(request.user, Can.ACCEPT, submission.unit)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _step(
            request,
            submission,
            lambda: submissions.return_(pk, reason=reason, by=request.user),
            _("The values are returned; the unit is told."),
        )
    return render(
        request, "confirm.html", submission_confirm.returning(submission, form)
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask, then take the submitted values back."""
    submission = _found(request, pk)
    access.require(request.user, Can.ENTER, submission.unit)
    if request.method == "POST":
        return _step(
            request,
            submission,
            lambda: submissions.withdraw(pk, by=request.user),
            _("The values are a draft again."),
        )
    return render(request, "confirm.html", submission_confirm.withdrawing(submission))


@require_http_methods(["GET", "POST"])
def submit_branch(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Say how many of a unit's branch are ready; on POST submit those."""
    cycles = Cycle.objects.visible_to(request.user)
    cycle = get_object_or_404(cycles.select_related("methodology", "owner"), pk=pk)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    access.require(request.user, Can.ENTER, unit)
    rows = list(
        Submission.objects.visible_to(request.user)
        .filter(Q(unit=unit) | Q(unit__parent=unit), cycle=cycle)
        .editable()
        .select_related("unit__organization")
        .order_by("unit__sort_name", "pk")
    )
    if request.method == "POST":
        return _submit_branch(request, cycle, unit, rows)
    context = _branch(cycle, unit, rows, readiness.many(cycle, rows))
    context["section"] = section(request.user)
    return render(request, "monitoring/submission_branch.html", context)


def _submit_branch(
    request: Request, cycle: Cycle, unit: Unit, rows: list[Submission]
) -> HttpResponse:
    tally = submissions.submit_many(
        cycle.pk,
        [row.unit_id for row in rows],
        with_missing=request.POST.get("with_missing") == "yes",
        by=request.user,
    )
    words = ngettext(
        "%(count)s submission is handed in.",
        "%(count)s submissions are handed in.",
        tally.done,
    )
    messages.success(request, words % {"count": tally.done})
    if tally.refused:
        left = ngettext(
            "%(count)s submission stays a draft: it has empty or wrong cells.",
            "%(count)s submissions stay drafts: they have empty or wrong cells.",
            len(tally.refused),
        )
        messages.warning(request, left % {"count": len(tally.refused)})
    return redirect("monitoring:entry", pk=cycle.pk, unit_pk=unit.pk)


def _branch(
    cycle: Cycle, unit: Unit, rows: list[Submission], ready: dict[int, Readiness]
) -> dict[str, object]:
    states = [(row, ready[row.unit_id]) for row in rows]
    return {
        "cycle": cycle,
        "unit": unit,
        "complete": [row for row, at in states if not at.missing and not at.faults],
        "partial": [(row, at) for row, at in states if at.missing and not at.faults],
        "faulty": [(row, at) for row, at in states if at.faults],
    }


def _found(request: Request, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).select_related(
        "cycle__methodology",
        "cycle__owner",
        "cycle__previous",
        "unit__organization",
        "unit__parent",
        "submitted_by",
        "decided_by",
    )
    return get_object_or_404(rows, pk=pk)


def _step(
    request: Request,
    submission: Submission,
    step: Callable[[], Submission],
    done: str,
) -> HttpResponse:
    try:
        step()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(_back(submission))


def _back(submission: Submission) -> str:
    return reverse("monitoring:submission", args=[submission.pk])


def _rights(request: Request, submission: Submission) -> dict[str, object]:
    """Which steps the page offers; the services ask again."""
    user, status = request.user, submission.status
    collecting = submission.cycle.is_collecting
    enters = access.may(user, Can.ENTER, submission.unit) and collecting
    decides = access.may(user, Can.ACCEPT, submission.unit)
    is_own = submission.submitted_by_id == user.pk
    return {
        "may_enter": enters and submission.is_editable,
        "may_submit": enters and submission.is_editable,
        "may_withdraw": enters and status == Status.SUBMITTED and is_own,
        "may_accept": decides and status == Status.SUBMITTED and not is_own,
        "may_return": decides
        and collecting
        and status in (Status.SUBMITTED, Status.ACCEPTED),
        "waits_for_other": decides and status == Status.SUBMITTED and is_own,
    }
