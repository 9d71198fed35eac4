"""The protocol as DOCX: headings, lists and tables that Word knows as such."""

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

from reserve.reading.protocol import Paper, Row

FONT = "Times New Roman"
LANGUAGE = "ru-RU"
WIDTHS_IN = (1.2, 1.6, 5.4, 5.0, 1.8, 2.5)
WIDTHS_OUT = (1.2, 1.6, 5.4, 1.8, 7.5)
INCLUDED = (
    "Место",
    "Заявка",
    "Кандидат",
    "Должность и место работы",
    "Балл",
    "Готовность",
)
DECLINED = ("Место", "Заявка", "Кандидат", "Балл", "Основание")


def rendered(paper: Paper) -> bytes:
    """Return the protocol as DOCX."""
    document = Document()
    _set_up(document, paper)
    _head(document, paper)
    _heard(document, paper)
    _decided(document, paper)
    _signatures(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Docx, paper: Paper) -> None:
    """Set page, typeface and language; the title and no author of ours."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().append(_language())
    style.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 14), ("Heading 1", 12)):
        heading = document.styles[name].font
        heading.name, heading.size, heading.bold = FONT, Pt(size), True
        heading.color.rgb = None
    properties = document.core_properties
    properties.title = f"{paper.title} № {paper.number}"
    properties.author, properties.language = paper.body, LANGUAGE
    made = dt.datetime.combine(paper.held_on, dt.time(), dt.UTC)
    properties.created = properties.modified = made


def _head(document: Docx, paper: Paper) -> None:
    _centered(document, paper.body)
    title = document.add_heading(f"{paper.title} № {paper.number}", 1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _centered(document, f"от {paper.date}")
    if paper.is_draft:
        _centered(document, "ПРОЕКТ")
    under = f" ({paper.order})" if paper.order else ""
    document.add_paragraph(f"Конкурс: «{paper.competition}»{under}.")
    document.add_paragraph(f"Председатель: {paper.chair}")
    document.add_paragraph(f"Секретарь: {paper.secretary}")
    if paper.attendees:
        document.add_paragraph("Присутствовали:")
        for line in paper.attendees:
            document.add_paragraph(line, style="List Number")


def _heard(document: Docx, paper: Paper) -> None:
    document.add_heading("Слушали", 1)
    document.add_paragraph(" ".join(paper.heard))
    document.add_paragraph(paper.formula)


def _decided(document: Docx, paper: Paper) -> None:
    document.add_heading("Решили", 1)
    if paper.included:
        document.add_paragraph("1. Включить в кадровый резерв:")
        rows = [
            (r.place, f"№ {r.number}", r.name, r.work, r.total, r.decision)
            for r in paper.included
        ]
        _table(document, INCLUDED, rows, WIDTHS_IN)
    else:
        document.add_paragraph("1. В кадровый резерв никого не включать.")
    if paper.declined:
        document.add_paragraph("2. Не включать в кадровый резерв:")
        _table(document, DECLINED, [_out(row) for row in paper.declined], WIDTHS_OUT)


def _out(row: Row) -> tuple[str, ...]:
    return (row.place, f"№ {row.number}", row.name, row.total, row.reason)


def _signatures(document: Docx, paper: Paper) -> None:
    document.add_paragraph()
    for word, name in (("Председатель", paper.chair), ("Секретарь", paper.secretary)):
        line = document.add_paragraph(f"{word}\t____________________\t{name}")
        line.paragraph_format.tab_stops.add_tab_stop(Cm(5))
        line.paragraph_format.tab_stops.add_tab_stop(Cm(11))
        line.paragraph_format.space_before = Pt(12)


def _table(
    document: Docx,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0], heads, bold=True)
    _repeat(table.rows[0])
    for row in rows:
        _fill(table.add_row(), row)
    _size(table, widths)
    document.add_paragraph()


def _fill(row: _Row, values: Sequence[str], *, bold: bool = False) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.bold = Pt(10), bold


def _size(table: Table, widths: Sequence[float]) -> None:
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _repeat(row: _Row) -> None:
    """Let the head come again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _language() -> object:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), LANGUAGE)
    return mark


def _centered(document: Docx, text: str) -> None:
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
