"""The life of a meeting: planned, held, its protocol signed; its agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs import states
from programs.models import AgendaItem, Meeting
from programs.services import meeting_notices

Kind = Meeting.Kind
Status = Meeting.Status
WRITTEN = ("kind", "about", "program", "event", "title", "starts_at", "place", "chair")
INTERVIEW = "Собеседование с руководителем: {place}"


@transaction.atomic
def plan(unit: Unit, *, values: Mapping[str, object], by: User) -> Meeting:
    """Plan a meeting of the unit; the municipality of an interview is told.

    Raises PermissionDenied without the right to hold meetings there, Refused for an
    interview about nobody and for a program of others.
    """
    access.require(by, Can.MANAGE_PROGRAMS, unit)
    meeting = Meeting(unit=unit, created_by=by)
    _fill(meeting, values)
    meeting.save()
    _record("planned", meeting, by)
    meeting_notices.planned(meeting)
    return meeting


@transaction.atomic
def change(meeting_id: int, *, values: Mapping[str, object], by: User) -> Meeting:
    """Write a meeting anew; a new hour of an interview is told.

    Raises Refused for another municipality where decisions were taken already, and
    for another program where decisions name its bodies.
    """
    meeting = opened(meeting_id, by)
    was, program = (meeting.starts_at, meeting.about_id), meeting.program_id
    _fill(meeting, values)
    if meeting.about_id != was[1] and meeting.decisions.exists():
        raise Refused(
            _("Its decisions are about this municipality: remove them first.")
        )
    if meeting.program_id != program and meeting.decisions.exclude(body=None).exists():
        raise Refused(
            _("Its decisions name bodies of this program: change them first.")
        )
    if meeting.status == Status.HELD:
        _require_past(meeting)
    meeting.save()
    _record("changed", meeting, by)
    if (meeting.starts_at, meeting.about_id) != was:
        meeting_notices.planned(meeting)
    return meeting


@transaction.atomic
def hold(
    meeting_id: int, *, attendees: Sequence[str], heard: Mapping[int, str], by: User
) -> Meeting:
    """Write down who was present, by position, and what was heard on each question.

    A meeting that is held already is written down anew. Raises Refused before its
    hour and with nobody present.
    """
    meeting = opened(meeting_id, by)
    _require_past(meeting)
    present = [line.strip() for line in attendees if line.strip()]
    if not present:
        raise Refused(_("Say who was present, by position."))
    _write_heard(meeting, heard)
    meeting.attendees = present
    if meeting.status == Status.PLANNED:
        _step(meeting, Status.HELD, by)
    meeting.save()
    _record("held", meeting, by)
    return meeting


@transaction.atomic
def reopen(meeting_id: int, *, reason: str, by: User) -> Meeting:
    """Make a held or cancelled meeting a planned one again."""
    meeting = _locked(meeting_id)
    _step(meeting, Status.PLANNED, by)
    meeting.save()
    _record("reopened", meeting, by, required(reason))
    meeting_notices.planned(meeting)
    return meeting


@transaction.atomic
def cancel(meeting_id: int, *, reason: str, by: User) -> Meeting:
    """Cancel a planned meeting; the reason stays in the journal."""
    meeting = _locked(meeting_id)
    _step(meeting, Status.CANCELLED, by)
    meeting.save()
    _record("cancelled", meeting, by, required(reason))
    meeting_notices.cancelled(meeting)
    return meeting


@transaction.atomic
def sign(meeting_id: int, *, number: str, by: User) -> Meeting:
    """Sign the protocol: nothing of it changes any more, owners are told.

    Signings of a unit wait for each other, so that no number is given twice.
    Raises PermissionDenied without the right to publish, Refused without an agenda
    and for a number that another protocol of the year has.
    """
    meeting = _locked(meeting_id)
    _step(meeting, Status.SIGNED, by)
    Unit.objects.select_for_update(no_key=True).get(pk=meeting.unit_id)
    if not meeting.agenda.exists():
        raise Refused(_("The agenda is empty: write at least one question."))
    meeting.protocol_number = _free_number(meeting, number.strip())
    meeting.signed_at, meeting.signed_by = timezone.now(), by
    meeting.save()
    _record("signed", meeting, by, number=meeting.protocol_number)
    meeting_notices.signed(meeting)
    return meeting


@transaction.atomic
def add_item(
    meeting_id: int,
    *,
    topic: str,
    by: User,
    speaker: str = "",
    place: int | None = None,
) -> AgendaItem:
    """Add a question to the agenda, last unless a place is named."""
    meeting = opened(meeting_id, by)
    row = AgendaItem(meeting=meeting, topic=topic.strip(), speaker=speaker.strip())
    row.position = meeting.agenda.count() + 1
    row.save()
    _put(row, place)
    _record("agenda_changed", meeting, by)
    return row


@transaction.atomic
def change_item(
    item_id: int, *, topic: str, by: User, speaker: str = "", place: int | None = None
) -> AgendaItem:
    """Write a question anew and put it in its place."""
    row = _item(item_id, by)
    row.topic, row.speaker = topic.strip(), speaker.strip()
    row.save(update_fields=["topic", "speaker"])
    _put(row, place)
    _record("agenda_changed", row.meeting, by)
    return row


@transaction.atomic
def remove_item(item_id: int, *, by: User) -> None:
    """Take a question off the agenda; Refused while decisions stand under it."""
    row = _item(item_id, by)
    if row.decisions.exists():
        raise Refused(_("Decisions stand under this question: remove them first."))
    row.delete()
    _number(list(row.meeting.agenda.all()))
    _record("agenda_changed", row.meeting, by)


def _item(item_id: int, by: User) -> AgendaItem:
    """Return the question as it is since its meeting is locked."""
    of = AgendaItem.objects.filter(pk=item_id)
    place = of.values_list("meeting", flat=True).first()
    meeting = opened(place, by) if place else None
    row = of.first()
    if meeting is None or row is None:
        raise Refused(_("Meanwhile this question was taken off the agenda."))
    row.meeting = meeting
    return row


def opened(meeting_id: int, by: User) -> Meeting:
    """Return the meeting, locked, for a change of its words.

    Raises PermissionDenied without the right to hold it, Refused once it is signed
    or cancelled.
    """
    meeting = _locked(meeting_id)
    access.require(by, Can.MANAGE_PROGRAMS, meeting.unit)
    if meeting.is_signed:
        raise Refused(_("The protocol is signed: it does not change any more."))
    if not meeting.is_open:
        raise Refused(_("The meeting is cancelled: reopen it first."))
    return meeting


def required(reason: str) -> str:
    """Return the reason; Refused for an empty one."""
    if not reason.strip():
        raise Refused(_("Say why."))
    return reason.strip()


def _fill(meeting: Meeting, values: Mapping[str, object]) -> None:
    for name in WRITTEN:
        if name in values:
            setattr(meeting, name, values[name])
    if meeting.kind == Kind.INTERVIEW:
        _check_about(meeting)
        place = meeting.about.short_name if meeting.about else ""
        meeting.title = meeting.title.strip() or INTERVIEW.format(place=place)
    else:
        meeting.about = None
    if not meeting.title.strip():
        raise Refused(_("Give the meeting a title."))
    _check_program(meeting)


def _check_about(meeting: Meeting) -> None:
    about = meeting.about
    if about is None or about.kind != Unit.Kind.MUNICIPALITY:
        raise Refused(_("Say which municipality the interview is about."))
    if about.pk == meeting.unit_id or not about.path.startswith(meeting.unit.path):
        raise Refused(_("An interview is held by the region of the municipality."))


def _check_program(meeting: Meeting) -> None:
    program = meeting.program
    if program is None:
        meeting.event = None
        return
    if program.unit_id not in meeting.unit.ancestor_ids:
        raise Refused(_("This program belongs to others."))
    if meeting.event and meeting.event.program_id != program.pk:
        meeting.event = None


def _require_past(meeting: Meeting) -> None:
    if meeting.starts_at > timezone.now():
        raise Refused(_("The meeting is ahead: it has not been held yet."))


def _write_heard(meeting: Meeting, heard: Mapping[int, str]) -> None:
    rows = [row for row in meeting.agenda.all() if row.pk in heard]
    for row in rows:
        row.heard = heard[row.pk].strip()
    AgendaItem.objects.bulk_update(rows, ["heard"])


def _free_number(meeting: Meeting, number: str) -> str:
    if not number:
        raise Refused(_("Give the protocol a number."))
    year = timezone.localtime(meeting.starts_at).year
    same = Meeting.objects.filter(
        unit=meeting.unit, protocol_number=number, starts_at__year=year
    )
    if same.exclude(pk=meeting.pk).exists():
        raise Refused(_("Another protocol of the year has this number."))
    return number


def _put(row: AgendaItem, place: int | None) -> None:
    others = [one for one in row.meeting.agenda.all() if one.pk != row.pk]
    if place is None:
        place = row.position
    others.insert(max(place - 1, 0), row)
    _number(others)


def _number(rows: Sequence[AgendaItem]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])


def _locked(meeting_id: int) -> Meeting:
    related = ("unit", "about", "program", "event")
    return Meeting.objects.locked().select_related(*related).get(pk=meeting_id)


def _step(meeting: Meeting, target: Status, by: User) -> None:
    states.step(states.MEETING, meeting.status, target, unit=meeting.unit, by=by)
    meeting.status = target


def _record(
    action: str, meeting: Meeting, by: User, reason: str = "", **details: object
) -> None:
    unit = meeting.unit
    journal.write(
        f"meeting_{action}", meeting, by=by, unit=unit, reason=reason, **details
    )
