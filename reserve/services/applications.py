"""A candidate's own steps: draft, send, take back, withdraw."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import journal, notices
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import states
from reserve.models import Application, Competition
from reserve.services import application_content, consents

Status = Application.Status
OWN_FIELDS = frozenset(
    {
        "unit",
        "job_title",
        "education",
        "education_note",
        "years_in_education",
        "years_in_management",
        "category",
        "motivation",
        "project",
    }
)


@transaction.atomic
def start(competition_id: int, *, unit: Unit, by: User, **fields: Any) -> Application:
    """Begin a draft of one's own.

    Raises PermissionDenied for a user without a person, Refused out of the window,
    for a unit of another region and for a second application.
    """
    if by.person is None:
        raise PermissionDenied
    competition = locked_competition(competition_id)
    require_taking(competition)
    made = create(competition, by.person, unit, **_own(fields))
    journal.write("reserve_application_drafted", made, by=by, unit=competition.unit)
    return made


@transaction.atomic
def save(application_id: int, *, by: User, **fields: Any) -> Application:
    """Keep a step of one's own draft.

    Raises PermissionDenied for another's, Refused for one that is no draft.
    """
    application = _own_locked(application_id, by)
    if application.status != Status.DRAFT:
        raise Refused(_("An application that was sent no longer changes."))
    values = _own(fields)
    _require_region(application.competition, values.get("unit", application.unit))
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=[*values, "updated_at"])
    return application


@transaction.atomic
def agree(application_id: int, *, by: User) -> Application:
    """Record the candidate's consent to the competition's text.

    Raises PermissionDenied for another's application.
    """
    application = _own_locked(application_id, by)
    consents.give(application.person, application.competition.consent_text, by=by)
    return application


@transaction.atomic
def submit(application_id: int, *, by: User) -> Application:
    """Send one's application.

    Raises PermissionDenied for another's; Refused out of the window, for a second
    sending, and with everything that is missing.
    """
    application = _own_locked(application_id, by)
    _step(application, Status.SUBMITTED, by)
    require_taking(application.competition)
    missing = application_content.lacking(application)
    if missing:
        raise Refused(" ".join(lack.text for lack in missing))
    application.status, application.submitted_at = Status.SUBMITTED, timezone.now()
    application.save(update_fields=["status", "submitted_at", "updated_at"])
    note("reserve_application_sent", application, by)
    words = {"number": application.number, "name": application.competition.name}
    _tell_sent(application, words)
    return application


@transaction.atomic
def take_back(application_id: int, *, by: User) -> Application:
    """Make one's sent application a draft again, while the window is open.

    Raises PermissionDenied for another's, Refused once it is checked or closed.
    """
    application = _own_locked(application_id, by)
    _step(application, Status.DRAFT, by)
    require_taking(application.competition)
    application.status, application.submitted_at = Status.DRAFT, None
    application.save(update_fields=["status", "submitted_at", "updated_at"])
    note("reserve_application_taken_back", application, by)
    return application


@transaction.atomic
def withdraw(application_id: int, *, by: User) -> Application:
    """Leave the competition for good.

    Raises PermissionDenied for another's, Refused once it is decided.
    """
    application = _own_locked(application_id, by)
    _step(application, Status.WITHDRAWN, by)
    application.status = Status.WITHDRAWN
    application.save(update_fields=["status", "updated_at"])
    note("reserve_application_withdrawn", application, by)
    return application


def create(
    competition: Competition, person: Person, unit: Unit, **fields: Any
) -> Application:
    """Create the draft with the next number; the caller holds the competition.

    Raises Refused for a unit of another region and for a second application.
    """
    _require_region(competition, unit)
    rows = Application.objects.filter(competition=competition)
    if rows.filter(person=person).exists():
        raise Refused(_("This person has an application to the competition."))
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return Application.objects.create(
        competition=competition, person=person, unit=unit, number=last + 1, **fields
    )


def locked_competition(pk: int) -> Competition:
    """Return the competition, held until the transaction ends."""
    rows = Competition.objects.locked().select_related("unit", "consent_text__owner")
    return rows.get(pk=pk)


def locked(application_id: int) -> Application:
    """Return the application, its competition held first, then itself."""
    competition = Application.objects.values_list("competition").get(pk=application_id)
    held = locked_competition(competition[0])
    application = (
        Application.objects.locked()
        .select_related("unit", "person")
        .get(pk=application_id)
    )
    application.competition = held
    return application


def require_taking(competition: Competition) -> None:
    """Raise Refused unless the competition takes applications today."""
    today = timezone.localdate()
    if competition.is_taking(today):
        return
    if competition.status == Competition.Status.ANNOUNCED:
        if today < competition.opens_on:
            raise Refused(_("Applications are not taken yet."))
        raise Refused(_("The days for applications are over."))
    raise Refused(_("The competition takes no applications."))


def note(action: str, application: Application, by: User, reason: str = "") -> None:
    """Put a step on record, where the competition is held."""
    unit = application.competition.unit
    journal.write(action, application, by=by, unit=unit, reason=reason)


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    foreign = fields.keys() - OWN_FIELDS
    if foreign:
        raise ValueError(sorted(foreign))
    return fields


def _own_locked(pk: int, by: User) -> Application:
    application = locked(pk)
    if by.person_id is None or application.person_id != by.person_id:
        raise PermissionDenied
    return application


def _step(application: Application, target: str, by: User) -> None:
    states.step(
        states.APPLICATION,
        application.status,
        target,
        unit=application.competition.unit,
        by=by,
        is_own=True,
    )


def _require_region(competition: Competition, unit: Unit) -> None:
    if unit.ancestor_ids[0] != competition.unit.ancestor_ids[0]:
        raise Refused(_("The place of work lies in another region."))


def _tell_sent(application: Application, words: dict[str, object]) -> None:
    moment = application.submitted_at
    notices.notify(
        User.objects.filter(person=application.person_id),
        f"application:{application.pk}:sent:{moment:%Y%m%d%H%M%S}",
        lambda: _("Your application № %(number)s is sent: %(name)s.") % words,
        reverse("reserve:apply", args=[application.competition_id]),
    )
