"""An import under way as its pages show it: tables, rows, findings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from portal import figures
from programs import checks, event_days
from programs.checks import Found
from programs.checks.wording import WORDS
from programs.importing import columns, outcome, rows, tables
from programs.importing.bodies import Body, Known
from programs.importing.columns import Mapping
from programs.importing.headings import Heading
from programs.importing.rows import Line, Preview
from programs.importing.tables import Table
from programs.models import ImportDraft, Program, Section
from programs.reading import text_of


@dataclass(frozen=True)
class Group:
    """Rows under one heading, in order."""

    title: str
    lines: list[Line]


def read_tables(draft: ImportDraft) -> list[Table]:
    """Return the tables that the file held."""
    return tables.load(draft.tables)


def mappings(draft: ImportDraft) -> list[Mapping]:
    """Return what the columns of each table are."""
    return [columns.load(value) for value in draft.mapping.get("tables", [])]


def preview(draft: ImportDraft) -> Preview:
    """Return the rows as they would be saved."""
    answers = draft.answers or {}
    return rows.preview(
        read_tables(draft),
        mappings(draft),
        known=known(draft.program, answers.get("bodies", {})),
        period=event_days.period_of(draft.program),
        answers=answers.get("rows", {}),
    )


def known(program: Program, answers: dict[str, str] | None = None) -> Known:
    """Return the bodies of the program; answers say what unknown words mean."""
    named = [
        Body(body.key, body.name, tuple(body.aliases)) for body in program.bodies.all()
    ]
    meant = {
        words: key for words, key in (answers or {}).items() if key and key != rows.NEW
    }
    return Known(named, meant)


def findings(program: Program, found: Preview) -> list[Found]:
    """Return what the checks find in the program with these rows added to it."""
    text = text_of.of(program)
    made = outcome.of(found.lines, [body.key for body in text.bodies])
    whole = dataclasses.replace(
        text,
        bodies=text.bodies + made.bodies,
        sections=text.sections + made.sections,
        events=text.events + made.events,
    )
    before = {one.mark for one in checks.of_text(text)}
    return [one for one in checks.of_text(whole) if one.mark not in before]


def finding_title(found: Found) -> str:
    """Return what a finding says, with its facts filled in."""
    words = WORDS.get(found.code)
    if words is None:
        return found.code
    return str(words.title) % {
        name: _fact(value) for name, value in found.facts.items()
    }


def grouped(lines: tuple[Line, ...]) -> list[Group]:
    """Return the rows under their headings; a heading stands once."""
    found: list[Group] = []
    path: tuple[object, ...] | None = None
    for line in lines:
        if line.path != path or not found:
            found.append(Group(" → ".join(_title(one) for one in line.path), []))
            path = line.path
        found[-1].lines.append(line)
    return found


def _fact(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(str(_fact(one)) for one in value)
    return figures.short_day(value) if isinstance(value, dt.date) else value


def _title(heading: Heading) -> str:
    """Return the heading as the document has it: «Track 1. Name»."""
    kind = Section.Kind(heading.kind).label
    return (
        f"{kind} {heading.number}. {heading.name}" if heading.number else heading.name
    )
