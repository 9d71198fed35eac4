"""Whole texts of programs made drafts, and rows added to the plan of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from monitoring.models import Methodology
from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Event, EventBody, Program
from programs.services import drafts, findings, plan_rows, writing
from programs.services.headings import Headings, folded
from programs.services.writing import Parts
from programs.texts import BodyText, EventText, ProgramText, SectionText

PARTS = frozenset({"bodies", "clauses", "stages", "sections", "events", "indicators"})


@transaction.atomic
def write(
    text: ProgramText, *, unit: Unit, by: User, previous: Program | None = None
) -> Program:
    """Write the whole text as a draft of the unit, all or nothing.

    `previous` is the edition that this text is to replace. Raises PermissionDenied
    without the right, Refused where the unit has a document of this code already.
    """
    access.require(by, Can.MANAGE_PROGRAMS, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = Program.objects.filter(unit=unit, code=text.code)
    if previous is None and same.exists():
        raise Refused(
            _("A document with the code %(code)s is there already.")
            % {"code": text.code}
        )
    program = _program(text, unit, by)
    program.previous = previous
    program.edition = (same.aggregate(last=Max("edition"))["last"] or 0) + 1
    program.save()
    plan_rows.write(program, text.events, writing.parts(program, text))
    journal.write("program_written", program, by=by, unit=unit, events=len(text.events))
    findings.check(program.pk)
    return program


@transaction.atomic
def add_events(
    program_id: int,
    rows: Sequence[EventText],
    *,
    by: User,
    bodies: Sequence[BodyText] = (),
    sections: Sequence[SectionText] = (),
) -> list[Event]:
    """Add rows to the end of a draft's plan, with bodies and headings they need.

    Raises PermissionDenied without the right, Refused for a text that was issued and
    for a row that cannot be written.
    """
    program = drafts.opened(program_id, by)
    last = program.events.aggregate(last=Max("position"))["last"] or 0
    made = plan_rows.write(
        program, rows, _parts(program, bodies, sections), first=last + 1
    )
    _record("program_events_added", program, by, len(made))
    return made


@transaction.atomic
def replace_events(
    program_id: int,
    rows: Sequence[EventText],
    *,
    by: User,
    bodies: Sequence[BodyText] = (),
    sections: Sequence[SectionText] = (),
) -> list[Event]:
    """Write the rows in place of the draft's whole plan.

    A row of the same number and name stays the same event through the editions.
    """
    program = drafts.opened(program_id, by)
    keys = _keys(program)
    remove_events(program)
    kept = [replace(row, key=row.key or keys.pop(_name(row), "")) for row in rows]
    made = plan_rows.write(program, kept, _parts(program, bodies, sections))
    _record("program_events_replaced", program, by, len(made))
    return made


def remove_events(program: Program) -> None:
    """Take all rows out of a draft's plan."""
    EventBody.objects.filter(event__program=program).delete()
    try:
        Event.objects.filter(program=program).delete()
    except ProtectedError as error:
        raise Refused(_("Some events of this plan are tracked already.")) from error


def _parts(
    program: Program, bodies: Sequence[BodyText], sections: Sequence[SectionText]
) -> Parts:
    known = {body.key: body for body in program.bodies.select_related("body")}
    added = [text for text in bodies if text.key not in known]
    headings = Headings(program)
    headings.add(sections)
    stages = {stage.number: stage for stage in program.stages.all()}
    return Parts({**known, **writing.bodies(program, added)}, headings, stages)


def _keys(program: Program) -> dict[tuple[str, str], str]:
    rows = program.events.values_list("number", "name", "key")
    return {(number, folded(name)): key for number, name, key in rows}


def _name(row: EventText) -> tuple[str, str]:
    return row.number, folded(row.name)


def _program(text: ProgramText, unit: Unit, by: User) -> Program:
    fields = {
        name: value
        for name, value in vars(text).items()
        if name not in PARTS and name != "methodology"
    }
    method = _methodology(text, unit)
    return Program(unit=unit, created_by=by, methodology=method, **fields)


def _methodology(text: ProgramText, unit: Unit) -> Methodology | None:
    """Return the latest version of the text's methodology, the unit's own first."""
    if not text.methodology:
        return None
    found = Methodology.objects.filter(
        code=text.methodology, owner__in=unit.ancestor_ids
    )
    return found.order_by("-owner__path", "-version").first()


def _record(action: str, program: Program, by: User, count: int) -> None:
    journal.write(action, program, by=by, unit=program.unit, events=count)
