"""Targets that a person marks as reached: documents, products, results in words."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import EventTarget


@transaction.atomic
def mark(
    target_id: int, *, reached_on: dt.date, reached_note: str, by: User
) -> EventTarget:
    """Write down on which day the target was reached, by what, and by whom.

    Raises Refused for a day to come and without a note.
    """
    row = _opened(target_id, by)
    if reached_on > timezone.localdate():
        raise Refused(_("The day is still to come."))
    if not reached_note.strip():
        raise Refused(_("Write how it was reached: the act, its number and day."))
    row.reached_on, row.reached_note = reached_on, reached_note.strip()
    row.reached_by = by
    row.save(update_fields=["reached_on", "reached_note", "reached_by"])
    _record("target_reached", row, by)
    return row


@transaction.atomic
def take_back(target_id: int, *, by: User) -> EventTarget:
    """Undo the mark; its history stays."""
    row = _opened(target_id, by)
    row.reached_on, row.reached_by, row.reached_note = None, None, ""
    row.save(update_fields=["reached_on", "reached_note", "reached_by"])
    _record("target_not_reached", row, by)
    return row


def _opened(target_id: int, by: User) -> EventTarget:
    rows = EventTarget.objects.select_for_update(of=("self",))
    row = rows.select_related("event__program__unit").get(pk=target_id)
    access.require(by, Can.TRACK_EVENTS, row.event.program.unit)
    if not row.event.program.is_in_force:
        raise Refused(_("Events are tracked in programs in force only."))
    return row


def _record(step: str, row: EventTarget, by: User) -> None:
    journal.write(
        step, row.event.program, by=by, unit=row.event.program.unit, target=row.pk
    )
