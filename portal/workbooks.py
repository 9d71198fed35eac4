"""Rows to XLSX: text stays text, numbers stay numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Scalar = str | int | Decimal | dt.date | None
LONGEST_TEXT = 32_767
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E9EDFB")
HEADER_LINE = Border(bottom=Side(style="thin", color="7C8799"))
HEADER_PLACE = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, the format of its numbers."""

    title: str
    width: int = 14
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """A sheet: a heading over a table, how many of its columns are pinned."""

    title: str
    heading: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Scalar]]
    pinned: int = 1


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as one XLSX file; the heads stay in sight, with filters."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Workbook, sheet: Sheet) -> None:
    page: Worksheet = book.create_sheet(_sheet_title(sheet.title))
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = f"{get_column_letter(sheet.pinned + 1)}3"
    page.print_title_rows = "2:2"
    page.append([_cell(page, sheet.heading, font=HEADER_FONT)])
    page.append([_head(page, column.title) for column in sheet.columns])
    count = 2
    for row in sheet.rows:
        count += 1
        page.append(
            [
                _cell(page, value, number_format=column.number_format)
                for value, column in zip(row, sheet.columns, strict=True)
            ]
        )
    page.auto_filter.ref = f"A2:{get_column_letter(len(sheet.columns))}{count}"


def _head(page: Worksheet, title: str) -> Cell:
    cell = _cell(page, title, font=HEADER_FONT)
    cell.fill, cell.border, cell.alignment = HEADER_FILL, HEADER_LINE, HEADER_PLACE
    return cell


def _cell(
    page: Worksheet,
    value: Scalar,
    *,
    number_format: str = "General",
    font: Font | None = None,
) -> Cell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, text(value))
        cell.data_type = "s"  # "=1+1" is text here, never a formula
    else:
        cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]
        cell.number_format = number_format
    if font is not None:
        cell.font = font
    return cell


def text(value: str) -> str:
    """Return the text without what XLSX forbids, cut to what a cell holds."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)
    return clean.encode("utf-16", "surrogatepass").decode("utf-16", "replace")[
        :LONGEST_TEXT
    ]


def _sheet_title(title: str) -> str:
    for forbidden in r"[]:*?/\'":
        title = title.replace(forbidden, " ")
    return title[:31].strip()
