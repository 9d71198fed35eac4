"""Occurrences before a step: locked, of a program in force, as one saw them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs import states
from programs.models import Occurrence, Program
from programs.models.tracking import OccurrenceQuerySet

Status = Occurrence.Status
TOUCHED = ("version", "updated_at")


class Changed(Refused):
    """Somebody else changed the occurrence meanwhile; `now` is how it stands."""

    def __init__(self, now: Occurrence) -> None:
        """Keep the row for the page, which shows both."""
        super().__init__(
            _("Meanwhile somebody else has changed this: look at both and decide.")
        )
        self.now = now


def opened(occurrence_id: int, version: int | None = None) -> Occurrence:
    """Return the occurrence locked until the transaction ends.

    Raises Refused outside a program in force; Changed unless it is the version that
    its reader saw (null: whatever it is).
    """
    row = locked(occurrence_id)
    judge(row)
    if version is not None and version != row.version:
        raise Changed(row)
    return row


def opened_all(ids: Iterable[int]) -> list[Occurrence]:
    """Return the occurrences locked in one order, whatever order was asked."""
    found = list(Occurrence.objects.locked().filter(pk__in=list(ids)))
    return list(_whole().filter(pk__in=[row.pk for row in found]).order_by("pk"))


def locked(occurrence_id: int) -> Occurrence:
    """Return the occurrence with its event and program, locked.

    It is locked alone and read after: a new edition that comes into force meanwhile
    takes it over, and a row that was locked with its former event would be missed.
    """
    Occurrence.objects.locked().get(pk=occurrence_id)
    return _whole().get(pk=occurrence_id)


def judge(row: Occurrence) -> None:
    """Raise Refused unless the program is in force."""
    if row.event.program.status != Program.Status.PUBLISHED:
        raise Refused(_("Events are tracked in programs in force only."))


def step(row: Occurrence, target: str, by: User) -> None:
    """Let the step pass; what is checked is the business of the program's unit."""
    is_check = Status.CHECKED in (row.status, target)
    unit = row.event.program.unit if is_check else row.unit
    states.step(states.OCCURRENCE, row.status, target, unit=unit, by=by)


def require_planned(row: Occurrence, by: User) -> None:
    """Raise PermissionDenied without the right to track, Refused unless planned."""
    access.require(by, Can.TRACK_EVENTS, row.unit)
    if row.status != Status.PLANNED:
        raise Refused(_("Only planned dates change: this one is already marked."))


def keep(row: Occurrence, *fields: str) -> Occurrence:
    """Write the fields as the next version."""
    row.version += 1
    row.save(update_fields=[*fields, *TOUCHED])
    return row


def record(step: str, row: Occurrence, by: User, reason: str = "") -> None:
    """Put the step on record."""
    journal.write(
        f"occurrence_{step}",
        row,
        by=by,
        unit=row.unit,
        reason=reason,
        event=row.event_id,
    )


def said(reason: str) -> str:
    """Return the reason; raises Refused for an empty one."""
    if not reason.strip():
        raise Refused(_("Write the reason."))
    return reason.strip()


def may_track(user: User, unit: Unit) -> bool:
    """Tell whether the user marks, moves and cancels in the unit."""
    return access.may(user, Can.TRACK_EVENTS, unit)


def _whole() -> OccurrenceQuerySet:
    return Occurrence.objects.select_related("unit", "event__program__unit")
