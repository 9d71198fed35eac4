"""Who takes part in occurrences: named, marked, certified, removed and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import Occurrence, Participation, Program
from programs.services import invitations, occurrence_rows
from programs.services.participant_rows import (
    Named,
    in_sight,
    kept_of,
    key,
    known,
    new_row,
    once,
    require_sight,
)

__all__ = [
    "Added",
    "Named",
    "add",
    "bring_back",
    "certify",
    "change",
    "enter",
    "is_open",
    "mark",
    "opened",
    "recount",
    "remove",
    "require_open",
    "settle",
]
State = Participation.State
Source = Participation.Source
Status = Occurrence.Status
CHANGED = ("state", "hours", "certificate", "certificate_on")
BATCH = 1000


@dataclass(frozen=True)
class Added:
    """How many were added, and how many were in the list already."""

    added: int
    repeated: int


def opened(occurrence_id: int, *, by: User) -> Occurrence:
    """Return the occurrence locked, if its participants may still change.

    Raises PermissionDenied without the right to track; Refused outside a program in
    force, for what is cancelled, and for what has been checked.
    """
    row = occurrence_rows.locked(occurrence_id)
    access.require(by, Can.TRACK_EVENTS, row.unit)
    require_open(row)
    return row


def require_open(row: Occurrence) -> None:
    """Raise Refused unless participants of the occurrence may still change."""
    if row.event.program.status != Program.Status.PUBLISHED:
        raise Refused(_("Events are tracked in programs in force only."))
    if row.status == Status.CANCELLED:
        raise Refused(_("The event is cancelled: nobody takes part in it."))
    if row.status == Status.CHECKED:
        raise Refused(_("The event is checked: take the check back first."))


def is_open(row: Occurrence) -> bool:
    """Tell whether participants of the occurrence may still change."""
    try:
        require_open(row)
    except Refused:
        return False
    return True


@transaction.atomic
def add(
    occurrence_id: int,
    named: Iterable[Named],
    *,
    source: str,
    by: User,
    state: str = State.INVITED,
) -> Added:
    """Add people and units, each once; those already there stay as they are.

    Raises what `opened` raises, PermissionDenied for people out of the user's sight.
    """
    row = opened(occurrence_id, by=by)
    if row.status in Occurrence.DONE:
        state = State.ATTENDED
    found = enter(row, named, state=state, source=source, by=by)
    journal.write(
        "participants_added", row, by=by, unit=row.unit, count=found.added, how=source
    )
    return found


def enter(
    row: Occurrence, named: Iterable[Named], *, state: str, source: str, by: User
) -> Added:
    """Put those who are not listed yet on the list of a locked date, and invite them.

    Raises PermissionDenied for people out of the user's sight.
    """
    wanted = list(dict.fromkeys(named))
    require_sight(wanted, by)
    listed = known(row)
    fresh = once([one for one in wanted if key(one) not in listed])
    Participation.objects.bulk_create(
        [new_row(row, one, state, source, by) for one in fresh], batch_size=BATCH
    )
    recount(row)
    if state == State.INVITED and row.due_on >= timezone.localdate():
        invitations.invite(row, [one.person for one in fresh if one.person])
    return Added(len(fresh), len(wanted) - len(fresh))


@transaction.atomic
def mark(occurrence_id: int, ids: Iterable[int], *, state: str, by: User) -> int:
    """Set the state of the marked rows; return how many changed."""
    row = opened(occurrence_id, by=by)
    rows = in_sight(row, ids, by).exclude(state=state)
    at = timezone.now() if state == State.ATTENDED else None
    changed = rows.update(state=state, attended_at=at)
    recount(row)
    journal.write(
        "participants_marked", row, by=by, unit=row.unit, count=changed, state=state
    )
    return changed


@transaction.atomic
def change(
    participation_id: int,
    *,
    by: User,
    state: str,
    hours: Decimal | None,
    certificate: str,
    certificate_on: dt.date | None,
) -> Participation:
    """Write one row anew; raises Refused once it is taken out."""
    row, found = _one(participation_id, by)
    if found.state != state:
        found.attended_at = timezone.now() if state == State.ATTENDED else None
    found.state, found.hours = state, hours
    found.certificate, found.certificate_on = certificate.strip(), certificate_on
    found.save(update_fields=["attended_at", *CHANGED])
    recount(row)
    journal.write("participant_changed", row, by=by, unit=found.unit, state=state)
    return found


@transaction.atomic
def certify(
    occurrence_id: int, *, series: str, first: int, issued_on: dt.date, by: User
) -> int:
    """Give numbers of a series to those who took part and have none, by name.

    Raises Refused for a number that
    somebody in this occurrence has already, and where nobody waits for one.
    """
    row = opened(occurrence_id, by=by)
    waiting = list(
        in_sight(row, None, by)
        .filter(state=State.ATTENDED, certificate="", person__isnull=False)
        .order_by("person__last_name", "person__first_name", "pk")
    )
    if not waiting:
        raise Refused(_("Nobody who took part waits for a certificate."))
    numbers = [f"{series}{number}" for number in range(first, first + len(waiting))]
    if row.participations.filter(certificate__in=numbers).exists():
        raise Refused(_("A number of this series is given already: begin further on."))
    for one, number in zip(waiting, numbers, strict=True):
        one.certificate, one.certificate_on = number, issued_on
    Participation.objects.bulk_update(
        waiting, ["certificate", "certificate_on"], batch_size=BATCH
    )
    journal.write(
        "certificates_given", row, by=by, unit=row.unit, count=len(waiting), first=first
    )
    return len(waiting)


@transaction.atomic
def remove(
    occurrence_id: int, ids: Iterable[int], *, by: User
) -> list[dict[str, object]]:
    """Take the marked rows out; return what `bring_back` needs to undo it."""
    row = opened(occurrence_id, by=by)
    rows = in_sight(row, ids, by)
    kept = [kept_of(one) for one in rows]
    rows.delete()
    recount(row, names_went=bool(kept))
    journal.write("participants_removed", row, by=by, unit=row.unit, count=len(kept))
    return kept


@transaction.atomic
def bring_back(
    occurrence_id: int, kept: Sequence[dict[str, object]], *, by: User
) -> int:
    """Undo a removal: the rows are as they were."""
    row = opened(occurrence_id, by=by)
    require_sight([Named(int(str(o["unit_id"])), None) for o in kept], by)
    listed = known(row)
    rows = [
        Participation(occurrence=row, added_by=by, **one)
        for one in kept
        if (one["person_id"], None if one["person_id"] else one["unit_id"])
        not in listed
    ]
    Participation.objects.bulk_create(rows, batch_size=BATCH)
    recount(row)
    journal.write("participants_returned", row, by=by, unit=row.unit, count=len(rows))
    return len(rows)


def settle(row: Occurrence, hours: Decimal | None = None) -> None:
    """Decide about those who were only named, when the event is marked as held.

    Where nobody was marked as present, everybody named was; otherwise the others
    were absent. Hours not yet written are those of the event, also where they are
    those of an earlier mark. Called inside the transaction that marks the event,
    before its hours are written.
    """
    named = row.participations.filter(state__in=[State.INVITED, State.REGISTERED])
    present = row.participations.filter(state=State.ATTENDED)
    if present.exists():
        named.update(state=State.ABSENT)
    else:
        named.update(state=State.ATTENDED, attended_at=timezone.now())
    present.filter(Q(hours=None) | Q(hours=row.hours)).update(hours=hours)


def recount(row: Occurrence, *, names_went: bool = False) -> None:
    """Keep the number of participants equal to the rows.

    Before the event these are all who are named; after it, those who took part. A
    count written without any names stays, unless it was that of names taken out.
    """
    rows = row.participations.exclude(state=State.ABSENT)
    if row.status in Occurrence.DONE:
        rows = row.participations.filter(state=State.ATTENDED)
    count = rows.count()
    is_said = row.status in Occurrence.DONE and not names_went
    if not count and is_said and not row.participations.exists():
        return
    if count != row.participants:
        row.participants = count
        row.version += 1
        row.save(update_fields=["participants", "version", "updated_at"])


def _one(participation_id: int, by: User) -> tuple[Occurrence, Participation]:
    """Return the occurrence, locked, and the row as it is since then."""
    of = Participation.objects.filter(pk=participation_id)
    place = of.values_list("occurrence", flat=True).first()
    row = opened(place, by=by) if place else None
    found = of.select_related("unit").first()
    if row is None or found is None:
        raise Refused(_("Meanwhile this participant was taken out of the list."))
    access.require(by, Can.SEE_PARTICIPANTS, found.unit)
    return row, found
