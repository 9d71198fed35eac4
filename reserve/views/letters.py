"""A candidate's letter on the portal and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal import journal
from portal.http import Request, download
from portal.pdf import PdfFault
from reserve import candidate_letter_pdf
from reserve.models import CandidateLetter
from reserve.reading import letters as reading
from reserve.services import candidate_letters


@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Show the letter; that the staff opened it is on record."""
    row = _found(request, pk)
    context = {
        "row": row,
        "letter": reading.of(row),
        "is_mine": _is_mine(request, row),
    }
    return render(request, "reserve/letter/page.html", context)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Note that the candidate has read the letter."""
    row = get_object_or_404(reading.visible_to(request.user), pk=pk)
    candidate_letters.mark_read(row.pk, by=request.user)
    return redirect("reserve:candidate_letter", pk=pk)


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """Serve the letter as PDF."""
    row = _found(request, pk)
    try:
        data = candidate_letter_pdf.rendered(row)
    except PdfFault as fault:
        raise Http404(str(fault)) from fault
    return download(data, f"letter-{pk}.pdf", "application/pdf")


def _found(request: Request, pk: int) -> CandidateLetter:
    row = get_object_or_404(reading.visible_to(request.user), pk=pk)
    if not _is_mine(request, row):
        journal.write(
            "reserve_file_opened",
            row.application,
            by=request.user,
            unit=row.application.competition.unit,
            letter=row.pk,
        )
    return row


def _is_mine(request: Request, row: CandidateLetter) -> bool:
    return row.application.person_id == request.user.person_id
