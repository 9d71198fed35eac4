"""The protocol of a meeting as a tagged PDF."""

from __future__ import annotations

from django.template.loader import get_template

from portal import pdf
from programs.reading.meeting_paper import Paper


def rendered(paper: Paper) -> bytes:
    """Return the protocol as PDF/UA-1; raises PdfFault as `portal.pdf` does."""
    html = get_template("pdf/meeting_protocol.html").render({"paper": paper})
    return pdf.pdf_bytes(html, "pdf/meeting_protocol.css")
