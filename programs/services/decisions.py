"""Decisions of meetings: written down, carried out, made events of the program."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, figures, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs import states
from programs.models import Decision, Event, Meeting, Program
from programs.services import documents, meetings
from programs.services.plan_rows import LONGEST_NAME
from programs.texts import EventText

Status = Decision.Status
WRITTEN = ("item", "unit", "body", "text", "owner", "due_on")
SOURCE = "Решение № {number} протокола № {protocol} от {day}"


@transaction.atomic
def add(meeting_id: int, *, values: Mapping[str, object], by: User) -> Decision:
    """Write a decision down, while the meeting is held and not signed."""
    meeting = _held(meeting_id, by)
    row = Decision(meeting=meeting)
    _fill(row, values)
    row.save()
    _number(meeting)
    _record("added", row, by)
    return Decision.objects.get(pk=row.pk)


@transaction.atomic
def change(decision_id: int, *, values: Mapping[str, object], by: User) -> Decision:
    """Write a decision anew, while the meeting is held and not signed."""
    row = _draft(decision_id, by)
    _fill(row, values)
    row.save()
    _number(row.meeting)
    _record("changed", row, by)
    return row


@transaction.atomic
def remove(decision_id: int, *, by: User) -> None:
    """Take a decision out, while the meeting is held and not signed."""
    row = _draft(decision_id, by)
    _record("removed", row, by)
    row.delete()
    _number(row.meeting)


@transaction.atomic
def close(decision_id: int, *, note: str, by: User) -> Decision:
    """Say how a decision of a signed protocol was carried out."""
    row = _signed(decision_id)
    states.step(states.DECISION, row.status, Status.DONE, unit=row.unit, by=by)
    return _end(row, Status.DONE, note, by)


@transaction.atomic
def drop(decision_id: int, *, reason: str, by: User) -> Decision:
    """Give a decision up and say why; only those who hold the meeting may."""
    row = _signed(decision_id)
    _step(row, Status.DROPPED, by)
    return _end(row, Status.DROPPED, reason, by)


@transaction.atomic
def reopen(decision_id: int, *, reason: str, by: User) -> Decision:
    """Have a closed decision carried out again."""
    row = _signed(decision_id)
    _step(row, Status.OPEN, by)
    row.status, row.note, row.closed_on = Status.OPEN, "", None
    row.save()
    _record("reopened", row, by, meetings.required(reason))
    return row


@transaction.atomic
def to_event(decision_id: int, *, by: User) -> Event:
    """Make the decision an event of the draft edition of the meeting's program.

    Raises Refused without a program, without a draft, and a second time.
    """
    row = _signed(decision_id)
    access.require(by, Can.MANAGE_PROGRAMS, row.meeting.unit)
    if row.event_id:
        raise Refused(_("This decision is an event already."))
    if row.status != Status.OPEN:
        raise Refused(_("The decision is closed already."))
    draft = draft_of(row.meeting)
    if draft is None:
        raise Refused(_no_draft(row.meeting))
    made = documents.add_events(draft.pk, [_text(row, draft)], by=by)
    row.event = made[0]
    row.save(update_fields=["event"])
    _record("to_event", row, by, event=row.event.pk)
    return row.event


def draft_of(meeting: Meeting) -> Program | None:
    """Return the draft edition of the meeting's program, None without one."""
    program = meeting.program
    if program is None:
        return None
    rows = Program.objects.filter(
        unit=program.unit_id, code=program.code, status=Program.Status.DRAFT
    )
    return rows.order_by("-edition").first()


def _no_draft(meeting: Meeting) -> str:
    if meeting.program is None:
        return _("The meeting belongs to no program: there is no plan to add it to.")
    return _(
        "“%(program)s” has no draft edition: begin a new edition first, then add the"
        " decision."
    ) % {"program": meeting.program}


