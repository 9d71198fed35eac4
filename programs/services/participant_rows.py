"""Rows of a list of participants: who they are told by, what is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Unit, User
from programs.models import Occurrence, Participation
from programs.models.tracking import ParticipationQuerySet

State = Participation.State
Key = tuple[int | None, int | None]  # a person, or a unit as a whole


@dataclass(frozen=True)
class Named:
    """A person where they work, or a unit as a whole when there is no person."""

    unit: int
    person: int | None = None


def in_sight(
    row: Occurrence, ids: Iterable[int] | None, by: User
) -> ParticipationQuerySet:
    """Return the named rows of the occurrence, or all, as far as the user sees them."""
    rows = row.participations.filter(access.scope(by, Can.SEE_PARTICIPANTS))
    return rows if ids is None else rows.filter(pk__in=list(ids))


def require_sight(wanted: Sequence[Named], by: User) -> None:
    """Raise PermissionDenied for units out of the user's sight."""
    units = {one.unit for one in wanted}
    seen = access.scope(by, Can.SEE_PARTICIPANTS, path="path")
    if Unit.objects.filter(seen, pk__in=units).count() != len(units):
        raise PermissionDenied


def known(row: Occurrence) -> set[Key]:
    """Return the keys of those who are on the list already."""
    rows = row.participations.values_list("person_id", "unit_id")
    return {(person, None if person else unit) for person, unit in rows}


def key(one: Named) -> Key:
    """Return what a row is told by: the person, else the unit."""
    return (one.person, None if one.person else one.unit)


def once(rows: Iterable[Named]) -> list[Named]:
    """Drop second rows of the same person, who may work in two places."""
    found: dict[Key, Named] = {}
    for one in rows:
        found.setdefault(key(one), one)
    return list(found.values())


def new_row(
    row: Occurrence, one: Named, state: str, source: str, by: User
) -> Participation:
    """Return a row that is not kept yet."""
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


def kept_of(one: Participation) -> dict[str, object]:
    """Return the row as plain values, from which it can be made again."""
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
