"""A candidate's letter as a tagged PDF, in Russian whatever the page speaks."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from portal import pdf
from reserve.models import CandidateLetter
from reserve.reading import letters


def rendered(row: CandidateLetter) -> bytes:
    """Return the letter as PDF/UA-1; raises PdfFault as `portal.pdf` does."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {"letter": letters.of(row)}
        html = get_template("pdf/reserve_candidate.html").render(context)
        return pdf.pdf_bytes(html, "pdf/reserve_candidate.css")
