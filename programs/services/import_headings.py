"""Headings that an import brings: those the program has are used, others are added."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from programs.models import Program, Section
from programs.services.headings import folded
from programs.texts import SectionText

Name = tuple[int | None, str, str, str]


def write(program: Program, texts: Sequence[SectionText]) -> dict[str, Section]:
    """Return the section of each heading by its key, in the order of the document."""
    rows = list(program.sections.order_by("position", "pk"))
    known = {_name(row): row for row in reversed(rows)}
    last = program.sections.aggregate(last=Max("position"))["last"] or 0
    found: dict[str, Section] = {}
    for text in texts:
        parent = found.get(text.parent)
        row = _same(known, text, parent)
        if row is None:
            last += 1
            row = _add(program, text, parent, last)
        known[_name(row)] = row
        found[text.key] = row
    return found


def _same(
    known: dict[Name, Section], text: SectionText, parent: Section | None
) -> Section | None:
    above = parent.pk if parent else None
    return known.get((above, text.kind, text.number, folded(text.name)))


def _add(
    program: Program, text: SectionText, parent: Section | None, position: int
) -> Section:
    return Section.objects.create(
        program=program,
        parent=parent,
        kind=text.kind,
        nature=text.nature,
        number=text.number,
        name=text.name,
        position=position,
    )


def _name(row: Section) -> Name:
    return row.parent_id, row.kind, row.number, folded(row.name)
