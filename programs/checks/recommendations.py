"""Checks of recommendations: to whom, by when, of which level, under which heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.document import Document, Row
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import INFO, WARNING, rule

HEADING = r":$|^(?:по|для) \w+(?:ю|ию|нию|ке)\b.*:$"


@rule("NOT_ADDRESSED", WARNING)
def addressed(document: Document) -> Iterator[Hit]:
    """Yield recommendations to everybody, with no deadline and nobody to answer."""
    if document.text.reply_by:
        return
    rows = [row for row in document.advice if not row.words and not row.bodies]
    if rows:
        yield Hit(
            (Place("recommendations"),),
            {"count": len(rows), "addressee": document.text.addressee},
            (Quote("addressee", document.text.addressee or "—"),),
            options=({"do": "edit_event", "event": rows[0].text.key},),
        )


@rule("LEVEL_MIX", WARNING)
def levels(document: Document) -> Iterator[Hit]:
    """Yield sections that ask a school for work which takes a municipality."""
    for section, rows in _by_section(document).items():
        beyond = [r for r in rows if stems.says(stems.BEYOND_SCHOOL, r.text.name)]
        if beyond:
            yield Hit(
                (Place("section", section),),
                {"section": section, "count": len(beyond)},
                tuple(
                    Quote(
                        "row",
                        row.text.name,
                        stems.said(stems.BEYOND_SCHOOL, row.text.name),
                    )
                    for row in beyond
                ),
                event=beyond[0].text.key,
            )


@rule("MISPLACED_ITEM", WARNING)
def misplaced(document: Document) -> Iterator[Hit]:
    """Yield rows about people for whom another section of the document is."""
    headings = {
        row.leaf: stems.audiences(row.headings[-1].name)
        for row in document.advice
        if row.headings
    }
    for section, rows in _by_section(document).items():
        own = headings.get(rows[0].leaf, set())
        elsewhere = set().union(*headings.values()) - own
        strange = [
            row
            for row in rows
            if own
            and (people := stems.audiences(row.text.name))
            and not people & own
            and people & elsewhere
        ]
        if strange:
            yield Hit(
                (Place("section", section),),
                {"section": section, "heading": strange[0].headings[-1].name},
                (
                    Quote("heading", strange[0].headings[-1].name),
                    *(Quote("row", row.text.name, row.text.name) for row in strange),
                ),
                event=strange[0].text.key,
                options=({"do": "edit_event", "event": strange[0].text.key},),
            )


@rule("HEADING_AS_ITEM", INFO)
def headings(document: Document) -> Iterator[Hit]:
    """Yield headings that stand in a list as if they were one of its items."""
    for row in document.rows:
        if stems.says(HEADING, row.text.name):
            yield Hit(
                (row.place,),
                {"name": row.text.name},
                (Quote("row", row.text.name, row.text.name),),
                event=row.text.key,
                options=({"do": "remove_event", "event": row.text.key},),
            )


def _by_section(document: Document) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in document.advice:
        if row.headings:
            groups[row.headings[-1].number or row.headings[-1].name].append(row)
    return groups
