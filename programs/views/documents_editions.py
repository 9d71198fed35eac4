"""Editions of a document: a new one, what differs, in force, finished, carried over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import asking
from portal.access import Can
from portal.http import Request, id_of
from programs import edition_confirm
from programs.forms.documents_plan import CarryOverForm, EditionForm
from programs.models import Program
from programs.reading import differences, documents, redline
from programs.reading.passport import editions
from programs.services import editions as services
from programs.views import documents_steps as steps


@require_http_methods(["GET", "POST"])
def edition_add(request: Request, pk: int) -> HttpResponse:
    """Ask for the day, then make a draft of the next edition."""
    program = steps.managed(request, pk)
    waiting = editions(program, request.user).filter(status=Program.Status.DRAFT)
    if (draft := waiting.first()) is not None:
        return redirect("programs:program", pk=draft.pk)
    form = EditionForm(
        request.POST or None, initial={"edition_on": timezone.localdate()}
    )
    made: list[Program] = []
    step = steps.step_of(
        program,
        _("Make a new edition"),
        _("Make a draft"),
        _("The draft of the new edition is made: change it, then put it in force."),
        text=_(
            "The draft begins as a copy of this edition. What is in force stays so"
            " until the draft is published."
        ),
    )
    response = asking.ask(
        request,
        step,
        form,
        lambda data: made.append(services.new_edition(pk, by=request.user, **data)),
    )
    return redirect("programs:program", pk=made[0].pk) if made else response


@require_safe
def edition_differences(request: Request, pk: int) -> HttpResponse:
    """Show what differs from the edition before, or from the one `from` names."""
    program = steps.seen(request, pk)
    rows = editions(program, request.user).exclude(pk=pk)
    other = _other(request, program)
    context = {
        "program": program,
        "other": other,
        "others": rows,
        "places": redline.places(differences.between(other, program) if other else []),
        "tone": documents.TONES[program.status],
        "section": steps.SECTION,
    }
    return render(request, "programs/document/differences.html", context)


@require_http_methods(["GET", "POST"])
def program_publish(request: Request, pk: int) -> HttpResponse:
    """Say what it will do to how many rows and what blocks, then put it in force."""
    program = steps.managed(request, pk, Can.PUBLISH_PROGRAMS)
    if not program.is_draft:
        return redirect("programs:program", pk=pk)
    asked = edition_confirm.publishing(program)
    step = steps.step_of(
        program,
        _("Put «%(program)s» in force?") % {"program": program.short_name},
        _("Put in force"),
        _("The edition is in force: its events are tracked, everybody may read it."),
        text=asked.text,
        lines=asked.lines,
        template="programs/document/publish.html",
    )
    return asking.confirm(
        request,
        step,
        lambda: services.publish(pk, by=request.user),
        asked=asked,
        program=program,
    )


@require_http_methods(["GET", "POST"])
def program_finish(request: Request, pk: int) -> HttpResponse:
    """Say what is left open, then finish the program."""
    program = steps.managed(request, pk, Can.PUBLISH_PROGRAMS)
    if not program.is_in_force:
        return redirect("programs:program", pk=pk)
    asked = edition_confirm.finishing(program, timezone.localdate())
    step = steps.step_of(
        program,
        _("Finish «%(program)s»?") % {"program": program.short_name},
        _("Finish"),
        _("The program is finished; it stays readable."),
        text=asked.text,
        lines=asked.lines,
        danger=True,
    )
    return asking.confirm(request, step, lambda: services.finish(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def carry_over(request: Request, pk: int) -> HttpResponse:
    """Ask for the days, then make a draft of the same document for them."""
    program = steps.managed(request, pk)
    form = CarryOverForm(
        request.POST or None,
        program=program,
        initial=edition_confirm.next_period(program),
    )
    made: list[Program] = []
    step = steps.step_of(
        program,
        _("Carry over to the next period"),
        _("Make a draft"),
        _("The draft is made: its deadlines are moved by whole years."),
        text=_(
            "A draft with the same sections, events and targets is made. Deadlines"
            " move by whole years; facts and participants stay with the old one."
        ),
    )
    response = asking.ask(
        request,
        step,
        form,
        lambda data: made.append(_carried_over(request, program, data)),
    )
    return redirect("programs:program", pk=made[0].pk) if made else response


def _carried_over(request: Request, program: Program, data: dict[str, Any]) -> Program:
    code = edition_confirm.next_code(program, data["starts_on"])
    return services.carry_over(program.pk, code=code, by=request.user, **data)


def _other(request: Request, program: Program) -> Program | None:
    asked = request.GET.get("from")
    if not asked:
        return program.previous
    rows = editions(program, request.user)
    return get_object_or_404(rows.exclude(pk=program.pk), pk=id_of(asked))
