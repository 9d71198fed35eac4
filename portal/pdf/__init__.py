"""The one door to PDF: markup and a style sheet to a tagged document."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from portal.pdf.faults import PdfFault
from portal.pdf.libraries import missing_library

if TYPE_CHECKING:
    from portal.pdf.engine import LaidOut

__all__ = ["PdfFault", "lay_out", "missing_library", "pdf_bytes"]


def lay_out(html: str, sheet: str) -> "LaidOut":
    """Break the markup into pages by a style sheet, a template's name: pdf/letter.css.

    Raises PdfFault if a system library, a typeface or a sign is missing, or if the
    markup asks for anything but the package's own typefaces.
    """
    if package := missing_library():
        message = gettext("PDF cannot be made here: install the package %(package)s.")
        raise PdfFault(message % {"package": package})
    from portal.pdf import engine  # noqa: PLC0415 - takes a second and system libraries

    return engine.lay_out(html, sheet)


def pdf_bytes(html: str, sheet: str) -> bytes:
    """Return the markup as PDF/UA-1; the same markup gives the same bytes.

    Raises PdfFault as `lay_out` does.
    """
    return lay_out(html, sheet).pdf()
