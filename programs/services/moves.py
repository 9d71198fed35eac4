"""Other days for an occurrence, each change with its reason; the last one undone."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import figures, journal
from portal.errors import Refused
from portal.models import User
from programs.models import Event, Move, Occurrence, Program
from programs.services import days_off
from programs.services.days_off import Days
from programs.services.occurrence_rows import (
    keep,
    opened,
    record,
    require_planned,
    said,
)

UNDO_WITHIN = dt.timedelta(days=1)
UNDO = """
    WITH undone AS (
        DELETE FROM programs_move
         WHERE occurrence_id = ANY (%(ids)s) AND at = %(at)s AND by_id = %(by)s
        RETURNING occurrence_id, from_starts_on, from_due_on
    )
    UPDATE programs_occurrence o
       SET starts_on = u.from_starts_on, due_on = u.from_due_on,
           moves_count = moves_count - 1, sequence = sequence + 1,
           version = version + 1, updated_at = now()
      FROM undone u
     WHERE o.id = u.occurrence_id
"""


@transaction.atomic
def move(
    occurrence_id: int,
    *,
    starts_on: dt.date,
    due_on: dt.date,
    reason: str,
    by: User,
    version: int | None = None,
) -> Occurrence:
    """Move a planned occurrence to other days.

    Raises PermissionDenied without the right; Refused without a reason, for days out
    of order or beyond the program, and for what is already marked.
    """
    row = opened(occurrence_id, version)
    require_planned(row, by)
    days = days_off.mover(row.event)((starts_on, due_on))
    judge(days, row.event.program)
    if days == (row.starts_on, row.due_on):
        raise Refused(_("These are the days it has already."))
    _write(row, days, said(reason), by)
    row.moves_count += 1
    _put(row, days)
    record("moved", row, by, reason.strip())
    return row


@transaction.atomic
def take_back(move_id: int, *, by: User) -> int:
    """Undo a move of today, with all that moved in the same step; return how many.

    Rows that were touched since then stay as they are.
    """
    move = Move.objects.select_related("occurrence__event__program__unit").get(
        pk=move_id
    )
    if move.by_id != by.pk or timezone.now() - move.at > UNDO_WITHIN:
        raise Refused(_("Only your own moves of the last day can be undone."))
    event = move.occurrence.event
    ids = _undoable(move, event, by)
    if not ids:
        raise Refused(_("Nothing is left to undo: the dates were changed since."))
    with connection.cursor() as cursor:
        cursor.execute(UNDO, {"ids": ids, "at": move.at, "by": by.pk})
    unit = event.program.unit
    journal.write("moves_undone", event, by=by, unit=unit, count=len(ids))
    return len(ids)


def judge(days: Days, program: Program) -> None:
    """Raise Refused for days out of order or beyond the program."""
    first, last = days
    if last < first:
        raise Refused(_("The last day is before the first."))
    if first < program.starts_on or last > program.ends_on:
        period = figures.period(program.starts_on, program.ends_on)
        raise Refused(
            _("The program runs %(period)s: these days lie outside it.")
            % {"period": period}
        )


def _undoable(move: Move, event: Event, by: User) -> list[int]:
    """Return the ids of what moved in the same step and stands there still."""
    same = Move.objects.filter(by=by, at=move.at, occurrence__event=event)
    rows = (
        Occurrence.objects.tracked_by(by)
        .in_force()
        .filter(
            moves__in=same,
            status=Occurrence.Status.PLANNED,
            starts_on=F("moves__to_starts_on"),
            due_on=F("moves__to_due_on"),
        )
    )
    return list(rows.locked().values_list("pk", flat=True))


def _write(row: Occurrence, days: Days, reason: str, by: User) -> None:
    Move.objects.create(
        occurrence=row,
        from_starts_on=row.starts_on,
        from_due_on=row.due_on,
        to_starts_on=days[0],
        to_due_on=days[1],
        reason=reason,
        by=by,
    )


def _put(row: Occurrence, days: Days) -> None:
    row.starts_on, row.due_on = days
    row.sequence += 1
    keep(row, "starts_on", "due_on", "sequence", "moves_count")
