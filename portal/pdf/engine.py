"""WeasyPrint as the portal uses it: own typefaces, tagged output, no outside fetch."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import fontpkg_pt_serif
from django.template.loader import get_template
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Document
from weasyprint.pdf import pydyf  # WeasyPrint's own writer, of its version
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal import typography
from portal.pdf.faults import PdfFault

FONTS_DIR = Path(fontpkg_pt_serif.ROOT) / "files"
FAMILY = "Document-Serif"  # templates/pdf/base.css calls it «Document Serif»
TAGGED = {"pdf_variant": "pdf/ua-1"}
PRINTED = 4  # a link's flag: it is there on paper too, asked for by PDF/UA
_TAG = re.compile(r"<[^>]+>")
_BLANKS = set("\n\r\t")
_LOCK = Lock()  # Pango's font map is one for the process and knows no threads


class OwnTypefacesOnly(URLFetcher):  # type: ignore[misc]
    """Refuses every address but the font files of the package."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(
        self, url: str, headers: dict[str, str] | None = None
    ) -> URLFetcherResponse:
        """Open a font file; whatever else is asked for ends the document."""
        if url not in _font_files():
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        return super().fetch(url, headers)


@dataclass(frozen=True)
class LaidOut:
    """A document broken into pages and not yet written."""

    document: Document

    @property
    def pages(self) -> int:
        """Count the pages."""
        return len(self.document.pages)

    def pages_from(self, anchor: str) -> int:
        """Count the pages from the one where the anchor stands; 0 without such one."""
        for index, page in enumerate(self.document.pages):
            if anchor in page.anchors:
                return self.pages - index
        return 0

    def pdf(self) -> bytes:
        """Write the document; Document.write_pdf does not remember render's variant."""
        with _refusing():
            return bytes(self.document.write_pdf(finisher=_finish, **TAGGED))


def lay_out(html: str, sheet: str) -> LaidOut:
    """Break the markup into pages, with typography; see `portal.pdf.lay_out`."""
    html = typography.typeset(html)
    _require_signs(html)
    with _refusing():
        document = HTML(string=html, url_fetcher=_fetcher()).render(
            stylesheets=[_sheet(sheet)], font_config=_font_config(), **TAGGED
        )
    return LaidOut(document)


@contextmanager
def _refusing() -> Iterator[None]:
    """Let one thread work; raise PdfFault if anything outside was asked for.

    The fatal error is a BaseException that nobody else would catch, and WeasyPrint
    swallows it inside an SVG: hence the fetcher's own list.
    """
    with _LOCK:
        refused = _fetcher().refused
        refused.clear()
        try:
            yield
        except FatalURLFetchingError as error:
            raise PdfFault(_refusal(str(error))) from error
        if refused:
            raise PdfFault(_refusal(refused[0]))


@cache
def _font_files() -> dict[str, Path]:
    """Return the package's font files by their addresses."""
    return {path.as_uri(): path for path in sorted(FONTS_DIR.glob("*.ttf"))}


@cache
def _signs() -> frozenset[str]:
    """Return the characters that every typeface of the package can draw."""
    maps = [set(TTFont(path).getBestCmap()) for path in _font_files().values()]
    if not maps:
        raise PdfFault(_("A typeface is missing: %(name)s.") % {"name": FAMILY})
    return frozenset(map(chr, set.intersection(*maps)))


@cache
def _fetcher() -> OwnTypefacesOnly:
    return OwnTypefacesOnly()


@cache
def _font_config() -> FontConfiguration:
    """Return the process's one font configuration."""
    return FontConfiguration()


@cache
def _sheet(name: str) -> CSS:
    """Return the style sheet, parsed once in a process."""
    return CSS(
        string=get_template(name).render(),
        base_url=f"{FONTS_DIR.as_uri()}/",
        font_config=_font_config(),
        url_fetcher=_fetcher(),
    )


def _refusal(address: str) -> str:
    """Say what was asked for in vain: a lost font file, or something outside."""
    if address.startswith(FONTS_DIR.as_uri()):
        text = _("A typeface is missing: %(name)s.")
        return text % {"name": address.rpartition("/")[2]}
    text = _("The document asks for something outside the portal: %(address)s.")
    return text % {"address": address[:80]}


def _require_signs(html: str) -> None:
    """Raise PdfFault if the text has a sign that the typeface cannot draw."""
    lacking = set(_TAG.sub("", html)) - _BLANKS - _signs()
    if lacking:
        names = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(lacking))
        raise PdfFault(_("The typeface has no sign for: %(signs)s.") % {"signs": names})


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Add the tags that WeasyPrint 70 leaves out, and let no other typeface through."""
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("S") == "/TH":
            item["A"]["Scope"] = _scope(item, pdf)
        elif item.get("Subtype") == "/Link":
            item["F"] = PRINTED
        elif item.get("Type") == "/FontDescriptor":
            _require_own(item)


def _scope(cell: pydyf.Dictionary, pdf: pydyf.PDF) -> str:
    """Return what the header cell stands for: its column in a head, else its row."""
    row = _parent(cell, pdf)
    return "/Column" if _parent(row, pdf)["S"] == "/THead" else "/Row"


def _parent(item: pydyf.Dictionary, pdf: pydyf.PDF) -> pydyf.Dictionary:
    reference = item["P"]  # «12 0 R»
    return pdf.objects[int(reference.split()[0])]


def _require_own(font: pydyf.Dictionary) -> None:
    name = str(font["FontName"]).rpartition("+")[2]
    if not name.startswith(FAMILY):
        raise PdfFault(_("A typeface is missing: %(name)s.") % {"name": name})
