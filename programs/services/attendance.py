"""Secret addresses of an occurrence: to register, and to say on the day "I am here"."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import journal
from portal.errors import Refused
from portal.models import Appointment, Unit, User
from programs.models import Occurrence, Participation
from programs.models.tracking import new_token
from programs.services import invitations, occurrence_rows, participation
from reserve.models import Member

State = Participation.State
Status = Occurrence.Status


@transaction.atomic
def open_registration(occurrence_id: int, *, until: dt.date, by: User) -> Occurrence:
    """Make a secret address for registration, or set another last day of it."""
    row = participation.opened(occurrence_id, by=by)
    if row.status != Status.PLANNED:
        raise Refused(_("Registration is for events that are still to be held."))
    if not timezone.localdate() <= until <= row.due_on:
        raise Refused(_("Registration ends between today and the event's last day."))
    row.registration_token = row.registration_token or new_token()
    row.registration_until = until
    row.save(update_fields=["registration_token", "registration_until", "updated_at"])
    journal.write("registration_opened", row, by=by, unit=row.unit)
    return row


@transaction.atomic
def close_registration(occurrence_id: int, *, by: User) -> Occurrence:
    """Withdraw the address: it is no page any more."""
    row = participation.opened(occurrence_id, by=by)
    row.registration_token = row.registration_until = None
    row.save(update_fields=["registration_token", "registration_until", "updated_at"])
    journal.write("registration_closed", row, by=by, unit=row.unit)
    return row


@transaction.atomic
def open_attendance(occurrence_id: int, *, by: User) -> Occurrence:
    """Make the secret address that those present scan; a second one replaces it."""
    row = participation.opened(occurrence_id, by=by)
    row.attendance_token = new_token()
    row.save(update_fields=["attendance_token", "updated_at"])
    journal.write("attendance_opened", row, by=by, unit=row.unit)
    return row


@transaction.atomic
def close_attendance(occurrence_id: int, *, by: User) -> Occurrence:
    """Withdraw the address."""
    row = participation.opened(occurrence_id, by=by)
    row.attendance_token = None
    row.save(update_fields=["attendance_token", "updated_at"])
    journal.write("attendance_closed", row, by=by, unit=row.unit)
    return row


@transaction.atomic
def register(token: str, *, by: User) -> Participation:
    """Put the user's own person on the list of the occurrence.

    Raises Refused when registration is over or the account belongs to no person.
    """
    row = _locked(registration_token=token)
    if row.status != Status.PLANNED or not registers(row):
        raise Refused(_("Registration is over."))
    return _put(row, by, State.REGISTERED, Participation.Source.REGISTRATION)


@transaction.atomic
def attend(token: str, *, by: User) -> Participation:
    """Mark the user's own person as present, on the days of the occurrence only."""
    row = _locked(attendance_token=token)
    if not row.starts_on <= timezone.localdate() <= row.due_on:
        raise Refused(_("Presence is marked on the day of the event only."))
    return _put(row, by, State.ATTENDED, Participation.Source.QR)


@transaction.atomic
def withdraw(token: str, *, by: User) -> None:
    """Take one's own registration back."""
    row = _locked(registration_token=token)
    own = row.participations.filter(person=by.person_id or 0, state=State.REGISTERED)
    if not own.delete()[0]:
        raise Refused(_("You are not registered."))
    participation.recount(row)
    journal.write("registration_withdrawn", row, by=by, unit=row.unit)


@transaction.atomic
def answer(occurrence_id: int, *, comes: bool, by: User) -> Participation:
    """Write whether the one who is on the list will come; who declines counts no more.

    Whoever invited hears of a refusal. Raises Refused for who is not on the list, and
    once the event is over.
    """
    row = _locked(pk=occurrence_id)
    people = row.participations.select_related("unit", "added_by")
    own = people.filter(person=by.person_id or 0).first()
    if own is None:
        raise Refused(_("You are not on the list of this event."))
    if not answers(row, own):
        raise Refused(_("The event is over: its organizers mark who took part."))
    was, own.state = own.state, State.REGISTERED if comes else State.ABSENT
    own.save(update_fields=["state"])
    participation.recount(row)
    deed = "participant_registered" if comes else "participant_declined"
    entry = journal.write(deed, row, by=by, unit=own.unit)
    if was != own.state and State.ABSENT in (was, own.state):
        invitations.answered(row, own, entry.pk)
    return own


def answers(row: Occurrence, own: Participation) -> bool:
    """Tell whether one on the list may still say if they come."""
    is_ahead = row.status == Status.PLANNED and row.due_on >= timezone.localdate()
    return is_ahead and own.state != State.ATTENDED and participation.is_open(row)


def registers(row: Occurrence) -> bool:
    """Tell whether the registration is open today."""
    until = row.registration_until
    return bool(row.registration_token and until and timezone.localdate() <= until)


def unit_of(user: User) -> Unit | None:
    """Return where the user's person works: by a post, the reserve, else by a role."""
    posts = Appointment.objects.on(timezone.localdate()).filter(person=user.person_id)
    post = posts.order_by("is_part_time", "pk").select_related("position__unit").first()
    if post:
        return post.position.unit
    member = Member.objects.active().filter(person=user.person_id)
    found = member.select_related("unit").first()
    if found:
        return found.unit
    paths = sorted(path for _role, path in user.held_roles)
    return Unit.objects.filter(path=paths[0]).first() if paths else None


def _locked(**chosen: object) -> Occurrence:
    found = Occurrence.objects.locked().filter(**chosen).first()
    if found is None:  # withdrawn after the page was opened
        raise Refused(_("Registration is over."))
    row = occurrence_rows.locked(found.pk)
    participation.require_open(row)
    return row


def _put(row: Occurrence, by: User, state: str, source: str) -> Participation:
    unit = unit_of(by) if by.person_id else None
    if by.person_id is None or unit is None:
        raise Refused(
            _("Your account belongs to nobody whom the portal knows as a participant.")
        )
    own, is_new = Participation.objects.get_or_create(
        occurrence=row,
        person_id=by.person_id,
        defaults={
            "unit": unit,
            "state": state,
            "source": source,
            "hours": row.hours,
            "added_by": by,
            "attended_at": timezone.now() if state == State.ATTENDED else None,
        },
    )
    if not is_new and _is_step(own.state, state):
        own.state = state
        own.attended_at = timezone.now() if state == State.ATTENDED else None
        own.save(update_fields=["state", "attended_at"])
    participation.recount(row)
    journal.write(f"participant_{state}", row, by=by, unit=own.unit)
    return own


def _is_step(now: str, then: str) -> bool:
    return then == State.ATTENDED or now in (State.INVITED, State.ABSENT)
