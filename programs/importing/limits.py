"""How much of a file is read, and the words for what is too much."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.errors import Refused
from programs.importing.tables import Kind, Row, Table

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_TABLES = 100
MOST_ROWS = 3000
MOST_COLUMNS = 40
LONGEST_CELL = 8000


def check_size(data: bytes) -> None:
    """Refuse an empty file and one that is too large."""
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        text = _("The file is larger than %(most)s MB: leave only the plan in it.")
        raise Refused(text % {"most": MOST_BYTES // 1024 // 1024})


def check_tables(tables: Sequence[Table]) -> None:
    """Refuse more tables, rows or columns than a plan has, and endless cells."""
    if len(tables) > MOST_TABLES:
        text = _("The file has more than %(most)s tables: leave only the plan in it.")
        raise Refused(text % {"most": MOST_TABLES})
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        text = _("The tables have more than %(most)s rows: split the file.")
        raise Refused(text % {"most": MOST_ROWS})
    for table in tables:
        _check_cells(table)


def place(table: Table, row: Row) -> str:
    """Return where the row stands, in the words of its kind of file."""
    facts = {"title": table.title, "number": row.number, "table": row.table}
    if table.kind == Kind.SHEET:
        return _("sheet «%(title)s», row %(number)s") % facts
    if table.kind == Kind.TABLE:
        return _("table %(table)s, row %(number)s") % facts
    return _("line %(number)s") % facts


def _check_cells(table: Table) -> None:
    if table.width > MOST_COLUMNS:
        text = _("%(place)s: more than %(most)s columns. Leave only the plan.")
        where = place(table, table.rows[0])
        raise Refused(text % {"place": where, "most": MOST_COLUMNS})
    for row in table.rows:
        for column, cell in enumerate(row.cells, 1):
            if len(cell.text) > LONGEST_CELL:
                raise Refused(
                    _(
                        "%(place)s, column %(column)s: the cell has more than"
                        " %(most)s signs. Shorten it or move the text out of the table."
                    )
                    % {
                        "place": place(table, row),
                        "column": column,
                        "most": LONGEST_CELL,
                    }
                )
