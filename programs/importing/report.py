"""The report on an import: the same facts as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from programs import schedules
from programs.importing import words
from programs.importing.columns import Mapping
from programs.importing.rows import Line, Preview
from programs.importing.tables import Table


def facts(
    tables: Sequence[Table], mappings: Sequence[Mapping], found: Preview
) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "tables": [
            {
                "title": words.title(table),
                "rows": len(table.rows),
                "is_plan": mapping.is_used,
                "columns": [
                    {
                        "title": column.title,
                        "field": str(column.field),
                        "how": str(column.how),
                    }
                    for column in mapping.columns
                ],
            }
            for table, mapping in zip(tables, mappings, strict=True)
        ],
        "counts": {str(state): count for state, count in found.counts.items()},
        "events": [_event(line) for line in found.lines],
        "unknown_bodies": found.unknown,
        "notes": [words.note(table, note) for table, note in found.told],
    }


def text(
    tables: Sequence[Table], mappings: Sequence[Mapping], found: Preview
) -> Iterator[str]:
    """Yield the lines of the report for people."""
    for table, mapping in zip(tables, mappings, strict=True):
        yield from _table(table, mapping)
    yield ""
    yield _("Events: %(count)s") % {"count": len(found.lines)}
    for state, count in found.counts.items():
        yield f"  {words.STATES[state][1]}: {count}"
    for line in found.lines:
        if line.faults or not line.schedule.is_read or line.guesses:
            yield from _attention(line)
    if found.unknown:
        yield _("Bodies that the program does not know; they are added to it:")
        yield from (f"  {name} ({count})" for name, count in found.unknown.items())
    yield from (words.note(table, note) for table, note in found.told)


def _table(table: Table, mapping: Mapping) -> Iterator[str]:
    if not mapping.is_used:
        yield _("%(table)s: not a plan of events, left out") % {
            "table": words.title(table)
        }
        return
    yield f"{words.title(table)}:"
    for column in mapping.columns:
        if column.title or column.field:
            how = words.HOWS[column.how][1]
            yield f"  «{column.title}» → {words.FIELDS[column.field]} ({how})"


def _attention(line: Line) -> Iterator[str]:
    state = words.STATES[line.state][1]
    yield f"{line.place}: {line.number} {line.name[:80]} — «{line.deadline}», {state}"
    for sentence in (*line.faults, *line.guesses):
        yield f"    {sentence}"


def _event(line: Line) -> dict[str, Any]:
    return {
        "place": line.place,
        "number": line.number,
        "name": line.name,
        "sections": [
            {"kind": one.kind, "number": one.number, "name": one.name}
            for one in line.path
        ],
        "state": str(line.state),
        "deadline": line.deadline,
        "schedule": schedules.to_json(line.schedule),
        "responsible": [one.key or one.words for one in line.responsible],
        "co_executors": [one.key or one.words for one in line.co_executors],
        "expected_result": line.result,
        "notes": line.notes,
        "faults": list(line.faults),
        "guesses": line.guesses,
    }
