"""The protocol of a meeting as DOCX: headings, lists and tables that Word knows."""

from __future__ import annotations

from docx.document import Document as Docx

from portal import word_pages
from programs.reading.meeting_paper import Paper

DECIDED = ("№", "Решение", "Ответственный", "Срок")
WIDTHS = (1.2, 8.6, 5.2, 2.5)


def rendered(paper: Paper) -> bytes:
    """Return the protocol as DOCX."""
    document = word_pages.new(paper.heading, paper.body, paper.held_on)
    _head(document, paper)
    _agenda(document, paper)
    _heard(document, paper)
    _decided(document, paper)
    _close(document, paper)
    return word_pages.saved(document)


def _head(document: Docx, paper: Paper) -> None:
    word_pages.centered(document, paper.body)
    word_pages.heading(document, paper.heading)
    word_pages.centered(document, f"от {paper.date}")
    if paper.is_draft:
        word_pages.centered(document, "ПРОЕКТ")
    document.add_paragraph(paper.subject)
    if paper.program:
        document.add_paragraph(f"Программа: {paper.program}")
    document.add_paragraph(f"Начало: {paper.time}")
    for label, words in (("Место", paper.place), ("Председатель", paper.chair)):
        if words:
            document.add_paragraph(f"{label}: {words}")
    if paper.attendees:
        document.add_paragraph("Присутствовали:")
        for line in paper.attendees:
            document.add_paragraph(line, style="List Bullet")


def _agenda(document: Docx, paper: Paper) -> None:
    document.add_heading("Повестка", 1)
    for row in paper.heard:
        document.add_paragraph(f"{row.number}. {row.topic}")


def _heard(document: Docx, paper: Paper) -> None:
    document.add_heading("Слушали", 1)
    for row in paper.heard:
        speaker = f" ({row.speaker})" if row.speaker else ""
        document.add_paragraph(f"{row.number}. {row.topic}{speaker}")
        document.add_paragraph(row.words)


def _decided(document: Docx, paper: Paper) -> None:
    document.add_heading("Решили", 1)
    if not paper.decided:
        document.add_paragraph("Решений не принято.")
        return
    rows = [(row.number, row.text, row.owner, row.until) for row in paper.decided]
    word_pages.table(document, DECIDED, rows, WIDTHS)


def _close(document: Docx, paper: Paper) -> None:
    if paper.signed:
        document.add_paragraph(f"Протокол подписан {paper.signed}")
    word_pages.signature(document, "Председатель", paper.chair)
