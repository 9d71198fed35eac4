"""Files that prove a practice: who sees, attaches and removes them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from portal import access
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User
from programs.models import Practice

CHANGEABLE = (Practice.Status.DRAFT, Practice.Status.RETURNED)


def _rows(user: User) -> QuerySet[Practice]:
    """Those who write or review it; readers of the bank see no files."""
    own = access.scope(user, Can.PROPOSE_PRACTICES)
    review = access.scope(user, Can.REVIEW_PRACTICES)
    return Practice.objects.select_related("unit").filter(own | review)


def _may_change(user: User, practice: Practice) -> bool:
    return access.may(user, Can.PROPOSE_PRACTICES, practice.unit)


def _is_open(practice: Practice) -> bool:
    return practice.status in CHANGEABLE


def _unit(practice: Practice) -> Unit:
    return practice.unit


def _url(practice: Practice) -> str:
    return reverse("programs:practice", args=[practice.pk])


OWNER = Owner(
    rows=_rows, may_change=_may_change, is_open=_is_open, unit=_unit, url=_url
)
