"""What authors and reviewers of a practice are told: each step, and its last month."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, notices
from portal.access import Can
from portal.models import User
from portal.notices import Notice
from programs.models import Practice
from programs.services import unsent


def submitted(practice: Practice) -> None:
    """Tell those who review it."""
    notices.notify(
        _reviewers(practice),
        f"practice:{practice.pk}:submitted:{practice.submitted_at}",
        lambda: _("A practice waits for your review."),
        _url(practice),
    )


def tell_authors(practice: Practice, text: notices.Text) -> None:
    """Tell those who write it what became of it."""
    moment = timezone.now().isoformat(timespec="seconds")
    notices.notify(
        _authors(practice),
        f"practice:{practice.pk}:{practice.status}:{moment}",
        text,
        _url(practice),
    )


def remind(today: dt.date, days: int = 30) -> int:
    """Tell authors and reviewers of practices that leave the bank within the days.

    Return of how many somebody was told.
    """
    until = today + dt.timedelta(days=days)
    rows = Practice.objects.published(today).filter(expires_on__lte=until)
    told = unsent.send(
        Notice(user, f"practice:{row.pk}:expires:{row.expires_on}", _leaves, _url(row))
        for row in rows.select_related("unit")
        for user in (*_authors(row), *_reviewers(row))
    )
    return len({notice.key for notice in told})


def _leaves() -> str:
    return _("A practice leaves the bank soon: confirm that it still helps.")


def _authors(practice: Practice) -> QuerySet[User]:
    return access.holders(Can.PROPOSE_PRACTICES, [practice.unit_id])


def _reviewers(practice: Practice) -> QuerySet[User]:
    return access.holders(Can.REVIEW_PRACTICES, practice.unit.ancestor_ids)


def _url(practice: Practice) -> str:
    return reverse("programs:practice", args=[practice.pk])
