"""The protocol as DOCX: headings, lists and tables that Word knows as such."""

from __future__ import annotations

from docx.document import Document as Docx

from portal import word_pages
from reserve.reading.protocol import Paper, Row

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
    title = f"{paper.title} № {paper.number}"
    document = word_pages.new(title, paper.body, paper.held_on)
    _head(document, paper)
    _heard(document, paper)
    _decided(document, paper)
    _signatures(document, paper)
    return word_pages.saved(document)


def _head(document: Docx, paper: Paper) -> None:
    word_pages.centered(document, paper.body)
    word_pages.heading(document, f"{paper.title} № {paper.number}")
    word_pages.centered(document, f"от {paper.date}")
    if paper.is_draft:
        word_pages.centered(document, "ПРОЕКТ")
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
        word_pages.table(document, INCLUDED, rows, WIDTHS_IN)
    else:
        document.add_paragraph("1. В кадровый резерв никого не включать.")
    if paper.declined:
        document.add_paragraph("2. Не включать в кадровый резерв:")
        word_pages.table(
            document, DECLINED, [_out(row) for row in paper.declined], WIDTHS_OUT
        )


def _out(row: Row) -> tuple[str, ...]:
    return (row.place, f"№ {row.number}", row.name, row.total, row.reason)


def _signatures(document: Docx, paper: Paper) -> None:
    document.add_paragraph()
    for word, name in (("Председатель", paper.chair), ("Секретарь", paper.secretary)):
        word_pages.signature(document, word, name)
