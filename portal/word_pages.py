"""Official papers as DOCX: page, typeface, language, tables that Word knows as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table, _Row

FONT = "Times New Roman"
LANGUAGE = "ru-RU"


def new(title: str, author: str, made_on: dt.date) -> Docx:
    """Return an empty A4 paper in Russian; no author of ours in its properties."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1)
    section.top_margin = section.bottom_margin = Cm(2)
    _set_styles(document)
    properties = document.core_properties
    properties.title = title
    properties.author, properties.language = author, LANGUAGE
    made = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    properties.created = properties.modified = made
    return document


def saved(document: Docx) -> bytes:
    """Return the file's bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def centered(document: Docx, text: str) -> None:
    """Add a line in the middle."""
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def heading(document: Docx, text: str) -> None:
    """Add the paper's own heading, in the middle."""
    document.add_heading(text, 1).alignment = WD_ALIGN_PARAGRAPH.CENTER


def signature(document: Docx, word: str, name: str) -> None:
    """Add a line to sign on."""
    line = document.add_paragraph(f"{word}\t____________________\t{name}")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(5))
    line.paragraph_format.tab_stops.add_tab_stop(Cm(11))
    line.paragraph_format.space_before = Pt(12)


def table(
    document: Docx,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    """Add a table with its head repeated on every page; widths in centimeters."""
    made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.autofit = False
    _fill(made.rows[0], heads, bold=True)
    _repeat(made.rows[0])
    for row in rows:
        _fill(made.add_row(), row)
    _size(made, widths)
    document.add_paragraph()


def _set_styles(document: Docx) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().append(_language())
    style.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 14), ("Heading 1", 12)):
        font = document.styles[name].font
        font.name, font.size, font.bold = FONT, Pt(size), True
        font.color.rgb = None


def _fill(row: _Row, values: Sequence[str], *, bold: bool = False) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.bold = Pt(10), bold


def _size(made: Table, widths: Sequence[float]) -> None:
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _repeat(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _language() -> object:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), LANGUAGE)
    return mark
