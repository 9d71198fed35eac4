"""What the sides of a meeting are told: the hour, the protocol, decisions due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import access, figures, notices
from portal.access import Can
from portal.models import User
from portal.notices import Notice
from programs.models import Decision, Meeting
from programs.services import recipients, unsent

WEEK = dt.timedelta(days=7)


def planned(meeting: Meeting) -> None:
    """Tell the municipality of an interview when it is."""
    notices.notify(
        _invited(meeting),
        _change_key(meeting, "planned"),
        lambda: (
            _("An interview with you is planned: %(when)s.") % {"when": _when(meeting)}
        ),
        _url(meeting),
    )


def cancelled(meeting: Meeting) -> None:
    """Tell the municipality that the interview does not take place."""
    notices.notify(
        _invited(meeting),
        _change_key(meeting, "cancelled"),
        lambda: _("The interview of %(when)s is cancelled.") % {"when": _when(meeting)},
        _url(meeting),
    )


def signed(meeting: Meeting) -> None:
    """Tell those who carry out the decisions how many are theirs."""
    counts: dict[User, int] = {}
    for _decision, user in _owners(meeting.decisions.all()):
        counts[user] = counts.get(user, 0) + 1
    for user in _invited(meeting):
        counts.setdefault(user, 0)
    notices.send(
        Notice(user, f"meeting:{meeting.pk}:signed", _decided(count), _url(meeting))
        for user, count in counts.items()
    )


def remind(today: dt.date) -> int:
    """Remind of decisions: within a week, the day after, then every week; once each.

    Return of how many decisions somebody was told: not of those told before, nor where
    nobody works.
    """
    rows = Decision.objects.open().filter(due_on__lte=today + WEEK)
    told = unsent.send(
        Notice(user, _key(row, today), _due(row, today), _decision_url(row))
        for row, user in _owners(rows.exclude(due_on=today))
    )
    return len({notice.key for notice in told})


def _change_key(meeting: Meeting, change: str) -> str:
    """Name this very change: an hour that comes back is told again."""
    return f"meeting:{meeting.pk}:{change}:{timezone.now():%Y%m%d%H%M%S%f}"


def _key(row: Decision, today: dt.date) -> str:
    if row.due_on > today:
        return f"decision:{row.pk}:soon:{row.due_on}"
    week = ((today - row.due_on).days - 1) // WEEK.days
    return f"decision:{row.pk}:late:{row.due_on}:{week}"


def _due(row: Decision, today: dt.date) -> notices.Text:
    if row.due_on > today:
        return lambda: (
            _("A decision is to be carried out by %(day)s.")
            % {"day": figures.day(row.due_on, get_language() or "ru")}
        )
    return lambda: (
        _("A decision of %(day)s is overdue: close it, or say why.")
        % {"day": figures.day(row.due_on, get_language() or "ru")}
    )


def _owners(rows: QuerySet[Decision]) -> Iterator[tuple[Decision, User]]:
    """Yield each decision with those who work in its unit, by its body's kind."""
    decisions = list(rows.select_related("body__body"))
    desks = recipients.staff(row.unit_id for row in decisions)
    for row in decisions:
        for role in sorted(_roles(row)):
            for user in desks.get((row.unit_id, role), []):
                yield row, user


def _roles(row: Decision) -> Iterable[str]:
    """The desk of the decision's body, where there is one; else the whole staff."""
    body = row.body.body if row.body else None
    role = recipients.OF_BODY.get(body.kind) if body else None
    return [role] if role else recipients.STAFF


def _invited(meeting: Meeting) -> QuerySet[User]:
    units = [meeting.about_id] if meeting.about_id else []
    return access.holders(Can.TRACK_EVENTS, units)


def _decided(count: int) -> notices.Text:
    if not count:
        return lambda: _("The protocol of your interview is signed.")
    return lambda: (
        ngettext(
            "A protocol is signed: %(count)s decision is yours.",
            "A protocol is signed: %(count)s decisions are yours.",
            count,
        )
        % {"count": count}
    )


def _when(meeting: Meeting) -> str:
    return figures.moment(timezone.localtime(meeting.starts_at), get_language() or "ru")


def _url(meeting: Meeting) -> str:
    return reverse("programs:meeting", args=[meeting.pk])


def _decision_url(row: Decision) -> str:
    return reverse("programs:decision", args=[row.pk])
