"""Parts of a draft: clauses, stages, sections and bodies, each on a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import asking
from portal.http import Request
from programs.forms.documents_parts import (
    BodyForm,
    ClauseForm,
    SectionForm,
    StageForm,
)
from programs.models import Clause, Program, ProgramBody, Section, Stage
from programs.services import draft_parts
from programs.services.draft_parts import Part
from programs.views import documents_steps as steps


@require_http_methods(["GET", "POST"])
def clause_add(request: Request, pk: int, kind: str) -> HttpResponse:
    """Add a clause of a kind."""
    if kind not in Clause.Kind.values:
        raise Http404
    row = Clause(program=steps.draft(request, pk), kind=kind)
    return _write(request, row, ClauseForm, str(Clause.Kind(kind).label))


@require_http_methods(["GET", "POST"])
@steps.in_turn(Clause)
def clause_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a clause."""
    row = _of_draft(request, Clause, pk)
    return _write(request, row, ClauseForm, row.get_kind_display())


@require_http_methods(["GET", "POST"])
def clause_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a clause out."""
    return _remove(request, _of_draft(request, Clause, pk))


@require_http_methods(["GET", "POST"])
def stage_add(request: Request, pk: int) -> HttpResponse:
    """Add a stage after the last one."""
    program = steps.draft(request, pk)
    last = program.stages.aggregate(number=Max("number"), day=Max("ends_on"))
    row = Stage(program=program, number=(last["number"] or 0) + 1)
    return _write(request, row, StageForm, _("Stage"))


@require_http_methods(["GET", "POST"])
@steps.in_turn(Stage)
def stage_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a stage."""
    return _write(request, _of_draft(request, Stage, pk), StageForm, _("Stage"))


@require_http_methods(["GET", "POST"])
def stage_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a stage out."""
    return _remove(request, _of_draft(request, Stage, pk))


@require_http_methods(["GET", "POST"])
def section_add(request: Request, pk: int) -> HttpResponse:
    """Add a heading."""
    row = Section(program=steps.draft(request, pk), kind=Section.Kind.TRACK)
    return _write(request, row, SectionForm, _("Section"), steps.rows_url(row.program))


@require_http_methods(["GET", "POST"])
@steps.in_turn(Section)
def section_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite a heading."""
    row = _of_draft(request, Section, pk)
    back = steps.rows_url(row.program)
    return _write(request, row, SectionForm, row.get_kind_display(), back)


@require_http_methods(["GET", "POST"])
def section_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a heading out."""
    row = _of_draft(request, Section, pk)
    return _remove(request, row, steps.rows_url(row.program))


@require_http_methods(["GET", "POST"])
def body_add(request: Request, pk: int) -> HttpResponse:
    """Add a body that the document names."""
    row = ProgramBody(program=steps.draft(request, pk))
    return _write(request, row, BodyForm, _("Body of the document"))


@require_http_methods(["GET", "POST"])
@steps.in_turn(ProgramBody)
def body_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite how the document names a body."""
    row = _of_draft(request, ProgramBody, pk)
    return _write(request, row, BodyForm, _("Body of the document"))


@require_http_methods(["GET", "POST"])
def body_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a body out."""
    return _remove(request, _of_draft(request, ProgramBody, pk))


def _of_draft(request: Request, model: type[Any], pk: int) -> Any:
    """Return a part of a draft that the user may change."""
    seen = Program.objects.visible_to(request.user)
    row = get_object_or_404(model.objects.filter(program__in=seen), pk=pk)
    row.program = steps.draft(request, row.program_id)
    return row


def _write(
    request: Request,
    row: Part,
    form_class: type[forms.ModelForm[Any]],
    title: str,
    back: str = "",
) -> HttpResponse:
    step = steps.step_of(
        row.program, title, _("Save"), _("The draft is saved."), back=back
    )
    form = form_class(request.POST or None, instance=row)
    return asking.ask(
        request,
        step,
        form,
        lambda data: draft_parts.keep(row, by=request.user, place=data.get("place")),
    )


def _remove(request: Request, row: Part, back: str = "") -> HttpResponse:
    step = steps.step_of(
        row.program,
        _("Take «%(part)s» out of the draft?") % {"part": str(row)[:120]},
        _("Take out"),
        _("The draft is saved."),
        back=back,
        danger=True,
    )
    return asking.confirm(
        request, step, lambda: draft_parts.remove(row, by=request.user)
    )
