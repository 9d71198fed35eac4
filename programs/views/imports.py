"""The import of a plan: file, columns, rows with what was understood, saving."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, asking
from portal.access import Can
from portal.data_language import data
from portal.errors import Refused
from portal.http import Request, download
from programs.forms.imports import AnswersForm, ColumnsForm, UploadForm
from programs.importing import report as reports
from programs.importing.rows import Preview
from programs.models import ImportDraft, Program
from programs.reading import import_pages
from programs.reading import imports as reading
from programs.services import imports
from programs.views import documents_steps as steps

COLUMNS = "columns"
PLAIN = "text/plain; charset=utf-8"


@require_http_methods(["GET", "POST"])
def start(request: Request, pk: int) -> HttpResponse:
    """Take the file with a plan for a draft; show the imports under way."""
    program = steps.draft(request, pk)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        try:
            draft = imports.start(
                program.pk,
                file_name=form.cleaned_data["name"],
                data=form.cleaned_data["content"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programs:import", draft.pk)
    drafts = program.imports.exclude(status=ImportDraft.Status.DROPPED)
    context = {
        "program": program,
        "form": form,
        "drafts": drafts.select_related("created_by").order_by("-pk")[:10],
        "trail": steps.trail(program),
        "section": steps.SECTION,
    }
    return render(request, "programs/import_start.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the columns to be confirmed, then the rows as they were understood."""
    draft = _draft(request, pk)
    is_confirmed = bool(draft.mapping.get("is_confirmed"))
    if not is_confirmed or request.GET.get("step") == COLUMNS:
        return _columns_page(request, draft, _columns_form(draft))
    found = reading.preview(draft)
    return _rows_page(request, draft, _answers_form(draft, found))


@require_POST
def columns(request: Request, pk: int) -> HttpResponse:
    """Keep the columns as the person confirmed them."""
    draft = _draft(request, pk)
    form = ColumnsForm(
        request.POST,
        tables=reading.read_tables(draft),
        mappings=reading.mappings(draft),
    )
    if not form.is_valid():
        return _columns_page(request, draft, form)
    fields, used = form.chosen()
    try:
        imports.choose_columns(draft.pk, fields, used, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _columns_page(request, draft, form)
    return redirect("programs:import", draft.pk)


@require_POST
def answers(request: Request, pk: int) -> HttpResponse:
    """Keep deadlines in place of unread ones, and what unknown bodies are."""
    draft = _draft(request, pk)
    form = _answers_form(draft, reading.preview(draft), request.POST)
    if not form.is_valid():
        return _rows_page(request, draft, form)
    try:
        imports.answer(
            draft.pk,
            rows=form.answered_rows(),
            bodies=form.answered_bodies(),
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:import", draft.pk)


@require_POST
def row(request: Request, pk: int) -> HttpResponse:
    """Leave a row out or without a deadline, or take the answer back."""
    draft = _draft(request, pk)
    given: dict[str, dict[str, object]] = {}
    for name, value in (
        ("undated", {"undated": True}),
        ("skip", {"skip": True}),
        ("back", {}),
    ):
        if key := request.POST.get(name):
            given[key] = dict(value)
    known = import_pages.keys(reading.preview(draft))
    chosen = {key: value for key, value in given.items() if key in known}
    try:
        imports.answer(draft.pk, rows=chosen, bodies={}, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:import", draft.pk)


@require_http_methods(["GET", "POST"])
def save(request: Request, pk: int) -> HttpResponse:
    """Ask, then add all rows to the plan, or none of them."""
    draft = _draft(request, pk)
    count = len(reading.preview(draft).lines)
    text = ngettext(
        "%(count)s row will be added to the plan of the draft.",
        "%(count)s rows will be added to the plan of the draft.",
        count,
    )
    done = ngettext(
        "%(count)s row is added to the plan.",
        "%(count)s rows are added to the plan.",
        count,
    )
    step = steps.step_of(
        draft.program,
        _("Saving of the import"),
        _("Save all rows"),
        done % {"count": count},
        back=steps.rows_url(draft.program),
        text=text % {"count": count},
    )
    return asking.confirm(
        request, step, lambda: imports.save(draft.pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def drop(request: Request, pk: int) -> HttpResponse:
    """Ask, then throw the import away; the plan stays as it is."""
    draft = _draft(request, pk)
    step = steps.step_of(
        draft.program,
        _("Throwing the import away"),
        _("Throw away"),
        _("The import is thrown away; the plan did not change."),
        back=steps.rows_url(draft.program),
        text=_("Nothing of this file is saved; the plan stays as it is."),
        danger=True,
    )
    return asking.confirm(
        request, step, lambda: imports.drop(draft.pk, by=request.user)
    )


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """Serve the report on the import as text."""
    draft = _draft(request, pk)
    lines = reports.text(
        reading.read_tables(draft), reading.mappings(draft), reading.preview(draft)
    )
    content = "\n".join(lines) + "\n"
    return download(content.encode(), _("Report on the import") + ".txt", PLAIN)


def _draft(request: Request, pk: int) -> ImportDraft:
    """Return an open import of a program in sight; 403 without the right to change."""
    seen = Program.objects.visible_to(request.user)
    rows = ImportDraft.objects.filter(program__in=seen)
    found = get_object_or_404(rows.select_related("program__unit"), pk=pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, found.program.unit)
    if found.status != ImportDraft.Status.OPEN or not found.program.is_draft:
        raise Http404
    return found


def _columns_form(draft: ImportDraft) -> ColumnsForm:
    return ColumnsForm(
        tables=reading.read_tables(draft), mappings=reading.mappings(draft)
    )


def _answers_form(
    draft: ImportDraft, found: Preview, posted: QueryDict | None = None
) -> AnswersForm:
    return AnswersForm(posted, found=found, known=list(draft.program.bodies.all()))


def _columns_page(
    request: Request, draft: ImportDraft, form: ColumnsForm
) -> HttpResponse:
    context = {
        **_shared(draft),
        "form": form,
        "parts": sorted(form.parts(), key=lambda part: not part.is_plan),
        "notes": import_pages.notes(draft),
        "steps": import_pages.steps(draft, COLUMNS),
    }
    return render(request, "programs/import_columns.html", context)


def _rows_page(request: Request, draft: ImportDraft, form: AnswersForm) -> HttpResponse:
    found = form.found
    is_whole = request.GET.get("show") == "all" or import_pages.is_short(found)
    context = {
        **_shared(draft),
        "form": form,
        "found": found,
        "shown": import_pages.shown(draft, found, is_whole=is_whole),
        "stats": import_pages.stats(found),
        "findings": import_pages.findings(draft.program, found),
        "notes": import_pages.told(found),
        "answered": import_pages.answered(draft, found),
        "is_whole": is_whole,
        "was_saved": import_pages.was_saved(draft),
        "steps": import_pages.steps(draft, "rows"),
    }
    return render(request, "programs/import_rows.html", context)


def _shared(draft: ImportDraft) -> dict[str, object]:
    return {
        "draft": draft,
        "program": draft.program,
        "file_name": data(draft.file_name),
        "trail": steps.trail(draft.program),
        "section": steps.SECTION,
    }
