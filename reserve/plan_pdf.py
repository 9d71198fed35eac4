"""A development plan as a tagged PDF, in Russian whatever the page speaks."""

from __future__ import annotations

from django.template.loader import get_template
from django.utils import timezone, translation

from portal import pdf
from reserve.reading.plans import Shown

LANGUAGE = "ru"


def made(shown: Shown) -> bytes:
    """Return the plan as PDF/UA-1.

    Raises portal.pdf.PdfFault where a sign, a typeface or a library is missing.
    """
    return pdf.pdf_bytes(html(shown), "pdf/plan.css")


def html(shown: Shown) -> str:
    """Return the plan's markup, its text escaped."""
    with translation.override(LANGUAGE):
        context = {
            "shown": shown,
            "plan": shown.plan,
            "member": shown.plan.member,
            "today": timezone.localdate(),
        }
        return get_template("pdf/plan.html").render(context)
