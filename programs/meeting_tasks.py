"""What meetings put on the home page: decisions to carry out, the week's meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import access, figures
from portal.access import Can
from portal.data_language import data, worded
from portal.home import Task
from portal.models import User
from programs.models import Decision, Meeting

WEEK = dt.timedelta(days=7)
SINGLE = 3  # more of a kind become one task


def tasks(user: User) -> Iterator[Task]:
    """Yield own open decisions, meetings of the week, protocols to write and sign."""
    if not access.anywhere(user, Can.TRACK_EVENTS):
        return
    now = timezone.now()
    yield from _decisions(user)
    yield from _meetings(user, now)
    yield from _unwritten(user, now)
    yield from _unsigned(user)


def _decisions(user: User) -> Iterator[Task]:
    own = access.branches(user, Can.TRACK_EVENTS)
    rows = Decision.objects.open().filter(unit__path__in=own)
    rows = rows.select_related("meeting").order_by("due_on", "pk")
    count = rows.count()
    if count > SINGLE:
        title = ngettext(
            "Carry out %(count)s decision", "Carry out %(count)s decisions", count
        )
        yield Task(
            title=title % {"count": count},
            url=_list("open"),
            action=_("Look"),
            icon="people",
            meta=(_("Meetings and interviews"),),
            due_on=rows[0].due_on,
        )
        return
    for row in rows:
        yield Task(
            title=worded(_("Carry out the decision: %(text)s"), text=row.text[:90]),
            url=reverse("programs:decision", args=[row.pk]),
            action=_("Open"),
            icon="people",
            meta=(row.meeting.title[:80],),
            due_on=row.due_on,
        )


def _meetings(user: User, now: dt.datetime) -> Iterator[Task]:
    coming = _planned(user).filter(starts_at__gte=now, starts_at__lt=now + WEEK)
    count = coming.count()
    if count > SINGLE:
        title = ngettext(
            "%(count)s meeting within a week",
            "%(count)s meetings within a week",
            count,
        )
        yield Task(
            title=title % {"count": count},
            url=_list("coming"),
            action=_("Look"),
            icon="people",
            meta=(_("Meetings and interviews"),),
        )
        return
    for row in coming.order_by("starts_at", "pk"):
        yield Task(
            title=data(row.title[:120]),
            url=reverse("programs:meeting", args=[row.pk]),
            action=_("Open"),
            icon="people",
            meta=(_moment(row.starts_at),),
            due_on=timezone.localdate(row.starts_at),
        )


def _unwritten(user: User, now: dt.datetime) -> Iterator[Task]:
    """Ask for the protocols of meetings whose hour has passed."""
    late = _held_by(user).filter(status=Meeting.Status.PLANNED, starts_at__lt=now)
    if count := late.count():
        title = ngettext(
            "Write down %(count)s meeting whose day has passed",
            "Write down %(count)s meetings whose day has passed",
            count,
        )
        yield Task(
            title=title % {"count": count},
            url=_list("coming"),
            action=_("Write down"),
            icon="edit",
            meta=(_("Meetings and interviews"),),
            late=True,
        )


def _unsigned(user: User) -> Iterator[Task]:
    own = access.branches(user, Can.PUBLISH_PROGRAMS)
    rows = Meeting.objects.filter(unit__path__in=own, status=Meeting.Status.HELD)
    if count := rows.count():
        title = ngettext("Sign %(count)s protocol", "Sign %(count)s protocols", count)
        yield Task(
            title=title % {"count": count},
            url=f"{_list('held')}&state=held",
            action=_("Sign"),
            icon="edit",
            meta=(_("Meetings and interviews"),),
        )


def _held_by(user: User) -> QuerySet[Meeting]:
    own = access.branches(user, Can.MANAGE_PROGRAMS)
    return Meeting.objects.filter(unit__path__in=own)


def _planned(user: User) -> QuerySet[Meeting]:
    """The meetings of the user's own units, and the interviews with them."""
    about = access.branches(user, Can.TRACK_EVENTS)
    rows = _held_by(user) | Meeting.objects.filter(about__path__in=about)
    return rows.filter(status=Meeting.Status.PLANNED)


def _moment(at: dt.datetime) -> str:
    return figures.moment(timezone.localtime(at), get_language() or "ru")


def _list(tab: str) -> str:
    return f"{reverse('programs:meetings')}?tab={tab}"
