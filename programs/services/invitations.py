"""What is told of a date's list: an invitation, and that somebody will not come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Count
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import access, figures, notices
from portal.access import Can
from portal.models import Notification, User
from portal.notices import Notice
from programs.models import Occurrence, Participation
from programs.services import recipients

State = Participation.State
LONGEST_NAME = 180  # letters of an event's name that a notice has room for


def invite(row: Occurrence, people: Sequence[int]) -> None:
    """Tell those who are named, once for a date."""
    notices.notify(
        User.objects.filter(is_active=True, person__in=people),
        f"event_invited:{row.pk}",
        lambda: (
            _("You are invited: %(event)s, %(days)s")
            % {"event": _name(row), "days": _days(row)}
        ),
        reverse("programs:occurrence", args=[row.pk]),
    )


def answered(row: Occurrence, own: Participation, answer: int) -> None:
    """Tell who invited the person, and who holds the date, how many will not come.

    `answer` is the id of the answer in the journal. The notices of a date are
    collected: while one is unread, the next answer takes its place.
    """
    users = _inviters(row, own)
    unread = _unread(row, users)
    if own.state != State.ABSENT:
        users = [user for user in users if user.pk in unread]
    _replace(row, users, f"event_declined:{row.pk}:{answer}")


def _replace(row: Occurrence, users: Collection[User], key: str) -> None:
    Notification.objects.unread().filter(
        user__in=[user.pk for user in users], key__startswith=_collected(row)
    ).delete()
    notices.send(_notices(row, users, key))


def _notices(row: Occurrence, users: Iterable[User], key: str) -> Iterator[Notice]:
    """Yield a notice with the number of those whom each has named; holders hear all."""
    page = reverse("programs:participants", args=[row.pk])
    declined = row.participations.filter(state=State.ABSENT)
    by = _counts(declined)
    for user in users:
        is_holder = access.may(user, Can.TRACK_EVENTS, row.unit)
        count = sum(by.values()) if is_holder else by.get(user.pk, 0)
        if count:
            yield Notice(user, key, _declined(row, count), f"{page}?state=absent")


def _counts(rows: QuerySet[Participation]) -> dict[int | None, int]:
    """Return how many rows each has added."""
    return dict(rows.order_by().values_list("added_by").annotate(n=Count("pk")))


def _inviters(row: Occurrence, own: Participation) -> list[User]:
    """Return who named the person; those who work on the event unless it was they."""
    by = own.added_by
    named = [by] if by and by.is_active and by.person_id != own.person_id else []
    named = [user for user in named if access.anywhere(user, Can.TRACK_EVENTS)]
    if named and access.may(named[0], Can.TRACK_EVENTS, row.unit):
        return named
    roles = recipients.roles_of([row.event_id]).get(row.event_id, recipients.STAFF)
    desks = recipients.staff([row.unit_id])
    working = [
        user for role in sorted(roles) for user in desks.get((row.unit_id, role), [])
    ]
    return list(dict.fromkeys([*named, *working]))


def _unread(row: Occurrence, users: Iterable[User]) -> set[int]:
    rows = Notification.objects.unread().filter(
        user__in=[user.pk for user in users], key__startswith=_collected(row)
    )
    return set(rows.values_list("user", flat=True))


def _collected(row: Occurrence) -> str:
    return f"event_declined:{row.pk}:"


def _declined(row: Occurrence, count: int) -> notices.Text:
    return lambda: (
        ngettext(
            "%(count)s of those invited will not come: %(event)s, %(days)s",
            "%(count)s of those invited will not come: %(event)s, %(days)s",
            count,
        )
        % {"count": count, "event": _name(row), "days": _days(row)}
    )


def _name(row: Occurrence) -> str:
    return Truncator(row.event.name).chars(LONGEST_NAME)


def _days(row: Occurrence) -> str:
    return figures.period(row.starts_on, row.due_on, get_language() or "ru")
