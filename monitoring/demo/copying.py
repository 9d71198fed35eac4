"""Many rows at once: PostgreSQL's COPY."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

CHUNK = 20_000
NULL = r"\N"
TABLES = (
    *("portal_unit", "portal_organization", "portal_position", "portal_appointment"),
    *("monitoring_submission", "monitoring_value", "monitoring_result"),
    *("monitoring_summary", "monitoring_riskentry", "monitoring_rule"),
)
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Add the rows to the table in chunks; return how many there were."""
    rest, copied = iter(rows), 0
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    while chunk := list(islice(rest, CHUNK)):
        with connection.cursor() as cursor:
            cursor.copy_expert(statement, io.StringIO("".join(map(_line, chunk))))
        copied += len(chunk)
    return copied


def look_at_tables() -> None:
    """Tell the planner how large the tables have become, before autovacuum does."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")


def _line(row: Sequence[object]) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: object) -> str:
    return NULL if value is None else str(value).translate(_ESCAPES)
