"""Consents: given on the portal or on paper, withdrawn at any time."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.data_language import as_data
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import recipients
from reserve.models import (
    Application,
    Consent,
    ConsentText,
    Member,
    Nomination,
)
from reserve.services import endings, members, told

PROCESSING = ConsentText.Purpose.PROCESSING


@transaction.atomic
def give(
    person: Person,
    text: ConsentText,
    *,
    by: User,
    form: str = Consent.Form.PORTAL,
    given_at: dt.datetime | None = None,
) -> Consent:
    """Record a person's yes to a text; one that is in force is given back.

    Raises PermissionDenied where it is not the person's own (on the portal) and
    without the right to work with the reserve (on paper); Refused for a day ahead,
    and for a paper older than what the person has withdrawn since.
    """
    _require_giver(person, text, by=by, form=form)
    now = timezone.now()
    if given_at is not None and given_at > now:
        raise Refused(_("The day of the consent is ahead."))
    Person.objects.select_for_update().get(pk=person.pk)
    _refuse_outlived(person, text, given_at or now)
    consent, is_new = Consent.objects.get_or_create(
        person=person,
        text=text,
        withdrawn_at=None,
        defaults={"form": form, "given_at": given_at or now, "recorded_by": by},
    )
    if is_new:
        journal.write(
            "reserve_consent_given",
            consent,
            by=by,
            unit=text.owner,
            version=text.version,
            form=str(form),
        )
    return consent


@transaction.atomic
def withdraw(person: Person, *, by: User, purpose: str = PROCESSING) -> int:
    """Withdraw a person's consents to the purpose; return how many were in force.

    Without a consent to processing the file is hidden at once, applications not
    yet decided and running nominations are withdrawn, and the staff is told.
    Raises PermissionDenied for somebody else without the right, Refused where no
    consent is in force.
    """
    if not may_withdraw(person, by):
        raise PermissionDenied
    rows = Consent.objects.in_force(purpose).filter(person=person)
    consents = list(rows.select_for_update(of=("self",)).select_related("text__owner"))
    if not consents:
        raise Refused(_("There is no consent to withdraw."))
    for consent in consents:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        journal.write(
            "reserve_consent_withdrawn",
            consent,
            by=by,
            unit=consent.text.owner,
            purpose=str(purpose),
        )
    if purpose == PROCESSING:
        _end_work(person, by)
    return len(consents)


def may_withdraw(person: Person, user: User) -> bool:
    """Return whether the user may record the person's withdrawal, or is the person."""
    if user.person_id == person.pk:
        return True
    return any(access.may(user, Can.RUN_RESERVE, unit) for unit in places(person))


def places(person: Person) -> list[Unit]:
    """Return the units where the person's reserve rows lie."""
    ids = {
        *Member.objects.filter(person=person).values_list("unit", flat=True),
        *Application.objects.filter(person=person).values_list("unit", flat=True),
    }
    return list(Unit.objects.filter(pk__in=ids))


def _require_giver(person: Person, text: ConsentText, *, by: User, form: str) -> None:
    if by.is_superuser or by.person_id == person.pk:
        return
    branches = access.branches(by, Can.RUN_RESERVE)
    is_staff = any(branch.startswith(text.owner.path) for branch in branches)
    if form == Consent.Form.PORTAL or not is_staff:
        raise PermissionDenied


def _refuse_outlived(person: Person, text: ConsentText, given_at: dt.datetime) -> None:
    """Let no older paper open a file that the person has closed since."""
    later = Consent.objects.filter(
        person=person, text__purpose=text.purpose, withdrawn_at__gte=given_at
    )
    if later.exists():
        raise Refused(_("The consent was withdrawn after this day: take a new one."))


def _end_work(person: Person, by: User) -> None:
    with as_data():
        reason = _("The consent to process personal data is withdrawn.")
    nominations = Nomination.objects.filter(person=person)
    endings.withdraw_nominations(nominations, by=by, reason=reason)
    endings.withdraw_applications(Application.objects.filter(person=person), by=by)
    told.forget(person)
    _tell(person)
    members.end_without_consent(person, by=by)


def _tell(person: Person) -> None:
    """Tell the staff of the places, without a name: the file is closed to them."""
    rows = Member.objects.filter(person=person).active().select_related("unit")
    for member in rows:
        notices.notify(
            recipients.working_at(member.unit, access.Role.MUNICIPAL),
            f"reserve:consent:{member.pk}:{timezone.now():%Y%m%d%H%M%S}",
            lambda: _(
                "A member of the reserve has withdrawn the consent: the file is closed."
            ),
            reverse("reserve:members"),
        )
