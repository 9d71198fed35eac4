"""A program's rows read back into the shape of its text: copied, compared, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.db import models

from programs import texts
from programs.models import Event, Program, Section
from programs.texts import ProgramText


def of(program: Program) -> ProgramText:
    """Return the whole text, with ten queries whatever its length."""
    names = [field.name for field in fields(ProgramText)]
    skipped = {*PARTS, "methodology"}
    passport = {name: getattr(program, name) for name in names if name not in skipped}
    parts: dict[str, Any] = {name: tuple(read(program)) for name, read in PARTS.items()}
    method = program.methodology.code if program.methodology else ""
    return ProgramText(**passport, **parts, methodology=method)


def _bodies(program: Program) -> Iterable[texts.BodyText]:
    for row in program.bodies.select_related("body"):
        yield texts.BodyText(
            key=row.key,
            name=row.name,
            aliases=tuple(row.aliases),
            role=row.role,
            office=row.office,
            kind=row.body.kind if row.body else "",
            body=row.body_id,
        )


def _clauses(program: Program) -> Iterable[texts.ClauseText]:
    return (_copied(texts.ClauseText, row) for row in program.clauses.all())


def _stages(program: Program) -> Iterable[texts.StageText]:
    return (_copied(texts.StageText, row) for row in program.stages.all())


def _sections(program: Program) -> Iterable[texts.SectionText]:
    for row in program.sections.all():
        yield texts.SectionText(
            key=_key(row),
            kind=row.kind,
            name=row.name,
            number=row.number,
            nature=row.nature,
            parent=str(row.parent_id or ""),
        )


def _events(program: Program) -> Iterable[texts.EventText]:
    rows = program.events.in_order().select_related("section", "stage")
    for row in rows.prefetch_related("bodies__program_body", "targets"):
        yield _event(row)


def _event(row: Event) -> texts.EventText:
    bodies = [body for body in row.bodies.all() if not body.since_issue]
    text: texts.EventText = _copied(
        texts.EventText,
        row,
        section=(_key(row.section),) if row.section else (),
        stage=row.stage.number if row.stage else None,
        responsible=tuple(_body(b) for b in bodies if b.is_responsible),
        co_executors=tuple(_body(b) for b in bodies if not b.is_responsible),
        targets=tuple(_target(target) for target in row.targets.all()),
    )
    return text


def _body(row: Any) -> str:
    return str(row.program_body.key)


def _target(row: Any) -> texts.TargetText:
    types = tuple(row.organization_types)
    text: texts.TargetText = _copied(texts.TargetText, row, organization_types=types)
    return text


def _indicators(program: Program) -> Iterable[texts.IndicatorText]:
    for row in program.indicators.prefetch_related("values"):
        values = tuple(_copied(texts.ValueText, value) for value in row.values.all())
        yield _copied(texts.IndicatorText, row, values=values)


def _key(section: Section) -> str:
    return str(section.pk)


def _copied(kind: Any, row: models.Model, **given: Any) -> Any:
    """Return the text of the row: fields of the same names, but for those given."""
    names = [field.name for field in fields(kind) if field.name not in given]
    return kind(**{name: getattr(row, name) for name in names}, **given)


PARTS = {
    "bodies": _bodies,
    "clauses": _clauses,
    "stages": _stages,
    "sections": _sections,
    "events": _events,
    "indicators": _indicators,
}
