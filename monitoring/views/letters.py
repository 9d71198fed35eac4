"""Letters: the register, one letter on screen and as PDF, and its answers."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from monitoring import letter_archive, letter_register, navigation
from monitoring.forms.letters import AddresseeForm, RegisterFilter
from monitoring.letter_pdf import content as letter_content
from monitoring.models import Cycle, Letter, Recommendation
from monitoring.services import letters
from portal import access, files, journal
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, id_of, page_or_part
from portal.listing import page_of


@require_safe
def register(request: Request, pk: int) -> HttpResponse:
    """List the letters of a cycle with their states."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk)
    access.require_anywhere(request.user, Can.READ_LETTERS)
    rows = letter_register.rows(cycle, request.user)
    form = RegisterFilter(request.GET or None, rows=rows)
    context = {
        "cycle": cycle,
        "form": form,
        "page": page_of(form.filtered(rows), request.GET),
        "counts": letter_register.counts(rows),
        "may_run": access.may(request.user, Can.RUN, cycle.owner),
        "part": "letters-table",
        "section": "letters",
    }
    return page_or_part(
        request,
        "monitoring/letter_list.html",
        "monitoring/_letter_table.html",
        context,
    )


@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Show the letter on screen: level, findings, recommendations, what to answer."""
    row = _letter(request, pk)
    context: dict[str, object] = {
        "letter": row,
        "is_mine": row.person_id == request.user.person_id is not None,
        "may_edit": access.may(request.user, Can.RUN, row.cycle.owner),
        "section": _section(request),
    }
    if row.content:
        context["content"] = letter_content.from_json(row.content)
        called = _recommendations(request, row)
        context["in_letter"] = [item for item in called if item.in_letter]
        context["on_portal"] = [item for item in called if not item.in_letter]
    return render(request, "monitoring/letter_page.html", context)


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse | FileResponse:
    """Serve the letter's file."""
    row = _letter(request, pk)
    if row.status != Letter.Status.READY or not files.is_intact(row.path, row.sha256):
        raise Http404
    return FileResponse(
        files.open_stored(row.path),
        content_type="application/pdf",
        filename=letter_archive.file_name(row),
        as_attachment="download" in request.GET,
    )


@require_POST
def opened(request: Request, pk: int) -> HttpResponse:
    """Note when the addressee first opened the letter."""
    letters.mark_opened(_letter(request, pk).pk, by=request.user)
    return HttpResponse(status=204)


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Record that the addressee has read the letter."""
    row = _letter(request, pk)
    try:
        letters.confirm_reading(row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you: your reading is confirmed."))
    return redirect("monitoring:letter", pk=pk)


@require_http_methods(["GET", "POST"])
def addressee(request: Request, pk: int) -> HttpResponse:
    """Let a person write the addressee in the dative by hand."""
    row = _letter(request, pk)
    access.require(request.user, Can.RUN, row.cycle.owner)
    form = AddresseeForm(request.POST or None, initial={"text": row.addressee_override})
    if request.method == "POST" and form.is_valid():
        try:
            letters.override_addressee(row.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("monitoring:letter", pk=pk)
    context = {"letter": row, "form": form, "section": "letters"}
    return render(request, "monitoring/letter_addressee.html", context)


@require_http_methods(["GET", "POST"])
def send(request: Request, pk: int) -> HttpResponse:
    """Ask, then send the letters that wait for a person."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk)
    access.require(request.user, Can.RUN, cycle.owner)
    if request.method == "POST":
        try:
            letters.issue(cycle.pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("monitoring:letters", pk=pk)
    return render(request, "confirm.html", letter_register.sending(cycle))


@require_safe
def archive(request: Request, pk: int) -> FileResponse:
    """Serve the ready letters one may export, or a municipality's, as ZIP."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk)
    access.require_anywhere(request.user, Can.EXPORT)
    rows = letter_register.exportable(cycle, request.user)
    chosen = request.GET.get("municipality", "")
    if chosen:
        rows = rows.filter(unit__parent=id_of(chosen))
    if not rows:
        raise Http404
    packed = letter_archive.zipped(rows)
    journal.write(
        "letters_exported",
        cycle,
        by=request.user,
        unit=cycle.owner,
        letters=len(rows) - packed.missing,
        missing=packed.missing,
    )
    if packed.missing:
        messages.warning(request, _not_packed(packed.missing))
    return FileResponse(
        packed.file,
        content_type="application/zip",
        filename=letter_archive.archive_name(cycle),
        as_attachment=True,
    )


def _not_packed(count: int) -> str:
    words = ngettext(
        "%(count)s letter is not in the archive: its file is missing or damaged."
        " The list in the archive names it.",
        "%(count)s letters are not in the archive: their files are missing or damaged."
        " The list in the archive names them.",
        count,
    )
    return words % {"count": count}


def _section(request: Request) -> str:
    return "letter" if navigation.is_head_only(request.user) else "letters"


def _recommendations(request: Request, row: Letter) -> QuerySet[Recommendation]:
    return (
        Recommendation.objects.visible_to(request.user)
        .filter(cycle=row.cycle_id, unit=row.unit_id)
        .select_related("text", "rule__indicator", "rule__track")
        .in_order()
    )


def _letter(request: Request, pk: int) -> Letter:
    rows = Letter.objects.visible_to(request.user).select_related(
        "cycle__owner", "unit__parent", "person", "replaced_by"
    )
    return get_object_or_404(rows.distinct(), pk=pk)
