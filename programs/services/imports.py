"""Imports of plans: a file becomes a draft, is confirmed, answered, saved whole."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, file_names, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs import importing
from programs.importing import columns, outcome, tables
from programs.importing.columns import Mapping as Columns
from programs.importing.header_words import Field
from programs.importing.outcome import Outcome
from programs.models import Event, ImportDraft, Program
from programs.reading import imports as reading
from programs.services import documents, findings, import_headings


def start(program_id: int, *, file_name: str, data: bytes, by: User) -> ImportDraft:
    """Read the file and keep what it holds until the person has confirmed it.

    The same file once more gives the draft that is open already. Raises
    PermissionDenied without the right, Refused for a text that was issued and for a
    file that cannot be read.
    """
    program = _program(program_id, by)
    digest = hashlib.sha256(data).hexdigest()
    same = program.imports.filter(
        checksum=digest, status=ImportDraft.Status.OPEN, created_by=by
    ).first()
    if same is not None:
        return same
    return _begin(program, file_names.shown(file_name), data, digest, by)


@transaction.atomic
def choose_columns(
    draft_id: int,
    fields: Sequence[Sequence[str]],
    used: Sequence[bool],
    *,
    by: User,
) -> ImportDraft:
    """Keep which column is what and which tables are plans, as the person confirmed."""
    draft = opened(draft_id, by)
    kept = [columns.load(value) for value in draft.mapping["tables"]]
    if not any(used):
        raise Refused(_("Choose at least one table."))
    chosen = [
        columns.chosen(mapping, names, is_used=is_used)
        for mapping, names, is_used in zip(kept, fields, used, strict=True)
    ]
    _check_columns(chosen)
    draft.mapping = {
        "tables": [columns.dump(mapping) for mapping in chosen],
        "is_confirmed": True,
    }
    draft.save(update_fields=["mapping"])
    return draft


@transaction.atomic
def answer(
    draft_id: int,
    *,
    rows: Mapping[str, Mapping[str, Any]],
    bodies: Mapping[str, str],
    by: User,
) -> ImportDraft:
    """Keep deadlines the person wrote, rows left out, and what unknown words mean.

    An empty answer takes back the one given before.
    """
    draft = opened(draft_id, by)
    kept = draft.answers or {}
    merged = {
        **kept.get("rows", {}),
        **{key: dict(value) for key, value in rows.items()},
    }
    named = {**kept.get("bodies", {}), **bodies}
    draft.answers = {
        "rows": {key: value for key, value in merged.items() if any(value.values())},
        "bodies": {words: key for words, key in named.items() if key},
    }
    draft.save(update_fields=["answers"])
    return draft


@transaction.atomic
def drop(draft_id: int, *, by: User) -> None:
    """Throw the draft away; nothing of it was saved."""
    draft = opened(draft_id, by)
    draft.status, draft.tables = ImportDraft.Status.DROPPED, []
    draft.save(update_fields=["status", "tables"])
    _note("program_import_dropped", draft, by)


@transaction.atomic
def save(draft_id: int, *, by: User) -> list[Event]:
    """Add all rows of the draft to the plan of its program, or none of them.

    Raises PermissionDenied without the right; Refused where columns are not
    confirmed, a row waits for the person, or the draft was saved before.
    """
    draft = opened(draft_id, by)
    if not draft.mapping.get("is_confirmed"):
        raise Refused(_("Confirm the columns first."))
    found = reading.preview(draft)
    if not found.may_be_saved:
        raise Refused(
            _("Some rows wait for you: nothing is saved until each of them is settled.")
        )
    keys = draft.program.bodies.values_list("key", flat=True)
    made = write(draft.program, outcome.of(found.lines, keys), by=by)
    draft.status, draft.saved_at = ImportDraft.Status.SAVED, timezone.now()
    draft.save(update_fields=["status", "saved_at"])
    _note("program_import_saved", draft, by, events=len(made))
    return made


@transaction.atomic
def write(program: Program, found: Outcome, *, by: User) -> list[Event]:
    """Add the rows under their headings; headings that are there already are used."""
    rows = [dataclasses.replace(row, section=()) for row in found.events]
    made = documents.add_events(program.pk, rows, by=by, bodies=found.bodies)
    headings = import_headings.write(program, found.sections)
    for event, row in zip(made, found.events, strict=True):
        event.section = headings[row.section[0]] if row.section else None
    Event.objects.bulk_update(made, ["section"])
    findings.check(program.pk)
    return made


def opened(draft_id: int, by: User) -> ImportDraft:
    """Return the draft, locked after its program, while both are open.

    Raises PermissionDenied without the right, Refused for what is closed.
    """
    of = ImportDraft.objects.filter(pk=draft_id).values("program")
    program = Program.objects.locked().select_related("unit").get(pk__in=of)
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    draft = ImportDraft.objects.select_for_update().get(pk=draft_id)
    draft.program = program
    if draft.status == ImportDraft.Status.SAVED:
        raise Refused(_("This import is saved already."))
    if draft.status == ImportDraft.Status.DROPPED:
        raise Refused(_("This import was thrown away."))
    _check_draft(draft.program)
    return draft


@transaction.atomic
def _begin(
    program: Program, name: str, data: bytes, digest: str, by: User
) -> ImportDraft:
    found = importing.read(name, data)
    mappings = [columns.recognize(table) for table in found]
    draft = ImportDraft.objects.create(
        program=program,
        file_name=name,
        checksum=digest,
        tables=tables.dump(found),
        mapping={
            "tables": [columns.dump(mapping) for mapping in mappings],
            "is_confirmed": False,
        },
        created_by=by,
    )
    _note("program_import_begun", draft, by)
    return draft


def _program(program_id: int, by: User) -> Program:
    program = Program.objects.select_related("unit").get(pk=program_id)
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    _check_draft(program)
    return program


def _check_draft(program: Program) -> None:
    if not program.is_draft:
        raise Refused(_("An issued text does not change: make a new edition of it."))


def _check_columns(chosen: Sequence[Columns]) -> None:
    for mapping in chosen:
        fields = [field for field in mapping.fields if field]
        if not mapping.is_used:
            continue
        if Field.NAME not in fields:
            raise Refused(_("Say which column holds the names of the events."))
        doubled = {field for field in fields if fields.count(field) > 1}
        if doubled - {Field.NOTES}:
            raise Refused(_("Two columns have the same meaning: choose one of them."))


def _note(action: str, draft: ImportDraft, by: User, **details: object) -> None:
    """Put it on record without the name of the file, which may name people."""
    program = draft.program
    facts: dict[str, object] = {"draft": draft.pk, **details}
    journal.write(action, program, by=by, unit=program.unit, reason="", **facts)
