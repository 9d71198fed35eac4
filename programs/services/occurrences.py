"""Steps of an occurrence: held with evidence, checked by another, cancelled, restored.

Moves and whole series are in their own modules and offered here too.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Attachment, User
from programs import evidence_rules
from programs.models import Occurrence, Participation
from programs.services import days_off, four_eyes, moves, participation
from programs.services.moves import move, take_back
from programs.services.occurrence_rows import (
    Changed,
    keep,
    opened,
    record,
    require_planned,
    said,
    step,
)
from programs.services.whole_series import cancel_series, check_series, shift_series

__all__ = [
    "Changed",
    "Report",
    "cancel",
    "cancel_series",
    "check",
    "check_series",
    "hold",
    "move",
    "name_day",
    "restore",
    "send_back",
    "shift_series",
    "take_back",
    "uncheck",
]

Status = Occurrence.Status
HELD_FIELDS = ("held_on", "mode", "hours", "result", "result_number", "participants")
COUNTED = (Participation.State.ATTENDED,)


class Report(TypedDict):
    """What is said of a held event; `participants` is a count where nobody is named."""

    held_on: dt.date
    mode: str
    hours: Decimal | None
    result: str
    result_number: Decimal | None
    participants: NotRequired[int | None]


class Named(TypedDict):
    """The day on which a planned event will be."""

    starts_on: dt.date
    due_on: dt.date
    place: str
    mode: str


@transaction.atomic
def hold(
    occurrence_id: int, *, version: int | None, by: User, **report: Unpack[Report]
) -> Occurrence:
    """Mark the occurrence as held.

    Raises PermissionDenied without the right; Refused without evidence attached,
    without participants where the kind of event wants them, without a result in
    words, for a day to come or before the program, and for a state that cannot
    follow; Changed when it is no longer the version the reader saw.
    """
    row = opened(occurrence_id, version)
    step(row, Status.HELD, by)
    _judge(row, report)
    participation.settle(row, report["hours"])
    row.participants = people_of(row, report.get("participants"))
    if evidence_rules.wants_people(row.event) and not row.participants:
        raise Refused(_("Name the participants or write how many there were."))
    for name in ("held_on", "mode", "hours", "result_number"):
        setattr(row, name, report[name])
    row.result = report["result"].strip()
    row.status, row.held_by, row.held_at = Status.HELD, by, timezone.now()
    row.return_reason = ""
    keep(row, "status", "held_by", "held_at", "return_reason", *HELD_FIELDS)
    record("held", row, by)
    return row


@transaction.atomic
def check(occurrence_id: int, *, by: User, version: int | None = None) -> Occurrence:
    """Confirm what another has marked as held.

    Raises Refused for one's own mark, and for people one changed after it.
    """
    row = opened(occurrence_id, version)
    step(row, Status.CHECKED, by)
    if row.held_by_id == by.pk:
        raise Refused(_("You marked it as held yourself: another person checks it."))
    if four_eyes.has_changed_people(row, by):
        raise Refused(_("You changed its participants: another person checks it."))
    row.status, row.checked_by, row.checked_at = Status.CHECKED, by, timezone.now()
    keep(row, "status", "checked_by", "checked_at")
    record("checked", row, by)
    return row


@transaction.atomic
def uncheck(
    occurrence_id: int, *, reason: str, by: User, version: int | None = None
) -> Occurrence:
    """Take the check back: the mark stays and waits again."""
    row = opened(occurrence_id, version)
    if row.status != Status.CHECKED:
        raise Refused(_("Only what is checked can lose its check."))
    step(row, Status.HELD, by)
    row.status, row.checked_by, row.checked_at = Status.HELD, None, None
    keep(row, "status", "checked_by", "checked_at")
    record("unchecked", row, by, said(reason))
    return row


@transaction.atomic
def send_back(
    occurrence_id: int, *, reason: str, by: User, version: int | None = None
) -> Occurrence:
    """Give a mark back to who made it; what they wrote stays in the form."""
    row = opened(occurrence_id, version)
    if row.status != Status.HELD:
        raise Refused(_("Only what is held and not yet checked can be returned."))
    step(row, Status.PLANNED, by)
    row.status, row.held_by, row.held_at = Status.PLANNED, None, None
    row.return_reason = said(reason)
    keep(row, "status", "held_by", "held_at", "return_reason")
    record("returned", row, by, row.return_reason)
    return row


@transaction.atomic
def cancel(
    occurrence_id: int, *, reason: str, by: User, version: int | None = None
) -> Occurrence:
    """Cancel a planned occurrence; calendars hear of it by the sequence."""
    row = opened(occurrence_id, version)
    step(row, Status.CANCELLED, by)
    row.status, row.cancel_reason = Status.CANCELLED, said(reason)
    row.sequence += 1
    keep(row, "status", "cancel_reason", "sequence")
    record("cancelled", row, by, row.cancel_reason)
    return row


@transaction.atomic
def restore(occurrence_id: int, *, by: User, version: int | None = None) -> Occurrence:
    """Plan a cancelled occurrence again on its days."""
    row = opened(occurrence_id, version)
    if row.status != Status.CANCELLED:
        raise Refused(_("Only what is cancelled can be restored."))
    step(row, Status.PLANNED, by)
    row.status, row.cancel_reason = Status.PLANNED, ""
    row.sequence += 1
    keep(row, "status", "cancel_reason", "sequence")
    record("restored", row, by)
    return row


@transaction.atomic
def name_day(
    occurrence_id: int, *, version: int | None, by: User, **named: Unpack[Named]
) -> Occurrence:
    """Name the day within the planned ones, or within those it was moved to.

    Another time is a move with a reason: Refused.
    """
    row = opened(occurrence_id, version)
    require_planned(row, by)
    days = days_off.mover(row.event)((named["starts_on"], named["due_on"]))
    first, last = _window(row)
    if not first <= days[0] <= days[1] <= last:
        raise Refused(_("The day lies outside the planned ones: move the event."))
    row.starts_on, row.due_on = days
    row.place, row.mode = named["place"].strip(), named["mode"]
    row.is_confirmed, row.sequence = True, row.sequence + 1
    keep(row, "starts_on", "due_on", "place", "mode", "is_confirmed", "sequence")
    record("day_named", row, by)
    return row


def people_of(row: Occurrence, said_count: int | None) -> int:
    """Return how many took part: those marked as present, else the count given."""
    present = row.participations.filter(state__in=COUNTED).count()
    return present or said_count or 0


def has_evidence(row: Occurrence) -> bool:
    """Tell whether a file is attached."""
    return Attachment.objects.of(row).exists()


def _judge(row: Occurrence, report: Report) -> None:
    if report["held_on"] > timezone.localdate():
        raise Refused(_("The day is still to come: mark the event once it was held."))
    if report["held_on"] < row.event.program.starts_on:
        moves.judge((report["held_on"], report["held_on"]), row.event.program)
    if not report["result"].strip():
        raise Refused(_("Write in a sentence what came of it."))
    if not has_evidence(row):
        raise Refused(_("Attach evidence: without a file the event is not held."))


def _window(row: Occurrence) -> days_off.Days:
    """Return the days of the last move, else those of the plan."""
    moved = row.moves.order_by("at", "pk").last()
    if moved is None:
        return row.planned_starts_on, row.planned_due_on
    return moved.to_starts_on, moved.to_due_on
