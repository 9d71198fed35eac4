"""Who hears of a step of a nomination, and in which words."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import notices
from portal.models import Membership, User
from reserve import nomination_words, recipients
from reserve.models import Nomination

Status = Nomination.Status


def tell(nomination: Nomination, by: User) -> None:
    """Tell the candidate, who nominated them, and the authorities of the step."""
    key = f"reserve:nomination:{nomination.pk}:{nomination.status}"
    own = recipients.account(nomination.person)
    mine = reverse("reserve:mine")
    notices.notify(own.exclude(pk=by.pk), key, lambda: _said(nomination), mine)
    unit = nomination.vacancy.position.unit
    page = reverse("reserve:nomination", args=[nomination.pk])
    staff = recipients.authorities(unit).exclude(pk=by.pk).exclude(pk__in=own)
    notices.notify(staff, key, lambda: _said(nomination), page)


def remind(today: dt.date) -> int:
    """Remind once a step of the nominations whose deadline has passed."""
    late = Nomination.objects.running().filter(due_on__lt=today)
    found = late.select_related("vacancy__position__unit")
    count = 0
    for nomination in found.iterator(chunk_size=500):
        notices.notify(
            _responsible(nomination),
            f"reserve:nomination:{nomination.pk}:{nomination.status}:late",
            partial(_overdue, nomination),
            reverse("reserve:nomination", args=[nomination.pk]),
        )
        count += 1
    return count


def _responsible(nomination: Nomination) -> QuerySet[User]:
    """Return whose step it is: the order is the municipality's, the rest is not."""
    unit = nomination.vacancy.position.unit
    if nomination.status == Status.APPROVED:
        return recipients.authorities(unit)
    return recipients.working_at(unit, Membership.Role.MINISTRY)


def _said(nomination: Nomination) -> str:
    """Return the step in words, in the reader's language."""
    words = {
        Status.SUBMITTED: _("A candidate is nominated: %(post)s."),
        Status.REFUSED: _("The candidate is refused: %(post)s."),
        Status.APPROVED: _("The candidate is approved: %(post)s."),
        Status.APPOINTED: _("The candidate is appointed: %(post)s."),
    }
    other = _("The nomination is now in the state «%(state)s»: %(post)s.")
    return words.get(Status(nomination.status), other) % _places(nomination)


def _overdue(nomination: Nomination) -> str:
    words = _("The step is overdue since %(day)s: %(state)s, %(post)s.")
    day = nomination.due_on.strftime("%d.%m.%Y")
    return words % {**_places(nomination), "day": day}


def _places(nomination: Nomination) -> dict[str, str]:
    return {
        "post": str(nomination.vacancy.position),
        "state": str(nomination_words.STATES[nomination.status]),
    }
