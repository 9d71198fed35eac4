"""Files with plans of events, made of rows: DOCX, XLSX and text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from docx import Document
from openpyxl import Workbook

MERGED = "\0merged"  # a cell that continues the one above it
Line = str | Sequence[str]  # a heading over the whole width, or cells


@dataclass(frozen=True)
class Piece:
    """A table of a plan: its head, which may be missing, and its lines."""

    head: Sequence[str] = ()
    lines: Sequence[Line] = ()
    above: str = ""
    width: int = field(default=0)

    @property
    def columns(self) -> int:
        """How many columns it has."""
        if self.width or self.head:
            return self.width or len(self.head)
        return max(len(line) for line in self.lines if not isinstance(line, str))

    @property
    def whole(self) -> list[Line]:
        """The head and the lines."""
        return [*([self.head] if self.head else []), *self.lines]


def reordered(piece: Piece, order: Sequence[int]) -> Piece:
    """Return the piece with its columns in another order."""
    lines = [
        line if isinstance(line, str) else [line[at] for at in order]
        for line in piece.lines
    ]
    head = [piece.head[at] for at in order] if piece.head else ()
    return replace(piece, head=head, lines=lines, width=piece.columns)


def docx(*pieces: Piece, paragraphs: Sequence[str] = ()) -> bytes:
    """Return a document with paragraphs and a table for each piece."""
    document = Document()
    for text in paragraphs:
        style = "List Bullet" if text.startswith("- ") else None
        document.add_paragraph(text.removeprefix("- "), style=style)
    for piece in pieces:
        if piece.above:
            document.add_paragraph(piece.above)
        _table(document, piece)
        document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(*pieces: Piece, hidden: Sequence[int] = ()) -> bytes:
    """Return a book with all pieces one under another on a sheet."""
    book = Workbook()
    page = book.active
    page.title = "План"
    row = 0
    for piece in pieces:
        for line in piece.whole:
            row += 1
            cells = [line] if isinstance(line, str) else line
            for column, text in enumerate(cells, 1):
                if text and text != MERGED:
                    page.cell(row, column, text)
            if isinstance(line, str):
                page.merge_cells(
                    start_row=row, end_row=row, start_column=1, end_column=piece.columns
                )
        _merge_down(page, piece, row - len(piece.whole))
    for at in hidden:
        page.row_dimensions[at].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*pieces: Piece, sign: str = "\t", pages: str = "\n\n") -> bytes:
    """Return the pieces as text; merged cells are empty, pages part the pieces."""
    return pages.join(
        "\n".join(
            line
            if isinstance(line, str)
            else sign.join("" if cell == MERGED else cell for cell in line)
            for line in piece.whole
        )
        for piece in pieces
    ).encode()


def _table(document: Document, piece: Piece) -> None:
    width = piece.columns
    table = document.add_table(rows=len(piece.whole), cols=width)
    for row, line in enumerate(piece.whole):
        cells = table.rows[row].cells
        if isinstance(line, str):
            cells[0].merge(cells[width - 1]).text = line
            continue
        for column, words in enumerate(line):
            if words != MERGED:
                cells[column].text = words
    for column in range(width):
        for first, last in _runs(piece, column):
            top = table.cell(first, column)
            words = top.text
            top.merge(table.cell(last, column)).text = words


def _merge_down(page: object, piece: Piece, above: int) -> None:
    for column in range(piece.columns):
        for first, last in _runs(piece, column):
            page.merge_cells(  # type: ignore[attr-defined]
                start_row=above + first + 1,
                end_row=above + last + 1,
                start_column=column + 1,
                end_column=column + 1,
            )


def _runs(piece: Piece, column: int) -> list[tuple[int, int]]:
    """Return the first and last lines of cells merged downwards in a column."""
    runs: list[tuple[int, int]] = []
    for row, line in enumerate(piece.whole):
        if isinstance(line, str) or line[column] != MERGED:
            continue
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row - 1, row))
    return runs