def _text(row: Decision, draft: Program) -> EventText:
    source = SOURCE.format(
        number=row.number,
        protocol=row.meeting.protocol_number,
        day=figures.day(timezone.localdate(row.meeting.starts_at), "ru"),
    )
    known = row.body and draft.bodies.filter(key=row.body.key).exists()
    name, rest = row.text[:LONGEST_NAME], row.text[LONGEST_NAME:]
    return EventText(
        name=name,
        bodies_original=row.owner,
        responsible=(row.body.key,) if row.body and known else (),
        schedule_original=_deadline(row),
        notes=f"{rest}\n{source}".strip(),
    )


def _deadline(row: Decision) -> str:
    since = timezone.localdate(row.meeting.starts_at)
    return f"с {since:%d.%m.%Y} по {row.due_on:%d.%m.%Y}"


def _fill(row: Decision, values: Mapping[str, object]) -> None:
    for name in WRITTEN:
        if name in values:
            setattr(row, name, values[name])
    if row.item and row.item.meeting_id != row.meeting.pk:
        raise Refused(_("This question stands on another agenda."))
    _check_unit(row)
    if row.body and row.body.program_id != row.meeting.program_id:
        raise Refused(_("This body is not named in the program of the meeting."))
    if row.due_on < timezone.localdate(row.meeting.starts_at):
        raise Refused(_("The day to carry it out is before the meeting."))


def _check_unit(row: Decision) -> None:
    unit, meeting = row.unit, row.meeting
    if unit.kind == Unit.Kind.ORGANIZATION:
        raise Refused(_("A region or a municipality carries a decision out."))
    if not unit.path.startswith(meeting.unit.path):
        raise Refused(_("A unit of the branch that holds the meeting carries it out."))
    if meeting.about_id and unit.pk not in (meeting.unit_id, meeting.about_id):
        raise Refused(_("Decisions of an interview are for its two sides."))


def _number(meeting: Meeting) -> None:
    """Number the decisions in the order of the agenda; those of no question last."""
    rows = list(in_order(meeting))
    for number, row in enumerate(rows, 1):
        row.number = str(number)
    Decision.objects.bulk_update(rows, ["number"])


def in_order(meeting: Meeting) -> list[Decision]:
    """Return the decisions in the order of the agenda; those of no question last."""
    rows = meeting.decisions.select_related("item", "unit", "body", "event__program")
    return sorted(
        rows, key=lambda row: (row.item.position if row.item else 10**6, row.pk)
    )


def _held(meeting_id: int, by: User) -> Meeting:
    meeting = meetings.opened(meeting_id, by)
    if meeting.status != Meeting.Status.HELD:
        raise Refused(_("Decisions are written once the meeting is held."))
    return meeting


def _draft(decision_id: int, by: User) -> Decision:
    """Return the decision of a held meeting, locked after it, as who adds one does.

    Refused once another has taken it out.
    """
    of = Decision.objects.filter(pk=decision_id)
    place = of.values_list("meeting", flat=True).first()
    meeting = _held(place, by) if place else None
    if meeting is None or not of.exists():
        raise Refused(_("Meanwhile this decision was taken out."))
    row = _locked(decision_id)
    row.meeting = meeting
    return row


def _signed(decision_id: int) -> Decision:
    row = _locked(decision_id)
    if not row.meeting.is_signed:
        raise Refused(_("The protocol is not signed yet."))
    return row


def _locked(decision_id: int) -> Decision:
    related = ("meeting__unit", "meeting__program", "unit", "item", "body")
    return Decision.objects.locked().select_related(*related).get(pk=decision_id)


def _step(row: Decision, target: Status, by: User) -> None:
    unit = row.meeting.unit
    states.step(states.DECISION, row.status, target, unit=unit, by=by)


def _end(row: Decision, status: Status, note: str, by: User) -> Decision:
    if not note.strip():
        raise Refused(_("Say how it was carried out, or why it is dropped."))
    row.status, row.note = status, note.strip()
    row.closed_on = timezone.localdate()
    row.save()
    _record(str(status), row, by)
    return row


def _record(
    action: str, row: Decision, by: User, reason: str = "", **details: object
) -> None:
    journal.write(
        f"decision_{action}",
        row,
        by=by,
        unit=row.meeting.unit,
        reason=reason,
        **details,
    )
