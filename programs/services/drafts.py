"""Drafts of program documents: begun, their passport changed, thrown away."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Event, EventBody, Program
from programs.services import findings, planning

PERIOD = (
    "starts_on",
    "ends_on",
    "roadmap_starts_on",
    "roadmap_ends_on",
    "is_school_year",
)


def opened(program_id: int, by: User) -> Program:
    """Return the draft, locked until the transaction ends.

    Raises PermissionDenied without the right; Refused for an issued text and for a
    draft that another person has thrown away.
    """
    rows = Program.objects.locked().select_related("unit")
    program = rows.filter(pk=program_id).first()
    if program is None:
        raise Refused(_("This draft is not there any more."))
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    if not program.is_draft:
        raise Refused(_("An issued text does not change: make a new edition of it."))
    return program


def changed(program: Program, *, by: User, part: str) -> None:
    """Put the change on record and look the text through once more."""
    journal.write("program_changed", program, by=by, unit=program.unit, part=part)
    findings.check(program.pk)


def require_there(row: Model) -> None:
    """Raise Refused for a row that another person took out since it was read."""
    if row.pk and not type(row)._default_manager.filter(pk=row.pk).exists():
        raise Refused(_("This row is not in the text any more."))


@transaction.atomic
def begin(program: Program, *, by: User) -> Program:
    """Keep a new document, still without rows; a unit's are begun one by one."""
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    Unit.objects.select_for_update(no_key=True).get(pk=program.unit_id)
    program.code = _free_code(program)
    program.status, program.created_by = Program.Status.DRAFT, by
    program.save()
    journal.write("program_written", program, by=by, unit=program.unit)
    findings.check(program.pk)
    return program


@transaction.atomic
def change(program: Program, *, by: User) -> Program:
    """Keep the passport as it was rewritten; another period reads the plan anew."""
    kept = opened(program.pk, by)
    moved = any(getattr(kept, name) != getattr(program, name) for name in PERIOD)
    program.status = kept.status
    program.save()
    if moved:
        _read_plan(program)
    changed(program, by=by, part="passport")
    return program


@transaction.atomic
def drop(program_id: int, *, by: User) -> None:
    """Throw a draft away with all its rows; what was issued stays."""
    program = opened(program_id, by)
    journal.write(
        "program_dropped", program, by=by, unit=program.unit, name=str(program)
    )
    EventBody.objects.filter(event__program=program).delete()
    program.events.all().delete()
    program.sections.update(parent=None)
    program.delete()


@transaction.atomic
def correct_deadline(event_id: int, words: str, *, by: User) -> Event:
    """Correct a deadline, of an issued text too, and look the text through once more.

    Raises what `planning.correct` raises.
    """
    event = planning.correct(event_id, words, by=by)
    findings.check(event.program_id)
    return event


def _read_plan(program: Program) -> None:
    """Read every deadline again against the new period."""
    rows = list(Event.objects.filter(program=program))
    for event in rows:
        event.program = program
        planning.read_event(event)
    Event.objects.bulk_update(rows, planning.READ_FIELDS)


def _free_code(program: Program) -> str:
    """Return a code that no other document of the unit has."""
    stem = f"{program.kind}-{program.starts_on.year}"
    taken = set(
        Program.objects.filter(unit=program.unit, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
