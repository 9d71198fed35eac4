"""Who holds which post: appointments begin and end here, whichever the door."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, Membership, Person, Position, Unit, User


@transaction.atomic
def appoint_head(
    unit_id: int, person: Person, *, starts_on: dt.date, order_number: str, by: User
) -> Appointment:
    """Put the head on record, as the administrator who keeps the lists of people.

    Raises PermissionDenied without the right, Refused where dates collide.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    access.require(by, Can.ADMINISTER, unit)
    if unit.kind != Unit.Kind.ORGANIZATION:
        raise Refused(_("Heads are appointed to organizations only."))
    if person.pk is None:
        person.save()
    position, _is_new = Position.objects.get_or_create(
        unit=unit, kind=Position.Kind.HEAD, defaults={"title": "Директор"}
    )
    return _hand_over(position, person, starts_on, order_number, by)


@transaction.atomic
def appoint(
    position_id: int, person: Person, *, starts_on: dt.date, order_number: str, by: User
) -> Appointment:
    """Appoint to the post by an order, as whoever appoints heads and deputies.

    Raises PermissionDenied without the right, Refused where dates collide.
    """
    position = Position.objects.get(pk=position_id)
    unit = Unit.objects.select_for_update().get(pk=position.unit_id)
    access.require(by, Can.APPOINT, unit)
    position.unit = unit
    return _hand_over(position, person, starts_on, order_number, by)


def _hand_over(
    position: Position, person: Person, day: dt.date, order: str, by: User
) -> Appointment:
    """Let the post change hands on the day; the unit's row is locked by the caller.

    Whoever holds it leaves it that day, and so does the person their full-time post.
    """
    # in the order of ids, so that two who change places do not wait for each other
    held = list(
        Appointment.objects.select_for_update()
        .filter(Q(position=position) | Q(person=person, is_part_time=False))
        .filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .order_by("pk")
    )
    for former in held:
        _end(former, position, person, day)
    made = _begin(person, position, day, order)
    journal.write("head_appointed", made, by=by, unit=position.unit, person=person.pk)
    if position.kind == Position.Kind.HEAD:
        _give_role(person, position.unit, by)
    return made


def _end(former: Appointment, position: Position, person: Person, day: dt.date) -> None:
    is_here = former.position_id == position.pk
    if is_here and former.person_id == person.pk and former.starts_on <= day:
        raise Refused(_("This person holds the post already."))
    if former.starts_on >= day:
        words = (
            _("The present head was appointed on %(day)s: choose a later day.")
            if is_here
            else _("This person takes another post on %(day)s: choose a later day.")
        )
        raise Refused(words % {"day": former.starts_on.strftime("%d.%m.%Y")})
    former.ends_on = day
    former.save(update_fields=["ends_on"])


def _begin(person: Person, position: Position, day: dt.date, order: str) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                person=person, position=position, starts_on=day, order_number=order
            )
    except IntegrityError as error:
        raise Refused(
            _("This person already holds a post on that day, or the post is taken.")
        ) from error


def _give_role(person: Person, unit: Unit, by: User) -> None:
    """Let the head's account work for the unit while they lead it.

    The former head's role needs no taking away: it lasts as long as the appointment.
    """
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    role = Membership.Role.HEAD
    held, is_new = Membership.objects.get_or_create(user=user, unit=unit, role=role)
    if is_new:
        journal.write("role_granted", held, by=by, unit=unit, role=role, user=user.pk)
