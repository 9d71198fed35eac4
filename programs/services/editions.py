"""Editions of a document: begun, put in force, finished, carried to a next period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Membership, User
from programs import next_period, states
from programs.models import Program
from programs.reading import text_of
from programs.services import answering, documents, findings, planning, series

Status = Program.Status
Role = Membership.Role
WORKERS = (Role.OPERATOR, Role.MUNICIPAL)
# What was done under the former edition belongs to the same event of the new one.
HANGING = (
    "programs_occurrence",
    "programs_practice",
    "programs_meeting",
    "programs_decision",
)
FOLLOW = (
    *(
        f"""
    UPDATE {table} row SET event_id = new.id
      FROM programs_event old
      JOIN programs_event new ON new.key = old.key AND new.program_id = %(new)s
     WHERE old.program_id = %(old)s AND row.event_id = old.id
    """  # noqa: S608 - names of tables, none of users
        for table in HANGING
    ),
    """
    UPDATE programs_eventtarget t
       SET reached_on = was.reached_on, reached_by_id = was.reached_by_id,
           reached_note = was.reached_note
      FROM programs_eventtarget was
      JOIN programs_event old ON old.id = was.event_id AND old.program_id = %(old)s
      JOIN programs_event new ON new.key = old.key AND new.program_id = %(new)s
     WHERE t.event_id = new.id AND t.original = was.original
       AND t.measure = was.measure AND t.operator = was.operator
       AND was.reached_on IS NOT NULL
    """,
    """
    UPDATE programs_evaluation SET program_id = %(new)s
     WHERE program_id = %(old)s AND signed_at IS NULL
    """,
    # A signed protocol names the edition of its day; the others go on by the new one.
    """
    UPDATE programs_meeting SET program_id = %(new)s
     WHERE program_id = %(old)s AND status IN ('planned', 'held')
    """,
    """
    UPDATE programs_decision d
       SET body_id = (SELECT new.id FROM programs_programbody new
                       WHERE new.program_id = %(new)s AND new.key = old.key)
      FROM programs_meeting m, programs_programbody old
     WHERE m.id = d.meeting_id AND m.program_id = %(new)s
       AND old.id = d.body_id AND old.program_id = %(old)s
    """,
    """
    INSERT INTO programs_handvalue (indicator_id, year, value, reason, by_id, at)
    SELECT new.id, h.year, h.value, h.reason, h.by_id, h.at
      FROM programs_handvalue h
      JOIN programs_targetindicator old
        ON old.id = h.indicator_id AND old.program_id = %(old)s
      JOIN programs_targetindicator new
        ON new.program_id = %(new)s AND new.number = old.number
       AND new.track = old.track AND new.name = old.name
        ON CONFLICT DO NOTHING
    """,
    """
    UPDATE programs_awaiteddocument d
       SET received_on = was.received_on, asked_on = was.asked_on
      FROM programs_awaiteddocument was
     WHERE was.program_id = %(old)s AND d.program_id = %(new)s AND d.name = was.name
    """,
)


@transaction.atomic
def new_edition(program_id: int, *, edition_on: dt.date | None, by: User) -> Program:
    """Begin the next edition as a copy of the one in force; events keep their keys.

    Raises PermissionDenied without the right; Refused unless the program is in force
    and has no next edition yet.
    """
    former = _locked(program_id)
    access.require(by, Can.MANAGE_PROGRAMS, former.unit)
    if former.status != Status.PUBLISHED:
        raise Refused(_("Only an edition in force is followed by a new one."))
    if Program.objects.filter(previous=former).exists():
        raise Refused(_("A new edition of this document is being written already."))
    text = replace(text_of.of(former), edition_on=edition_on)
    made = documents.write(text, unit=former.unit, by=by, previous=former)
    _record("program_edition_begun", made, by, edition=made.edition)
    return made


@transaction.atomic
def publish(program_id: int, *, by: User) -> Program:
    """Put the edition in force: its text is fixed, its events are tracked.

    It replaces the edition before it; what was done there stays with its event.
    Raises PermissionDenied without the right; Refused while findings wait for a
    decision and where another edition is in force.
    """
    program = _locked(program_id)
    unit = program.unit
    states.step(states.PROGRAM, program.status, Status.PUBLISHED, unit=unit, by=by)
    _require_settled(program)
    former = _replaced(program)
    program.status = Status.PUBLISHED
    program.published_at, program.published_by = timezone.now(), by
    program.save(update_fields=["status", "published_at", "published_by"])
    if former:
        _follow(former, program)
    planning.plan(program.pk)
    _record("program_published", program, by, edition=program.edition)
    _tell(program, by)
    return program


@transaction.atomic
def finish(program_id: int, *, by: User) -> Program:
    """End the tracking of a program; what was done stays to be read.

    Raises PermissionDenied without the right, Refused unless it is in force.
    """
    program = _locked(program_id)
    unit = program.unit
    states.step(states.PROGRAM, program.status, Status.FINISHED, unit=unit, by=by)
    program.status = Status.FINISHED
    program.save(update_fields=["status"])
    _record("program_finished", program, by)
    return program


@transaction.atomic
def carry_over(
    program_id: int, *, code: str, starts_on: dt.date, ends_on: dt.date, by: User
) -> Program:
    """Write the same program for another period, its years moved on, as a draft.

    Raises PermissionDenied without the right; Refused for days in the wrong order
    and for a code that the unit has already.
    """
    program = Program.objects.select_related("unit", "methodology").get(pk=program_id)
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    if ends_on < starts_on:
        raise Refused(_("The period ends before it begins."))
    text = next_period.text_for(
        text_of.of(program), code=code, starts_on=starts_on, ends_on=ends_on
    )
    made = documents.write(text, unit=program.unit, by=by)
    _record("program_carried_over", made, by, former=program.pk)
    return made


def _locked(program_id: int) -> Program:
    rows = Program.objects.locked().select_related("unit")
    return rows.get(pk=program_id)


def _require_settled(program: Program) -> None:
    findings.check(program.pk)
    if findings.is_blocked(program):
        raise Refused(
            _("Findings wait for a decision: settle or accept each of them first.")
        )


def _replaced(program: Program) -> Program | None:
    """Put this edition in the place of the one before it, finished or in force.

    Raises Refused where a third one came into force meanwhile.
    """
    before = program.previous_id or 0
    same = Program.objects.filter(unit=program.unit, code=program.code)
    if same.published().exclude(pk=before).exists():
        raise Refused(_("Another edition of this document is in force."))
    former = same.locked().filter(pk=before).first()
    if former:
        former.status = Status.REPLACED
        former.save(update_fields=["status"])
    return former


def _follow(former: Program, program: Program) -> None:
    """Move what hangs on the former events to those of the new edition."""
    with connection.cursor() as cursor:
        for statement in FOLLOW:
            cursor.execute(statement, {"old": former.pk, "new": program.pk})
    answering.follow(former, program)
    left = former.events.values_list("pk", flat=True)
    series.remove_untouched(list(left))


def _tell(program: Program, by: User) -> None:
    """Tell those who work by the plan, in the unit and below it."""
    held = Membership.objects.filter(
        role__in=WORKERS, unit__path__startswith=program.unit.path
    )
    users = User.objects.filter(is_active=True, pk__in=held.values("user"))
    notices.notify(
        users.exclude(pk=by.pk),
        f"programs:published:{program.pk}",
        lambda: _("In force: %(program)s.") % {"program": program},
        reverse("programs:program", args=[program.pk]),
    )


def _record(action: str, program: Program, by: User, **details: int) -> None:
    journal.write(action, program, by=by, unit=program.unit, reason="", **details)
