"""Steps of a whole series at once: shifted, cancelled, checked; held ones stay.

A series of every municipality of the country is written by a few statements.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Event, Occurrence, Program
from programs.models.tracking import OccurrenceQuerySet
from programs.services import days_off, four_eyes, moves
from programs.services.days_off import Days
from programs.services.occurrence_rows import said

Status = Occurrence.Status
SHIFT = """
    WITH shifted (was_from, was_due, now_from, now_due) AS (
        SELECT * FROM unnest(%(was_from)s::date[], %(was_due)s::date[],
                             %(now_from)s::date[], %(now_due)s::date[])
    ), moved AS (
        UPDATE programs_occurrence o
           SET starts_on = s.now_from, due_on = s.now_due,
               moves_count = moves_count + 1, sequence = sequence + 1,
               version = version + 1, updated_at = now()
          FROM shifted s
         WHERE o.id = ANY (%(ids)s)
           AND o.starts_on = s.was_from AND o.due_on = s.was_due
        RETURNING o.id, s.*
    )
    INSERT INTO programs_move (occurrence_id, from_starts_on, from_due_on,
           to_starts_on, to_due_on, reason, is_series, by_id, at)
    SELECT id, was_from, was_due, now_from, now_due, %(reason)s, true, %(by)s, now()
      FROM moved
     ORDER BY id
"""


@transaction.atomic
def shift_series(
    event_id: int, *, days: int, reason: str, by: User, unit: Unit | None = None
) -> int:
    """Shift all planned dates by some days, in one unit or everywhere; return how many.

    Raises PermissionDenied without the right in the unit; Refused without a reason,
    without anything to shift and beyond the program's days: then nothing moves.
    """
    event, rows, ids = _planned(event_id, by, unit)
    if not days:
        raise Refused(_("Write by how many days."))
    pairs = sorted(rows.values_list("starts_on", "due_on").distinct())
    now = _shifted(event, pairs, dt.timedelta(days=days))
    _shift(ids, pairs, now, said(reason), by)
    _record("shifted", event, by, unit, reason, count=len(ids), days=days)
    return len(ids)


@transaction.atomic
def cancel_series(
    event_id: int, *, reason: str, by: User, unit: Unit | None = None
) -> int:
    """Cancel all planned dates; return how many."""
    event, rows, ids = _planned(event_id, by, unit)
    rows.update(
        status=Status.CANCELLED,
        cancel_reason=said(reason),
        sequence=F("sequence") + 1,
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    _record("cancelled", event, by, unit, reason, count=len(ids))
    return len(ids)


@transaction.atomic
def check_series(event_id: int, *, by: User, unit: Unit | None = None) -> int:
    """Check all that others marked as held; return how many."""
    event = _event(event_id)
    access.require(by, Can.CHECK_EVENTS, event.program.unit)
    held = _of(event, unit).filter(status=Status.HELD).exclude(held_by=by)
    held = held.exclude(four_eyes.changed_people(by))
    ids = _locked(held)
    if not ids:
        raise Refused(_("Nothing that others have marked as held waits for a check."))
    held.update(
        status=Status.CHECKED,
        checked_by=by,
        checked_at=timezone.now(),
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    _record("checked", event, by, unit, "", count=len(ids))
    return len(ids)


def _planned(
    event_id: int, by: User, unit: Unit | None
) -> tuple[Event, OccurrenceQuerySet, list[int]]:
    """Return the event, its planned dates and their ids, locked in one order."""
    event = _event(event_id)
    access.require(by, Can.TRACK_EVENTS, unit or event.program.unit)
    rows = _of(event, unit).filter(status=Status.PLANNED)
    ids = _locked(rows)
    if not ids:
        raise Refused(_("No planned dates are left: held ones stay as they are."))
    return event, rows, ids


def _locked(rows: OccurrenceQuerySet) -> list[int]:
    return list(rows.locked().values_list("pk", flat=True))


def _event(event_id: int) -> Event:
    event = Event.objects.select_related("program__unit").get(pk=event_id)
    if event.program.status != Program.Status.PUBLISHED:
        raise Refused(_("Events are tracked in programs in force only."))
    return event


def _of(event: Event, unit: Unit | None) -> OccurrenceQuerySet:
    rows = Occurrence.objects.filter(event=event)
    return rows.filter(unit=unit) if unit else rows


def _shifted(event: Event, pairs: Iterable[Days], by: dt.timedelta) -> list[Days]:
    move_off = days_off.mover(event)
    found = [move_off((first + by, last + by)) for first, last in pairs]
    for days in found:
        moves.judge(days, event.program)
    return found


def _shift(
    ids: list[int], was: list[Days], now: list[Days], reason: str, by: User
) -> None:
    values: dict[str, Any] = {
        "ids": ids,
        "was_from": [first for first, _last in was],
        "was_due": [last for _first, last in was],
        "now_from": [first for first, _last in now],
        "now_due": [last for _first, last in now],
        "reason": reason,
        "by": by.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHIFT, values)


def _record(
    step: str, event: Event, by: User, unit: Unit | None, reason: str, **counts: int
) -> None:
    where = unit or event.program.unit
    words = reason.strip()
    journal.write(f"series_{step}", event, by=by, unit=where, reason=words, **counts)
