"""Pages of findings: all of a program, a decision about one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, asking, file_names, workbooks
from portal.access import Can
from portal.asking import Step
from portal.errors import Refused
from portal.http import Request, download
from programs import finding_sheets
from programs.forms.findings import DecisionForm, FindingFilter, ReasonForm
from programs.models import Finding, Program
from programs.reading import findings as reading
from programs.services import findings as services
from programs.views import documents_steps as steps


@require_safe
def findings(request: Request, pk: int) -> HttpResponse:
    """Show errors open, warnings folded, what was decided."""
    program = steps.seen(request, pk)
    form, listed = _listed(request, program)
    manages = access.may(request.user, Can.MANAGE_PROGRAMS, program.unit)
    context = {
        "program": program,
        "form": form,
        "listed": listed,
        "manages": manages,
        "publishes": program.is_draft
        and access.may(request.user, Can.PUBLISH_PROGRAMS, program.unit),
        "tab": "findings",
        "section": steps.SECTION,
    }
    return render(request, "programs/findings.html", context)


@require_POST
def findings_check(request: Request, pk: int) -> HttpResponse:
    """Look the text through once more."""
    program = steps.managed(request, pk)
    services.check(program.pk)
    waiting = program.findings.blocking().count()
    messages.success(
        request,
        ngettext(
            "The text is looked through: %(count)s finding waits for a decision.",
            "The text is looked through: %(count)s findings wait for a decision.",
            waiting,
        )
        % {"count": waiting},
    )
    return redirect(_url(program.pk))


@require_safe
def findings_xlsx(request: Request, pk: int) -> HttpResponse:
    """Serve the chosen findings as XLSX."""
    program = steps.seen(request, pk)
    _form, listed = _listed(request, program)
    sheet = finding_sheets.findings(program, listed.rows)
    name = file_names.shown(_("Findings") + f" {program}"[:80] + ".xlsx")
    return download(workbooks.workbook([sheet]), name)


@require_http_methods(["GET", "POST"])
def finding_accept(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, then leave the text as it is."""
    row = _managed(request, pk)
    shown = reading.shown(row, request.user)
    step = _step(
        row,
        _("Leave the text as it is?"),
        _("Keep the decision"),
        _("The decision is kept; it can be taken back."),
        text=shown.plain_title,
        lines=(shown.plain_why,),
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda data: services.accept(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def finding_settle(request: Request, pk: int) -> HttpResponse:
    """Show one finding with the ways to settle it; take the chosen one."""
    row = _managed(request, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, row, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(_url(row.program_id))
    context = {
        "program": row.program,
        "one": reading.shown(row, request.user),
        "form": form,
        "trail": steps.trail(row.program, _way(row.program)),
        "section": steps.SECTION,
    }
    return render(request, "programs/finding.html", context)


@require_http_methods(["GET", "POST"])
def finding_undo(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a decision back."""
    row = _managed(request, pk)
    shown = reading.shown(row, request.user)
    step = _step(
        row,
        _("Take the decision back?"),
        _("Take the decision back"),
        _("The finding waits for a decision again."),
        text=shown.plain_title,
        lines=(_("Reason of the decision: %(reason)s") % {"reason": row.reason},),
    )
    return asking.confirm(request, step, lambda: services.reopen(pk, by=request.user))


def _decide(request: Request, row: Finding, form: DecisionForm) -> str:
    """Take the chosen way; return what to say of it."""
    option, reason = form.cleaned_data["option"], form.cleaned_data["reason"]
    if option == reading.ACCEPT:
        services.accept(row.pk, reason=reason, by=request.user)
        return _("The decision is kept; it can be taken back.")
    answer = form.cleaned_data["answer"]
    settled = services.settle(
        row.pk, int(option), by=request.user, reason=reason, answer=answer
    )
    if settled.state == Finding.State.GONE:
        return _("The text is changed, the finding is settled.")
    return _("The text is changed; the finding still stands, look at it once more.")


def _listed(request: Request, program: Program) -> tuple[FindingFilter, reading.Listed]:
    form = FindingFilter(request.GET, codes=reading.codes(program))
    rows = form.chosen(program.findings.all())
    return form, reading.listed(program, request.user, rows)


def _managed(request: Request, pk: int) -> Finding:
    seen = Program.objects.visible_to(request.user)
    rows = Finding.objects.filter(program__in=seen)
    row = get_object_or_404(rows.select_related("program__unit"), pk=pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, row.program.unit)
    return row


def _url(program_id: int) -> str:
    return reverse("programs:findings", args=[program_id])


def _way(program: Program) -> tuple[str, str]:
    return _("Findings"), _url(program.pk)


def _step(row: Finding, title: str, action: str, done: str, **more: Any) -> Step:
    back, way = _url(row.program_id), [_way(row.program)]
    return steps.step_of(row.program, title, action, done, back=back, way=way, **more)
