"""An evaluation as a tagged PDF, in Russian whatever the page speaks."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils import translation

from portal import pdf
from programs.models import Evaluation, Program

LANGUAGE = "ru"


def made(program: Program, evaluation: Evaluation, figures: dict[str, Any]) -> bytes:
    """Return the evaluation as PDF/UA-1; raises portal.pdf.PdfFault as `portal.pdf`."""
    return pdf.pdf_bytes(html(program, evaluation, figures), "pdf/evaluation.css")


def html(program: Program, evaluation: Evaluation, figures: dict[str, Any]) -> str:
    """Return the evaluation's markup, its text escaped."""
    with translation.override(LANGUAGE):
        context = {"program": program, "evaluation": evaluation, "figures": figures}
        return get_template("pdf/evaluation.html").render(context)
