"""What the home page shows of the roadmap: tasks first, then the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access
from portal.access import Can
from portal.data_language import worded
from portal.home import Card, Task
from portal.models import User
from programs.models import Occurrence, Participation, Program, Tally
from programs.reading import event_page, events, standing, territory
from programs.reading.filters import Chosen

SHOWN = 6
OPEN_TASKS = 3
COUNTED = 10_000  # own marks: nobody waits for an exact count beyond


def tasks(user: User) -> Iterator[Task]:
    """Yield what waits: own overdue dates, the region's, marks to check."""
    today = timezone.localdate()
    if access.anywhere(user, Can.TRACK_EVENTS):
        where = territory.of(user)
        if where.is_whole:
            yield from _overdue_of_region(user, today)
        else:
            yield from _own_overdue(_own(user), today)
    if access.anywhere(user, Can.CHECK_EVENTS):
        yield from _to_check(user)


def cards(user: User) -> Iterator[Card]:
    """Yield the month of the roadmap, and what one is invited to."""
    today = timezone.localdate()
    if access.anywhere(user, Can.TRACK_EVENTS):
        chosen = Chosen.from_query({}, user, today)
        yield from _month(user, chosen, today)
    if user.person_id:
        yield from _invitations(user, today)


def _month(user: User, chosen: Chosen, today: dt.date) -> Iterator[Card]:
    if chosen.territory.is_whole:
        counts = events.dates(chosen)
        rows = events.waiting(chosen)[:SHOWN]
        if counts["total"]:
            context = {"counts": counts, "rows": rows, "today": today}
            yield Card("programs/_home_region.html", context)
        return
    fits = standing.of_days(standing.MONTH, today, tally=False)
    late = standing.of_days(standing.OVERDUE, today, tally=False)
    planned = _own(user).filter(fits | late).exclude(status="cancelled")
    count = planned.count()
    if count:
        lines = event_page.lines(planned.order_by("due_on", "pk")[:SHOWN], today)
        yield Card(
            "programs/_home_month.html",
            {"lines": lines, "count": count, "today": today},
        )


def _own(user: User) -> QuerySet[Occurrence]:
    own = territory.of(user).own
    rows = Occurrence.objects.in_force().filter(unit__in=own)
    return rows.select_related("event__program", "unit")


def _own_overdue(rows: QuerySet[Occurrence], today: dt.date) -> Iterator[Task]:
    late = rows.filter(standing.of_days(standing.OVERDUE, today, tally=False))
    count = late.count()
    if count > OPEN_TASKS:
        title = ngettext(
            "Mark %(count)s overdue date of the roadmap",
            "Mark %(count)s overdue dates of the roadmap",
            count,
        )
        first = late.order_by("due_on", "pk")[0]
        page = reverse("programs:overdue")
        yield Task(
            title=title % {"count": count},
            url=page,
            action=_("Look"),
            icon="road",
            meta=(first.event.title[:80],),
            due_on=first.due_on,
        )
        return
    for row in late.order_by("due_on", "pk"):
        yield Task(
            title=worded(_("Mark the event: %(name)s"), name=row.event.title[:90]),
            url=reverse("programs:occurrence_hold", args=[row.pk]),
            action=_("Mark it"),
            icon="road",
            meta=(row.unit.short_name,),
            due_on=row.due_on,
        )


def _overdue_of_region(user: User, today: dt.date) -> Iterator[Task]:
    counts = events.dates(Chosen.from_query({"year": "all"}, user, today))
    if count := counts["overdue"]:
        title = ngettext(
            "%(count)s date of the roadmap is overdue",
            "%(count)s dates of the roadmap are overdue",
            count,
        )
        yield Task(
            title=title % {"count": count},
            url=reverse("programs:overdue"),
            action=_("Look"),
            icon="road",
            meta=(_("by body and by municipality"),),
            late=True,
        )


def _to_check(user: User) -> Iterator[Task]:
    """Offer what others marked: in programs of the units where the user checks."""
    programs = Program.objects.published().filter(access.scope(user, Can.CHECK_EVENTS))
    held = Tally.objects.filter(event__program__in=programs, held__gt=0)
    total = held.aggregate(n=Sum("held"))["n"] or 0
    own = Occurrence.objects.filter(
        status=Occurrence.Status.HELD, held_by=user, event__program__in=programs
    )
    count = total - (own[:COUNTED].count() if total else 0)
    if count:
        title = ngettext(
            "Check %(count)s held event", "Check %(count)s held events", count
        )
        yield Task(
            title=title % {"count": count},
            url=f"{reverse('programs:events')}?state=held&year=all",
            action=_("Check"),
            icon="check",
            meta=(_("Roadmap"),),
        )


def _invitations(user: User, today: dt.date) -> Iterator[Card]:
    rows = Participation.objects.filter(
        person=user.person_id,
        occurrence__status=Occurrence.Status.PLANNED,
        occurrence__due_on__gte=today,
        state__in=[Participation.State.INVITED, Participation.State.REGISTERED],
    )
    listed = list(
        rows.select_related("occurrence__event", "occurrence__unit").order_by(
            "occurrence__starts_on", "pk"
        )[:SHOWN]
    )
    if listed:
        yield Card("programs/_home_invited.html", {"rows": listed})
