"""Files of a nomination: the candidate's documents."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import access, journal
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User
from reserve.models import Nomination

KINDS = {
    "application": _("Application with the consent"),
    "questionnaire": _("Questionnaire"),
    "education": _("Education and training"),
    "record": _("Employment record"),
    "conviction": _("Certificate of no conviction"),
    "program": _("Main points of the development program"),
    "recommendation": _("Recommendation"),
    "other": _("Another document"),
}
REQUIRED = ("application", "education", "record", "conviction", "program")


def _rows(user: User) -> QuerySet[Nomination]:
    return Nomination.objects.visible_to(user)


def _may_change(user: User, nomination: Nomination) -> bool:
    return access.may(user, Can.NOMINATE, _unit(nomination))


def _is_open(nomination: Nomination) -> bool:
    return nomination.status in Nomination.RUNNING


def _unit(nomination: Nomination) -> Unit:
    return nomination.vacancy.position.unit


def _url(nomination: Nomination) -> str:
    return reverse("reserve:nomination", args=[nomination.pk])


def _opened(user: User, nomination: Nomination) -> None:
    if user.person_id is None or nomination.person_id != user.person_id:
        unit = _unit(nomination)
        journal.write("reserve_file_opened", nomination, by=user, unit=unit)


OWNER = Owner(
    rows=_rows,
    may_change=_may_change,
    is_open=_is_open,
    unit=_unit,
    url=_url,
    kinds=KINDS,
    opened=_opened,
)
