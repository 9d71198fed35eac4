"""What every reader returns: tables of cells that remember how they were merged."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class Kind(enum.StrEnum):
    """Where a table comes from; decides how its rows are called."""

    TABLE = "table"  # of a DOCX: rows are counted within it
    SHEET = "sheet"  # of an XLSX: rows are those of the sheet
    LINES = "lines"  # of a text: rows are its lines
    LIST = "list"  # headings and items of a letter, in place of a table


class Told(enum.StrEnum):
    """What the person is told about a place of the file."""

    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    HIDDEN_SHEET = "hidden_sheet"
    FORMULA = "formula"
    CONTROL_SIGNS = "control_signs"
    REPEATED_HEADER = "repeated_header"
    OUTSIDE_LIST = "outside_list"
    HEADING_AS_ITEM = "heading_as_item"
    COLUMN_SPLIT = "column_split"


@dataclass(frozen=True)
class Note:
    """One thing to tell, with its row (0 is the whole table) and some words."""

    code: str
    row: int = 0
    text: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the columns it covers (0: covered by the one to the left).

    A carried cell continues one that is merged downwards and repeats its text.
    """

    text: str = ""
    span: int = 1
    is_carried: bool = False


@dataclass(frozen=True)
class Row:
    """A row: its number in the file and a cell for every column of the table.

    `is_broken_off` marks the first row after a page or table break.
    """

    number: int
    cells: tuple[Cell, ...]
    is_broken_off: bool = False
    is_hidden: bool = False
    table: int = 1

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts of the cells, carried ones too, covered ones empty."""
        return tuple(cell.text for cell in self.cells)

    @property
    def own(self) -> list[int]:
        """Columns that hold text of this row, not carried down to it."""
        return [
            column
            for column, cell in enumerate(self.cells)
            if cell.text and not cell.is_carried
        ]

    @property
    def is_blank(self) -> bool:
        """Whether the row says nothing of its own."""
        return not self.own


@dataclass(frozen=True)
class Table:
    """A table of the file; `lead` is the short paragraph above it."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    lead: str = ""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row.cells) for row in self.rows), default=0)


def plain(number: int, texts: Iterable[str], **more: Any) -> Row:
    """Return a row of unmerged cells."""
    return Row(number, tuple(Cell(text) for text in texts), **more)


def wide(number: int, text: str, width: int, **more: Any) -> Row:
    """Return a row of one cell that covers every column."""
    covered = (Cell(span=0),) * (width - 1)
    return Row(number, (Cell(text, span=max(width, 1)), *covered), **more)


def padded(row: Row, width: int) -> Row:
    """Return the row with empty cells up to the width."""
    missing = width - len(row.cells)
    if missing <= 0:
        return row
    return dataclasses.replace(row, cells=row.cells + (Cell(),) * missing)


def dump(tables: Sequence[Table]) -> list[Json]:
    """Return the tables as plain JSON values."""
    return [
        {
            "kind": str(table.kind),
            "title": table.title,
            "lead": table.lead,
            "rows": [_row(row) for row in table.rows],
            "notes": [dataclasses.asdict(note) for note in table.notes],
        }
        for table in tables
    ]


def load(values: Iterable[Mapping[str, Any]]) -> list[Table]:
    """Return the tables that `dump` made."""
    return [
        Table(
            value["kind"],
            value["title"],
            tuple(_loaded(row) for row in value["rows"]),
            tuple(Note(**note) for note in value["notes"]),
            value["lead"],
        )
        for value in values
    ]


def _row(row: Row) -> list[Any]:
    flags = [row.number, row.table, int(row.is_broken_off), int(row.is_hidden)]
    cells = [
        cell.text
        if cell == Cell(cell.text)
        else [cell.text, cell.span, cell.is_carried]
        for cell in row.cells
    ]
    return [*flags, cells]


def _loaded(value: Sequence[Any]) -> Row:
    number, table, broken, hidden, cells = value
    return Row(
        number,
        tuple(
            Cell(cell) if isinstance(cell, str) else Cell(cell[0], cell[1], cell[2])
            for cell in cells
        ),
        bool(broken),
        bool(hidden),
        table,
    )
