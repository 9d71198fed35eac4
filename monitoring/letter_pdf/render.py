"""An addressed letter as a tagged PDF."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext as _

from monitoring.letter_pdf import layout
from monitoring.letter_pdf.content import LetterContent
from portal import pdf

if TYPE_CHECKING:
    from portal.pdf.engine import LaidOut

ATTEMPTS = 3


class LetterFault(Exception):  # noqa: N818
    """The letter was not made; the message is translated and says why."""


@dataclass(frozen=True)
class Made:
    """A letter as a file."""

    data: bytes
    pages: int


def letter_pdf(content: LetterContent) -> bytes:
    """Return the letter as PDF/UA-1; the same content gives the same bytes.

    Raises LetterFault as `made` does.
    """
    return made(content).data


def made(content: LetterContent) -> Made:
    """Return the letter as PDF/UA-1 and the count of its pages.

    Raises LetterFault where the page would be ugly or incomplete: a sign the typeface
    lacks, a missing typeface or system library, an address outside the portal.
    """
    try:
        laid_out = _settled(content)
        return Made(laid_out.pdf(), laid_out.pages)
    except pdf.PdfFault as fault:
        raise LetterFault(str(fault)) from fault


@cache
def template_version() -> str:
    """Return a short hash of the letter's templates and style sheets."""
    folder = Path(settings.BASE_DIR) / "templates" / "pdf"
    sources = sorted([*folder.glob("*letter*"), folder / "base.css"])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    return digest.hexdigest()[:12]


def letter_html(content: LetterContent, annex_sheets: int) -> str:
    """Return the letter's markup, its text escaped."""
    template = get_template("pdf/letter.html")
    return template.render(layout.context(content, annex_sheets))


def _settled(content: LetterContent) -> "LaidOut":
    """Lay the letter out until its note tells the annex's real count of sheets.

    A page break parts the annex from the letter, so the count does not depend on the
    note and the second layout at most is the right one.
    """
    sheets = layout.sheets_guess(content)
    for _attempt in range(ATTEMPTS):
        laid_out = pdf.lay_out(letter_html(content, sheets), "pdf/letter.css")
        taken = laid_out.pages_from("annex")
        if taken in {sheets, 0}:
            return laid_out
        sheets = taken
    raise LetterFault(_("The number of the annex's sheets does not settle."))
