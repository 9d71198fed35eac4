"""Checks of repeats: events, recommendations, documents that stand twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from programs.checks.document import Document, Row
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import INFO, WARNING, rule
from programs.checks.stems import fold
from programs.texts import ClauseText

TITLE = re.compile(r"[«\"]([^»\"]+)[»\"]")
Item = TypeVar("Item", Row, ClauseText)
LONG = 3  # words of a title that are no accident


@rule("DUPLICATE_EVENT", INFO)
def events(document: Document) -> Iterator[Hit]:
    """Yield events that stand in the plan more than once under one name."""
    for rows in grouped((full_name(row), row) for row in document.events):
        yield Hit(
            tuple(row.place for row in rows),
            {"name": rows[0].text.name, "count": len(rows), "events": labels(rows)},
            tuple(
                Quote(row.place.key, f"{row.text.name} — {row.words}") for row in rows
            ),
            options=tuple(
                {"do": "remove_event", "event": row.text.key, "label": row.label}
                for row in rows[1:]
            ),
        )


@rule("DUPLICATE_NAME", INFO)
def titles(document: Document) -> Iterator[Hit]:
    """Yield different events with one title in quotation marks."""
    found = (
        (fold(title), row) for row in document.events if (title := long_title(row))
    )
    for rows in grouped(found):
        if len({full_name(row) for row in rows}) == len(rows):
            yield Hit(
                tuple(row.place for row in rows),
                {"title": long_title(rows[0]), "events": labels(rows)},
                tuple(
                    Quote(row.place.key, row.text.name, long_title(row)) for row in rows
                ),
            )


@rule("DUPLICATE_ITEM", WARNING)
def advice(document: Document) -> Iterator[Hit]:
    """Yield sections that give one recommendation twice."""
    found = ((f"{row.leaf}\n{fold(row.text.name)}", row) for row in document.advice)
    for rows in grouped(found):
        heading = rows[0].headings[-1] if rows[0].headings else None
        number = (heading.number or heading.name) if heading else ""
        yield Hit(
            (Place("section", number, f"section {number} {fold(rows[0].text.name)}"),),
            {"name": rows[0].text.name, "section": number},
            tuple(Quote("row", row.text.name, row.text.name) for row in rows),
            event=rows[-1].text.key,
            options=({"do": "remove_event", "event": rows[-1].text.key},),
        )


@rule("DUPLICATE_DOCUMENT", WARNING)
def documents(document: Document) -> Iterator[Hit]:
    """Yield a list of acts in which some stand more than once."""
    listed = list(document.clauses("basis"))
    repeated = list(grouped((fold(row.text), row) for row in listed))
    if repeated:
        different = len({fold(row.text) for row in listed})
        yield Hit(
            (Place("basis"),),
            {"count": len(listed), "different": different},
            tuple(_repeat(rows) for rows in repeated),
            options=({"do": "remove_repeats", "kind": "basis"},),
        )


def grouped(pairs: Iterable[tuple[Hashable, Item]]) -> Iterator[list[Item]]:
    """Yield what shares a key with something else, in order."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return (rows for rows in groups.values() if len(rows) > 1)


def full_name(row: Row) -> str:
    """Return the name; what a measure does is named together with the measure."""
    above = row.headings[-1] if row.headings else None
    measure = above.name if above and above.kind == "measure" else ""
    return fold(f"{measure} {row.text.name}")


def long_title(row: Row) -> str:
    """Return the title in quotation marks, if it is long enough to be one."""
    found = TITLE.search(row.text.name)
    return found[1] if found and len(found[1].split()) >= LONG else ""


def labels(rows: Iterable[Row]) -> str:
    """Return the labels of the rows in one line."""
    return ", ".join(row.label for row in rows)


def _repeat(rows: list[ClauseText]) -> Quote:
    return Quote("basis", rows[0].text, rows[0].text)
