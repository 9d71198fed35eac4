"""Tables of an XLSX: merged ranges, hidden rows, values that formulas left."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from portal.errors import Refused
from programs.importing import areas, cleaning, limits
from programs.importing.tables import Cell, Kind, Note, Row, Table, Told

BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    SyntaxError,  # of the XML
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
DECIMALS = re.compile(r"0[.,](0+)")
FORMULA, ERROR = "f", "e"
MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август"),
    *("сентябрь", "октябрь", "ноябрь", "декабрь"),
)


def read(data: bytes) -> list[Table]:
    """Return a table for each visible sheet with text.

    A formula gives the value that the file keeps for it. Raises Refused for a
    damaged book, for formulas without a kept value, for cells with errors.
    """
    try:
        if areas.are_too_wide(data):
            raise Refused(_("The document is too large: leave only the plan in it."))
        book = load_workbook(io.BytesIO(data))
        kept = load_workbook(io.BytesIO(data), data_only=True)
    except BROKEN as error:
        raise Refused(
            _("The book is damaged (%(part)s). Open it in an editor and save it again.")
            % {"part": str(error)[:80]}
        ) from error
    tables = []
    for number, page in enumerate(book.worksheets, 1):
        if page.sheet_state == "visible":
            table = _table(page, kept[page.title], number)
            tables.append(table)
    hidden = [page.title for page in book.worksheets if page.sheet_state != "visible"]
    if tables and hidden:
        told = tuple(Note(Told.HIDDEN_SHEET, text=title) for title in hidden)
        first = tables[0]
        tables[0] = Table(
            first.kind, first.title, first.rows, first.notes + told, first.lead
        )
    return [table for table in tables if table.rows]


def _table(page: Worksheet, kept: Worksheet, number: int) -> Table:
    notes: list[Note] = []
    height, width = _extent(page)
    merged = _merged(page)
    rows: list[Row] = []
    for at in range(1, height + 1):
        cells = tuple(
            _cell(page, kept, (at, column), merged, notes)
            for column in range(1, width + 1)
        )
        is_hidden = bool(page.row_dimensions[at].hidden)
        row = Row(at, cells, is_hidden=is_hidden, table=number)
        rows.append(row)
        if is_hidden and not row.is_blank:
            notes.append(Note(Told.HIDDEN_ROW, at))
    notes.extend(_hidden_columns(page, width))
    while rows and rows[-1].is_blank:
        rows.pop()
    return Table(Kind.SHEET, page.title, tuple(rows), tuple(notes))


def _extent(page: Worksheet) -> tuple[int, int]:
    """Return the last row and column that hold anything.

    A sheet may say of itself that it is a million rows high: only cells count.
    """
    filled = [
        place for place, cell in page._cells.items() if cell.value not in (None, "")
    ]
    height = max((row for row, _column in filled), default=0)
    width = max((column for _row, column in filled), default=0)
    if height > limits.MOST_ROWS or width > limits.MOST_COLUMNS:
        raise Refused(
            _(
                "Sheet «%(title)s» reaches to row %(row)s, column %(column)s: leave"
                " only the plan in it."
            )
            % {
                "title": page.title,
                "row": height,
                "column": get_column_letter(max(width, 1)),
            }
        )
    return height, width


def _merged(page: Worksheet) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Return first row, first column and width of the range of each merged cell."""
    found = {}
    for area in page.merged_cells.ranges:
        span = area.max_col - area.min_col + 1
        if area.size["rows"] * span > limits.MOST_ROWS * limits.MOST_COLUMNS:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                found[row, column] = (area.min_row, area.min_col, span)
    return found


def _cell(
    page: Worksheet,
    kept: Worksheet,
    at: tuple[int, int],
    merged: dict[tuple[int, int], tuple[int, int, int]],
    notes: list[Note],
) -> Cell:
    if at not in merged:
        return Cell(_text(page, kept, at, notes))
    row, column, span = merged[at]
    if at[1] != column:
        return Cell(span=0)
    text = _text(page, kept, (row, column), notes if at[0] == row else [])
    return Cell(text, span, is_carried=at[0] != row)


def _text(
    page: Worksheet, kept: Worksheet, at: tuple[int, int], notes: list[Note]
) -> str:
    """Return the cell as text; a formula as the value the file keeps for it."""
    cell = page.cell(*at)
    value: Any = cell.value
    if cell.data_type == FORMULA:
        value = kept.cell(*at).value
        if value is None:
            raise Refused(_formula(page, cell.coordinate))
        notes.append(Note(Told.FORMULA, at[0], cell.coordinate))
    if cell.data_type == ERROR or (isinstance(value, str) and _is_error(value)):
        raise Refused(
            _("Sheet «%(title)s», cell %(cell)s: an error stands in place of a value.")
            % {"title": page.title, "cell": cell.coordinate}
        )
    if isinstance(value, str) and cleaning.has_control_signs(value):
        notes.append(Note(Told.CONTROL_SIGNS, at[0], cell.coordinate))
    return cleaning.cleaned(_words(value, cell.number_format or ""))


def _formula(page: Worksheet, coordinate: str) -> str:
    return _(
        "Sheet «%(title)s», cell %(cell)s: a formula without a value. Copy the cells"
        " and paste them as values."
    ) % {"title": page.title, "cell": coordinate}


def _is_error(text: str) -> bool:
    return text in {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def _words(value: Any, form: str) -> str:
    """Return a value as the sheet shows it: days, months, numbers with their places."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _day(value, form)
    if isinstance(value, int | float) and not isinstance(value, bool):
        places = DECIMALS.search(form)
        if places and form != "General":
            return f"{value:.{len(places[1])}f}"
        return str(int(value)) if float(value).is_integer() else str(value)
    return str(value)


def _day(value: dt.datetime | dt.date, form: str) -> str:
    """Return the day; only month and year where the sheet shows no more."""
    shown = LITERAL.sub("", form).lower()
    if "d" not in shown and "m" in shown and "y" in shown:
        return f"{MONTHS[value.month - 1]} {value.year}"
    return f"{value:%d.%m.%Y}"


def _hidden_columns(page: Worksheet, width: int) -> list[Note]:
    return [
        Note(Told.HIDDEN_COLUMN, text=letter)
        for column in range(1, width + 1)
        if page.column_dimensions[(letter := get_column_letter(column))].hidden
    ]
