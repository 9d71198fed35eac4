"""Who takes part in occurrences: named, marked, certified, removed and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import access, figures, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Occurrence, Participation, Program
from programs.models.tracking import ParticipationQuerySet

State = Participation.State
Source = Participation.Source
Status = Occurrence.Status
BATCH = 1000


@dataclass(frozen=True)
class Named:
    """A person where they work, or a unit as a whole when there is no person."""

    unit: int
    person: int | None = None


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
    row = (
        Occurrence.objects.locked()
        .select_related("unit", "event__program__unit")
        .get(pk=occurrence_id)
    )
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
    wanted = list(dict.fromkeys(named))
    _require_sight(wanted, by)
    known = _known(row)
    fresh = _once([one for one in wanted if _key(one) not in known])
    if row.status in Occurrence.DONE:
        state = State.ATTENDED
    Participation.objects.bulk_create(
        [_new(row, one, state, source, by) for one in fresh], batch_size=BATCH
    )
    recount(row)
    journal.write(
        "participants_added", row, by=by, unit=row.unit, count=len(fresh), how=source
    )
    if state == State.INVITED:
        _invite(row, [one.person for one in fresh if one.person])
    return Added(len(fresh), len(wanted) - len(fresh))


@transaction.atomic
def mark(occurrence_id: int, ids: Iterable[int], *, state: str, by: User) -> int:
    """Set the state of the marked rows; return how many changed."""
    row = opened(occurrence_id, by=by)
    rows = _within(row, ids, by).exclude(state=state)
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
    """Write one row anew."""
    found = Participation.objects.get(pk=participation_id)
    row = opened(found.occurrence_id, by=by)
    access.require(by, Can.SEE_PARTICIPANTS, found.unit)
    if state == State.ATTENDED and found.state != state:
        found.attended_at = timezone.now()
    found.state, found.hours = state, hours
    found.certificate, found.certificate_on = certificate.strip(), certificate_on
    found.save()
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
        _within(row, None, by)
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
    rows = _within(row, ids, by)
    kept = [_kept(one) for one in rows]
    rows.delete()
    recount(row)
    journal.write("participants_removed", row, by=by, unit=row.unit, count=len(kept))
    return kept


@transaction.atomic
def bring_back(
    occurrence_id: int, kept: Sequence[dict[str, object]], *, by: User
) -> int:
    """Undo a removal: the rows are as they were."""
    row = opened(occurrence_id, by=by)
    _require_sight([Named(int(str(o["unit_id"])), None) for o in kept], by)
    known = _known(row)
    rows = [
        Participation(occurrence=row, added_by=by, **one)
        for one in kept
        if (one["person_id"], None if one["person_id"] else one["unit_id"]) not in known
    ]
    Participation.objects.bulk_create(rows, batch_size=BATCH)
    recount(row)
    journal.write("participants_returned", row, by=by, unit=row.unit, count=len(rows))
    return len(rows)


def settle(row: Occurrence, hours: Decimal | None = None) -> None:
    """Decide about those who were only named, when the event is marked as held.

    Where nobody was marked as present, everybody named was; otherwise the others
    were absent. Hours not yet written are those of the event. Called inside the
    transaction that marks the event.
    """
    named = row.participations.filter(state__in=[State.INVITED, State.REGISTERED])
    present = row.participations.filter(state=State.ATTENDED)
    if present.exists():
        named.update(state=State.ABSENT)
    else:
        named.update(state=State.ATTENDED, attended_at=timezone.now())
    present.filter(hours=None).update(hours=hours)


def recount(row: Occurrence) -> None:
    """Keep the number of participants equal to the rows.

    Before the event these are all who are named; after it, those who took part. A
    count written without any names stays.
    """
    rows = row.participations.exclude(state=State.ABSENT)
    if row.status in Occurrence.DONE:
        rows = row.participations.filter(state=State.ATTENDED)
    count = rows.count()
    if not count and not row.participations.exists() and row.status in Occurrence.DONE:
        return
    if count != row.participants:
        row.participants = count
        row.version += 1
        row.save(update_fields=["participants", "version", "updated_at"])


# Rows


def _within(
    row: Occurrence, ids: Iterable[int] | None, by: User
) -> ParticipationQuerySet:
    rows = row.participations.filter(access.scope(by, Can.SEE_PARTICIPANTS))
    return rows if ids is None else rows.filter(pk__in=list(ids))


def _require_sight(wanted: Sequence[Named], by: User) -> None:
    units = {one.unit for one in wanted}
    seen = access.scope(by, Can.SEE_PARTICIPANTS, path="path")
    if Unit.objects.filter(seen, pk__in=units).count() != len(units):
        raise PermissionDenied


def _known(row: Occurrence) -> set[tuple[int | None, int | None]]:
    rows = row.participations.values_list("person_id", "unit_id")
    return {(person, None if person else unit) for person, unit in rows}


def _key(one: Named) -> tuple[int | None, int | None]:
    return (one.person, None if one.person else one.unit)


def _once(rows: Iterable[Named]) -> list[Named]:
    """Drop second rows of the same person, who may work in two places."""
    found: dict[tuple[int | None, int | None], Named] = {}
    for one in rows:
        found.setdefault(_key(one), one)
    return list(found.values())


def _new(
    row: Occurrence, one: Named, state: str, source: str, by: User
) -> Participation:
    came = timezone.now() if state == State.ATTENDED else None
    return Participation(
        occurrence=row,
        person_id=one.person,
        unit_id=one.unit,
        state=state,
        source=source,
        hours=row.hours,
        added_by=by,
        attended_at=came,
    )


def _kept(one: Participation) -> dict[str, object]:
    return {
        "person_id": one.person_id,
        "unit_id": one.unit_id,
        "state": one.state,
        "source": one.source,
        "hours": None if one.hours is None else str(one.hours),
        "certificate": one.certificate,
        "certificate_on": one.certificate_on and one.certificate_on.isoformat(),
        "attended_at": one.attended_at and one.attended_at.isoformat(),
    }


def _invite(row: Occurrence, people: Sequence[int]) -> None:
    users = User.objects.filter(is_active=True, person__in=people)
    name, first, last = row.event.name, row.starts_on, row.due_on
    notices.notify(
        users,
        f"event_invited:{row.pk}",
        lambda: (
            _("You are invited: %(event)s, %(days)s")
            % {
                "event": name,
                "days": figures.period(first, last, get_language() or "ru"),
            }
        ),
        _address(row),
    )


def _address(row: Occurrence) -> str:
    try:
        return reverse("programs:occurrence", args=[row.pk])
    except NoReverseMatch:
        return ""
