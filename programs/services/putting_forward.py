"""A municipality's own people on the list of a date that the unit above it holds.

The holder invites, marks who came and sees all; a municipality names its own until the
date is marked as held, and takes off those of its own whose presence nobody has marked.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Occurrence, Participation
from programs.services import occurrence_rows, participation
from programs.services.participant_rows import Named
from programs.services.participation import Added

State = Participation.State
NAMED = (State.INVITED, State.REGISTERED)


def may(user: User, unit: Unit) -> bool:
    """Tell whether the user works below the unit that holds a date, not in it."""
    if access.may(user, Can.TRACK_EVENTS, unit):
        return False
    below = access.branches(user, Can.TRACK_EVENTS)
    return any(path.startswith(unit.path) for path in below)


def is_open(row: Occurrence) -> bool:
    """Tell whether municipalities may still name people."""
    is_planned = row.status == Occurrence.Status.PLANNED
    return is_planned and participation.is_open(row)


def is_changeable(one: Participation) -> bool:
    """Tell whether a row only names somebody: presence is its holder's to mark."""
    return one.state in NAMED


@transaction.atomic
def add(occurrence_id: int, named: Iterable[Named], *, source: str, by: User) -> Added:
    """Put people and organizations of the own branch on the list, each once.

    Raises PermissionDenied for who works elsewhere and for people out of sight;
    Refused once the date is marked as held or cancelled.
    """
    row = _opened(occurrence_id, by)
    added = participation.enter(row, named, state=State.INVITED, source=source, by=by)
    _record("participants_put_forward", row, by, count=added.added, how=source)
    return added


@transaction.atomic
def take_off(participation_id: int, *, by: User) -> Occurrence:
    """Take one of the own branch off the list; return the date.

    Raises what `add` raises, and Refused for one whose answer or presence is marked.
    """
    of = Participation.objects.filter(pk=participation_id)
    place = of.values_list("occurrence", flat=True).first()
    row = _opened(place, by) if place else None
    found = of.select_related("unit").first()
    if row is None or found is None:
        raise Refused(_("Meanwhile this participant was taken out of the list."))
    access.require(by, Can.SEE_PARTICIPANTS, found.unit)
    if not is_changeable(found):
        raise Refused(_("Who came and who did not is marked by the organizers."))
    found.delete()
    participation.recount(row)
    _record("participant_taken_off", row, by, state=found.state)
    return row


def _opened(occurrence_id: int, by: User) -> Occurrence:
    row = occurrence_rows.locked(occurrence_id)
    if not may(by, row.unit):
        raise PermissionDenied
    participation.require_open(row)
    if not is_open(row):
        raise Refused(_("The event is marked as held: its organizers keep the list."))
    return row


def _record(step: str, row: Occurrence, by: User, **details: object) -> None:
    """Put the step on record in the unit of the one who took it."""
    unit = access.home_unit(by)
    journal.write(step, row, by=by, unit=unit, reason="", event=row.event_id, **details)
