"""The table of an existing reserve as a file: read safely, and its empty form."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal import workbooks
from portal.errors import Refused
from portal.models import Position, Unit
from portal.services import attachments
from portal.workbooks import Column, Sheet
from reserve.import_cells import COLUMNS, Raw, headings
from reserve.models import Readiness

MOST_LINES = 5000  # of a sheet, the empty ones among them
MOST_COLUMNS = 40
HEAD_WITHIN = 10  # lines in which the headings have to stand
BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError)


def read(upload: File[bytes]) -> list[Raw]:
    """Return the rows of the first sheet by the keys of their columns.

    Formulas stay text. Raises Refused for what is no sound XLSX, and for a table
    without the headings that have to be there.
    """
    kind, data = attachments.checked(upload)
    if kind.suffix != ".xlsx":
        raise Refused(_("Upload the table as an XLSX file."))
    try:
        lines = list(_lines(data))
    except BROKEN as error:
        raise Refused(_("The file cannot be read as a table.")) from error
    return _rows(lines)


def template(region: Unit) -> bytes:
    """Return the empty table with the words that its cells may hold."""
    sheet = Sheet(
        title=_("Reserve"),
        heading=_("Columns marked with * have to be filled in. Days: 31.12.2026."),
        columns=[
            Column(f"{title} *" if is_required else str(title), 22)
            for _key, title, is_required in COLUMNS
        ],
        rows=[],
        pinned=2,
    )
    return workbooks.workbook([sheet, _words(region)])


def _words(region: Unit) -> Sheet:
    posts = [str(label) for label in Position.Kind.labels]
    readiness = [str(entry) for entry in Readiness.objects.of(region)]
    count = max(len(posts), len(readiness))
    return Sheet(
        title=_("Words"),
        heading=_("What the cells may hold"),
        columns=[Column(_("Target position"), 30), Column(_("Readiness"), 30)],
        rows=[
            (
                posts[at] if at < len(posts) else "",
                readiness[at] if at < len(readiness) else "",
            )
            for at in range(count)
        ],
    )


def _lines(data: bytes) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    try:
        page = book.worksheets[0]
        rows = page.iter_rows(
            max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True
        )
        for row in rows:
            yield [_text(value) for value in row]
    finally:
        book.close()


def _rows(lines: Sequence[Sequence[str]]) -> list[Raw]:
    known = headings()
    for at, line in enumerate(lines[:HEAD_WITHIN]):
        keys = [known.get(_title(cell), "") for cell in line]
        if "last_name" in keys:
            _check_columns(keys)
            return [
                _raw(keys, row) for row in lines[at + 1 :] if any(map(str.strip, row))
            ]
    raise Refused(_("The headings of the table are not found: take the template."))


def _check_columns(keys: Sequence[str]) -> None:
    missing = [
        str(title)
        for key, title, is_required in COLUMNS
        if is_required and key not in keys
    ]
    if missing:
        text = _("The table has no columns: %(columns)s.")
        raise Refused(text % {"columns": ", ".join(missing)})


def _raw(keys: Sequence[str], row: Sequence[str]) -> Raw:
    return {key: cell for key, cell in zip(keys, row, strict=False) if key}


def _title(text: str) -> str:
    return text.replace("*", "").strip().casefold()


def _text(value: Any) -> str:
    """Return a cell as text: days as the portal writes them, whole numbers plain."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())[:500]
