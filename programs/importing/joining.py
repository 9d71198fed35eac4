"""Pieces of one plan, parted by page breaks, become one table again."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from programs.importing import columns, headings
from programs.importing.tables import Kind, Row, Table, padded, plain, wide

CONTINUED = re.compile(r"^\W*(продолжение|окончание)\b", re.IGNORECASE)
PIECES = {Kind.TABLE, Kind.LINES}


def joined(tables: Iterable[Table]) -> list[Table]:
    """Return the tables; one that goes on the former is added to it."""
    found: list[Table] = []
    for table in tables:
        whole = _squared(table)
        if found and _goes_on(found[-1], whole):
            found[-1] = _added(found[-1], whole)
        else:
            found.append(_headed(whole))
    return found


def _squared(table: Table) -> Table:
    rows = tuple(padded(row, table.width) for row in table.rows)
    return dataclasses.replace(table, rows=rows)


def _goes_on(first: Table, second: Table) -> bool:
    """Tell whether the second table has the columns of the first and no own head."""
    if first.kind != second.kind or first.kind not in PIECES:
        return False
    if first.width != second.width or not columns.recognize(first).is_used:
        return False
    titles, _count = columns.head(first)
    own, _count = columns.head(second)
    if any(own):
        return columns.is_repeated(titles, _as_row(own))
    lead = second.lead
    return not lead or headings.is_heading(lead) or bool(CONTINUED.match(lead))


def _added(first: Table, second: Table) -> Table:
    rows = _under_lead(second)
    torn = dataclasses.replace(rows[0], is_broken_off=True)
    return dataclasses.replace(
        first,
        rows=(*first.rows, torn, *rows[1:]),
        notes=first.notes + second.notes,
    )


def _headed(table: Table) -> Table:
    """Put the heading above the table, as «Трек 1», under its head."""
    if not headings.is_heading(table.lead):
        return table
    _titles, count = columns.head(table)
    above = _lead_row(table)
    rows = (*table.rows[:count], above, *table.rows[count:])
    return dataclasses.replace(table, rows=rows)


def _under_lead(table: Table) -> Sequence[Row]:
    if headings.is_heading(table.lead):
        return (_lead_row(table), *table.rows)
    return table.rows


def _lead_row(table: Table) -> Row:
    first = table.rows[0]
    return wide(first.number, table.lead, table.width, table=first.table)


def _as_row(titles: Sequence[str]) -> Row:
    return plain(0, titles)
