"""Checks of numbers: rows without one, numbers that are skipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from programs.checks.document import Document, Row
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import INFO, WARNING, rule

MOST_MISSING = 50  # a plan numbered 1, 2, 1000 is a slip of the pen, not a gap


@rule("EVENT_NUMBER_GAP", WARNING)
def gaps(document: Document) -> Iterator[Hit]:
    """Yield the numbers that a section skips."""
    for (section, prefix), rows in numbered(document).items():
        numbers = {last(row) for row in rows}
        absent = (n for n in range(1, max(numbers)) if n not in numbers)
        missing = list(islice(absent, MOST_MISSING + 1))
        if not missing or len(missing) > MOST_MISSING:
            continue
        labels = [full(section, prefix, number) for number in missing]
        ordered = sorted(rows, key=last)
        yield Hit(
            tuple(Place("event", label) for label in labels),
            {"numbers": ", ".join(labels), "count": len(labels)},
            around(ordered, missing[0]),
            options=(
                {"do": "renumber", "events": [row.text.key for row in rows]},
                {"do": "add_event", "number": labels[0]},
            ),
        )


@rule("EVENT_NUMBER_MISSING", WARNING)
def unnumbered(document: Document) -> Iterator[Hit]:
    """Yield rows without a number among numbered ones of their section."""
    for (_section, prefix), rows in numbered(document).items():
        free = max(last(row) for row in rows) + 1
        for row in document.rows:
            if row.text.number or row.leaf != rows[0].leaf:
                continue
            number = f"{prefix}.{free}" if prefix else str(free)
            free += 1
            yield Hit(
                (row.place,),
                {"name": row.text.name, "number": number},
                (Quote("row", row.text.name),),
                event=row.text.key,
                options=({"do": "number", "event": row.text.key, "number": number},),
            )


@rule("INDICATOR_NUMBER_MISSING", WARNING)
def unnumbered_indicators(document: Document) -> Iterator[Hit]:
    """Yield the indicators without a number, where others have one."""
    missing = [found for found in document.measured if not found.text.number]
    if not missing or len(missing) == len(document.measured):
        return
    yield Hit(
        tuple(found.place for found in missing),
        {"count": len(missing)},
        tuple(Quote(found.place.key, found.text.name) for found in missing),
        options=({"do": "number_indicators"},),
    )


@rule("TABLE_ROW_UNNUMBERED", INFO)
def unnumbered_clauses(document: Document) -> Iterator[Hit]:
    """Yield a table of the text of which only some rows are numbered."""
    for kind in ("mechanism", "task", "result"):
        rows = [row for row in document.clauses(kind) if not row.details.get("about")]
        missing = [row for row in rows if not row.number]
        if not missing or len(missing) == len(rows):
            continue
        yield Hit(
            (Place(kind),),
            {"count": len(missing), "total": len(rows)},
            tuple(Quote(kind, row.text) for row in missing),
            options=({"do": "number_clauses", "kind": kind},),
        )


def numbered(document: Document) -> dict[tuple[str, str], list[Row]]:
    """Return the rows by the number of their section and what stands before theirs."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in document.rows:
        parts = row.text.number.rstrip(".").split(".")
        if parts[-1].isdecimal():
            prefix = ".".join(parts[:-1])
            section = row.headings[-1].number.rstrip(".") if row.headings else ""
            groups[row.leaf, section, prefix].append(row)
    return {
        (section or leaf, prefix): rows
        for (leaf, section, prefix), rows in groups.items()
    }


def last(row: Row) -> int:
    """Return the last part of the row's number."""
    return int(row.text.number.rstrip(".").rsplit(".", 1)[-1])


def full(section: str, prefix: str, number: int) -> str:
    """Return the number as places name it."""
    before = prefix or (section if section.replace(".", "").isdecimal() else "")
    return f"{before}.{number}" if before else str(number)


def around(rows: Sequence[Row], missing: int) -> tuple[Quote, ...]:
    """Quote the rows before and after the first missing number."""
    before = [row for row in rows if last(row) < missing][-1:]
    after = [row for row in rows if last(row) > missing][:1]
    return tuple(
        Quote("row", f"{row.text.number} {row.text.name}", row.text.number)
        for row in (*before, *after)
    )
