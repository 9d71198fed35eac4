"""Reminders of events: a week before, on the first day of delay, then every week.

One notice to a person a day says how many wait; each date remembers when it was
reminded of, so a second run of the day sends nothing. Where nobody works for the body
that answers, nothing is sent and nothing remembered: whoever comes is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from portal.notices import Notice
from programs.models import Event, Occurrence
from programs.models.tracking import OccurrenceQuerySet
from programs.services import recipients, unsent

WEEK = dt.timedelta(days=7)


@dataclass
class Waiting:
    """What waits for one person."""

    user: User
    coming: int = 0
    late: int = 0
    dates: set[int] = field(default_factory=set)


def due(today: dt.date) -> OccurrenceQuerySet:
    """Return the planned dates to remind of on the day."""
    never = Q(reminded_on=None)
    coming = Q(due_on__gte=today, due_on__lte=today + WEEK)
    not_this_week = never | Q(reminded_on__lt=F("due_on") - WEEK)
    late = Q(due_on__lt=today)
    first_or_weekly = (
        never | Q(reminded_on__lte=F("due_on")) | Q(reminded_on__lte=today - WEEK)
    )
    planned = Occurrence.objects.in_force().filter(status=Occurrence.Status.PLANNED)
    return planned.filter(coming & not_this_week | late & first_or_weekly)


@transaction.atomic
def remind(today: dt.date) -> int:
    """Send what is due on the day; return to how many people. May run again."""
    key = f"programs:events:{today:%Y%m%d}"
    waiting = _waiting(due(today), today)
    told = {notice.user.pk for notice in unsent.send(_notices(waiting, key))}
    _remember([one for one in waiting if one.user.pk in told], today)
    return len(told)


@transaction.atomic
def remind_now(ids: Iterable[int], *, by: User) -> int:
    """Remind of these planned dates at once; return how many people are told.

    Raises PermissionDenied where the user neither tracks nor checks; Refused when
    nothing is planned, all were reminded of today, or nobody works there.
    """
    today = timezone.localdate()
    asked = Occurrence.objects.in_force().filter(pk__in=list(ids))
    for unit in Unit.objects.filter(pk__in=asked.values("unit")):
        access.require(by, Can.TRACK_EVENTS, unit)
    return _now(asked, today, by)


@transaction.atomic
def remind_late(event_id: int, *, by: User, unit: Unit | None = None) -> int:
    """Remind of all overdue dates of an event, in one unit or everywhere."""
    today = timezone.localdate()
    event = Event.objects.select_related("program__unit").get(pk=event_id)
    access.require(by, Can.TRACK_EVENTS, unit or event.program.unit)
    rows = Occurrence.objects.in_force().filter(event=event).overdue(today)
    return _now(rows.filter(unit=unit) if unit else rows, today, by)


def _now(rows: OccurrenceQuerySet, today: dt.date, by: User) -> int:
    planned = rows.filter(status=Occurrence.Status.PLANNED)
    fresh = planned.exclude(reminded_on=today)
    if not fresh.exists():
        raise Refused(_("Nothing to remind of: it was done today, or all is marked."))
    waiting = _waiting(fresh, today)
    if not waiting:
        raise Refused(_("Nobody works on these events in the portal yet."))
    first = fresh.select_related("event", "unit").order_by("pk")[0]
    key = f"programs:asked:{by.pk}:{timezone.now():%Y%m%d%H%M%S}:{first.pk}"
    notices.send(_notices(waiting, key))
    unit = first.unit
    journal.write("events_reminded", first.event, by=by, unit=unit, people=len(waiting))
    _remember(waiting, today)
    return len(waiting)


def _remember(waiting: Iterable[Waiting], today: dt.date) -> None:
    """Let the dates of which somebody was told know the day."""
    ids = sorted({pk for one in waiting for pk in one.dates})
    rows = Occurrence.objects.filter(pk__in=ids)
    rows.update(reminded_on=today, reminders=F("reminders") + 1)


def _waiting(rows: OccurrenceQuerySet, today: dt.date) -> list[Waiting]:
    """Return the people to tell; a row of counts for each event in each unit."""
    counted = list(
        rows.order_by()
        .values("unit_id", "event_id")
        .annotate(
            late=Count("pk", filter=Q(due_on__lt=today)),
            coming=Count("pk", filter=Q(due_on__gte=today)),
            dates=ArrayAgg("pk"),
        )
    )
    roles = recipients.roles_of(row["event_id"] for row in counted)
    desks = recipients.staff(row["unit_id"] for row in counted)
    found: dict[int, Waiting] = {}
    for row in counted:
        for user in _people(row, roles, desks):
            one = found.setdefault(user.pk, Waiting(user))
            one.late += row["late"]
            one.coming += row["coming"]
            one.dates.update(row["dates"])
    return list(found.values())


def _people(
    row: Mapping[str, Any],
    roles: dict[int, frozenset[str]],
    desks: dict[recipients.Desk, list[User]],
) -> Iterator[User]:
    for role in roles.get(row["event_id"], recipients.STAFF):
        yield from desks.get((row["unit_id"], role), [])


def _notices(waiting: Iterable[Waiting], key: str) -> Iterator[Notice]:
    page = reverse("programs:events")
    for one in waiting:
        state = "overdue" if one.late else "month"
        yield Notice(one.user, key, _text(one), f"{page}?state={state}&year=all")


def _text(one: Waiting) -> notices.Text:
    return lambda: " ".join(_sentences(one))


def _sentences(one: Waiting) -> Iterator[str]:
    if one.late:
        late = ngettext(
            "%(count)s date of the roadmap is overdue: mark it or move it.",
            "%(count)s dates of the roadmap are overdue: mark or move them.",
            one.late,
        )
        yield late % {"count": one.late}
    if one.coming:
        coming = ngettext(
            "%(count)s date of the roadmap ends within a week.",
            "%(count)s dates of the roadmap end within a week.",
            one.coming,
        )
        yield coming % {"count": one.coming}
