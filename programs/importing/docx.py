"""Tables and paragraphs of a DOCX: merged cells, nested tables, numbered lists."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from portal.errors import Refused
from programs.importing import cleaning, docx_text
from programs.importing.docx_text import Numbering
from programs.importing.tables import Cell, Kind, Note, Row, Table, Told

BROKEN = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    OSError,
)
LONGEST_LEAD = 300
LAYOUT = 1  # columns of a table that only frames other tables


@dataclass
class Content:
    """The tables of a document, and its paragraphs in lines."""

    tables: list[Table] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Reader:
    numbering: Numbering
    content: Content = field(default_factory=Content)
    lead: str = ""
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def body(self, element: Any) -> None:
        """Read the blocks of a body in their order."""
        for block in docx_text.blocks(element):
            if block.tag == qn("w:tbl"):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, block: Any) -> None:
        text = docx_text.paragraph(block)
        if not text.strip():
            return
        mark = self.numbering.mark(block)
        item = f"- {text}" if mark == docx_text.BULLET else f"{mark} {text}".strip()
        for line in item.split("\n"):
            self.content.lines.append((len(self.content.lines) + 1, line))
        shown = cleaning.line(f"{'' if mark == docx_text.BULLET else mark} {text}")
        self.lead = shown if len(shown) <= LONGEST_LEAD else ""

    def _table(self, element: Any) -> None:
        rows = list(docx_text.rows(element))
        width = max((_row_width(row) for row in rows), default=0)
        nested = [table for row in rows for table in docx_text.nested(row)]
        if width <= LAYOUT and nested:
            for table in nested:
                self._table(table)
            return
        number = next(self.counter)
        self.content.tables.append(self._built(rows, number))
        self.lead = ""

    def _built(self, rows: list[Any], number: int) -> Table:
        grid = _Grid(self.numbering, number)
        for row in rows:
            grid.add(row)
        return Table(
            Kind.TABLE, str(number), grid.packed(), tuple(grid.notes), self.lead
        )


@dataclass
class _Grid:
    """Rows of a table, column by column of its grid."""

    numbering: Numbering
    table: int
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, element: Any) -> None:
        """Add a row; what is merged downwards repeats the text above."""
        number = len(self.rows) + 1
        cells: list[Cell] = [Cell()] * docx_text.skipped(element, "w:gridBefore")
        for part in docx_text.cells(element):
            span = docx_text.span(part)
            cells.append(self._cell(part, span, len(cells), number))
            cells.extend([Cell(span=0)] * (span - 1))
        cells.extend([Cell()] * docx_text.skipped(element, "w:gridAfter"))
        self.rows.append(Row(number, tuple(cells), table=self.table))

    def _cell(self, part: Any, span: int, column: int, number: int) -> Cell:
        if docx_text.continues(part):
            above = self.rows[-1].cells if self.rows else ()
            text = above[column].text if column < len(above) else ""
            return Cell(text, span, is_carried=True)
        raw = docx_text.cell(part, self.numbering)
        if cleaning.has_control_signs(raw):
            self.notes.append(Note(Told.CONTROL_SIGNS, number))
        return Cell(cleaning.cleaned(raw), span)

    def packed(self) -> tuple[Row, ...]:
        """Return the rows without the columns in which no cell begins with text.

        Word draws such columns where cells of one table have different widths.
        """
        width = max((len(row.cells) for row in self.rows), default=0)
        kept = [column for column in range(width) if self._is_used(column)]
        return tuple(
            Row(row.number, _only(row.cells, kept, width), table=self.table)
            for row in self.rows
        )

    def _is_used(self, column: int) -> bool:
        return any(
            column < len(row.cells)
            and row.cells[column].span > 0
            and (row.cells[column].text or len(row.cells) == 1)
            for row in self.rows
        )


def read(data: bytes) -> Content:
    """Return the tables and lines of the document.

    Raises Refused for a damaged one, naming the part that cannot be read.
    """
    try:
        document = Document(io.BytesIO(data))
        reader = _Reader(Numbering.of(document))
        reader.body(document.element.body)
    except SyntaxError as error:  # of the XML
        raise Refused(_damaged(f"word/document.xml, {error.lineno}")) from error
    except BROKEN as error:
        raise Refused(_damaged(str(error)[:80])) from error
    return reader.content


def _damaged(part: str) -> str:
    text = _(
        "The document is damaged (%(part)s). Open it in an editor and save it again."
    )
    return text % {"part": part}


def _row_width(row: Any) -> int:
    return sum(docx_text.span(part) for part in docx_text.cells(row))


def _only(cells: tuple[Cell, ...], kept: list[int], width: int) -> tuple[Cell, ...]:
    """Keep some columns; a span counts those of its columns that are kept."""
    full = cells + (Cell(),) * (width - len(cells))
    found = []
    for column in kept:
        cell = full[column]
        reach = range(column, column + max(cell.span, 1))
        span = sum(other in reach for other in kept) if cell.span else 0
        found.append(Cell(cell.text, span, cell.is_carried))
    return tuple(found)
