"""The invitation of a candidate: sent once more, though not more often than daily."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, User
from reserve import invitations
from reserve.models import Application
from reserve.services.applications import require_taking

PAUSE = dt.timedelta(days=1)  # between two letters to one person, whoever asks


@transaction.atomic
def send_again(application_id: int, *, by: User) -> Application:
    """Send the letter with the link to a nominated candidate once more.

    Raises PermissionDenied for anybody but who nominated them; Refused out of the
    window, once the candidate has an account in use, and within a day of the last.
    """
    rows = Application.objects.locked().select_related("competition", "unit")
    application = rows.get(pk=application_id)
    if application.nominated_by_id != by.pk:
        raise PermissionDenied
    access.require(by, Can.NOMINATE, application.unit)
    require_taking(application.competition)
    Person.objects.select_for_update().get(pk=application.person_id)
    user = _invited(application)
    _refuse_often(application)
    application.invited_at = timezone.now()
    application.save(update_fields=["invited_at"])
    journal.write(
        "reserve_candidate_invited",
        application,
        by=by,
        unit=application.unit,
        competition=application.competition_id,
    )
    transaction.on_commit(partial(invitations.invite, user), robust=True)
    return application


def _invited(application: Application) -> User:
    """Return the account that waits for its owner."""
    rows = User.objects.filter(person=application.person_id, is_active=True)
    user = rows.first()
    is_draft = application.status == Application.Status.DRAFT
    if user is None or not is_draft or not invitations.waits(user):
        raise Refused(_("The candidate has an account already: sign-in is enough."))
    return user


def _refuse_often(application: Application) -> None:
    rows = Application.objects.filter(person=application.person_id)
    last = rows.aggregate(last=Max("invited_at"))["last"]
    if last and timezone.now() - last < PAUSE:
        raise Refused(_("An invitation was sent within the last day: wait for it."))
