"""The protocol as a tagged PDF."""

from __future__ import annotations

from django.template.loader import get_template

from portal import pdf
from reserve.reading.protocol import Paper


def rendered(paper: Paper) -> bytes:
    """Return the protocol as PDF/UA-1; raises PdfFault as `portal.pdf` does."""
    html = get_template("pdf/reserve_protocol.html").render({"paper": paper})
    return pdf.pdf_bytes(html, "pdf/reserve_protocol.css")
