"""The protocol of a meeting as files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal import access, journal
from portal.access import Can
from portal.http import Request, download
from portal.pdf import PdfFault
from programs import protocol_docx, protocol_pdf
from programs.reading import meeting_paper
from programs.views import meeting_ways as ways

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def docx(request: Request, pk: int) -> HttpResponse:
    """Serve the protocol as DOCX; it is put on record."""
    return _file(request, pk, protocol_docx.rendered, "docx", DOCX)


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """Serve the protocol as a tagged PDF; it is put on record."""
    return _file(request, pk, protocol_pdf.rendered, "pdf", "application/pdf")


def _file(
    request: Request,
    pk: int,
    render_file: Callable[[meeting_paper.Paper], bytes],
    suffix: str,
    content_type: str,
) -> HttpResponse:
    meeting = ways.seen(request, pk)
    if not meeting.is_signed:  # a draft is read by those who write it
        access.require(request.user, Can.MANAGE_PROGRAMS, meeting.unit)
    try:
        data = render_file(meeting_paper.paper(meeting))
    except PdfFault as fault:
        raise Http404(str(fault)) from fault
    if request.method == "GET":
        journal.write(
            "meeting_exported",
            meeting,
            by=request.user,
            unit=meeting.unit,
            form=suffix,
        )
    return download(data, f"meeting-{pk}.{suffix}", content_type)
