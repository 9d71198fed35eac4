"""Who leads which organization: appointments begin and end here."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, Person, Position, Unit, User


@transaction.atomic
def appoint_head(
    unit_id: int, person: Person, *, starts_on: dt.date, order_number: str, by: User
) -> Appointment:
    """Appoint the head from the day; whoever holds the post leaves it that day.

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
    _end_former(position, starts_on)
    made = _appoint(person, position, starts_on, order_number)
    journal.write("head_appointed", made, by=by, unit=unit, person=person.pk)
    return made


def _end_former(position: Position, day: dt.date) -> None:
    former = position.appointments.select_for_update().filter(ends_on=None).first()
    if former is None:
        return
    if former.starts_on >= day:
        raise Refused(
            _("The present head was appointed on %(day)s: choose a later day.")
            % {"day": former.starts_on.strftime("%d.%m.%Y")}
        )
    former.ends_on = day
    former.save(update_fields=["ends_on"])


def _appoint(
    person: Person, position: Position, day: dt.date, order: str
) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                person=person, position=position, starts_on=day, order_number=order
            )
    except IntegrityError as error:
        raise Refused(
            _("This person already holds a post on that day, or the post is taken.")
        ) from error
