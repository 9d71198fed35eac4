"""Vacancies: a post is declared free, or the declaration is taken back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, Position, Unit, User
from reserve import recipients
from reserve.models import Nomination, Vacancy
from reserve.services import nominations


def post_of(unit: Unit, kind: str) -> Position:
    """Return the unit's post of the kind, one that nobody holds where there are more.

    It is not yet saved where the unit has none.
    """
    held = Appointment.objects.on(timezone.localdate()).filter(position=OuterRef("pk"))
    rows = Position.objects.filter(unit=unit, kind=kind)
    found = rows.order_by(Exists(held), "pk").first()
    return found or Position(unit=unit, kind=kind, title=TITLES[kind])


@transaction.atomic
def declare(
    position: Position,
    *,
    free_on: dt.date,
    reason: str,
    by: User,
    requirements: str = "",
) -> Vacancy:
    """Declare the post free now, or from a day ahead.

    Raises PermissionDenied without the right, Refused where one is open already.
    """
    access.require(by, Can.RUN_RESERVE, position.unit)
    if position.unit.kind != Unit.Kind.ORGANIZATION:
        raise Refused(_("Vacancies are posts of organizations."))
    if position.pk is None:
        position.save()
    is_ahead = free_on > timezone.localdate()
    made = Vacancy(
        position=position,
        kind=Vacancy.Kind.FORECAST if is_ahead else Vacancy.Kind.NOW,
        free_on=free_on,
        reason=reason,
        requirements=requirements,
        opened_by=by,
    )
    _save(made)
    journal.write("reserve_vacancy_declared", made, by=by, unit=position.unit)
    _tell(made, by)
    return made


@transaction.atomic
def cancel(vacancy_id: int, *, reason: str, by: User) -> Vacancy:
    """Take the declaration back; running nominations are withdrawn for the reason.

    Raises PermissionDenied without the right, Refused unless it is open.
    """
    vacancy = _locked(vacancy_id)
    unit = vacancy.position.unit
    access.require(by, Can.RUN_RESERVE, unit)
    if vacancy.status != Vacancy.Status.OPEN:
        raise Refused(_("This vacancy is no longer open."))
    if not reason.strip():
        raise Refused(_("Say why the vacancy is cancelled."))
    vacancy.status, vacancy.closed_reason = Vacancy.Status.CANCELLED, reason.strip()
    vacancy.save(update_fields=["status", "closed_reason"])
    running = Nomination.objects.filter(vacancy=vacancy)
    nominations.withdraw_all(running, reason=reason.strip(), by=by)
    journal.write(
        "reserve_vacancy_cancelled", vacancy, by=by, unit=unit, reason=reason.strip()
    )
    return vacancy


def turn_due(today: dt.date) -> int:
    """Make forecast vacancies whose day has come vacancies of now; return how many."""
    forecast = Vacancy.objects.open().filter(kind=Vacancy.Kind.FORECAST)
    return forecast.filter(free_on__lte=today).update(kind=Vacancy.Kind.NOW)


TITLES: dict[str, str] = {
    Position.Kind.HEAD: "Директор",
    Position.Kind.DEPUTY: "Заместитель директора",
}


def _locked(vacancy_id: int) -> Vacancy:
    rows = Vacancy.objects.locked().select_related("position__unit")
    return rows.get(pk=vacancy_id)


def _save(vacancy: Vacancy) -> None:
    try:
        with transaction.atomic():
            vacancy.save()
    except IntegrityError as error:
        raise Refused(_("A vacancy of this post is open already.")) from error


def _tell(vacancy: Vacancy, by: User) -> None:
    unit = vacancy.position.unit
    notices.notify(
        recipients.authorities(unit).exclude(pk=by.pk),
        f"reserve:vacancy:{vacancy.pk}",
        lambda: _("A vacancy is declared: %(post)s.") % {"post": vacancy.position},
        reverse("reserve:vacancy", args=[vacancy.pk]),
    )
