"""What a person's calendar address holds, by the rights the person has now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access
from portal.access import Can
from portal.models import User
from portal.navigation import link
from programs import ical
from programs.ical import Entry
from programs.models import (
    CalendarFeed,
    Event,
    EventBody,
    Occurrence,
    Participation,
    Program,
    Tally,
)

BACK = dt.timedelta(days=400)
MOST = 3000
PARTS = ("event__program", "unit")


def of(feed: CalendarFeed, today: dt.date) -> list[Entry]:
    """Return the entries, latest last; those long past are left out."""
    user, since = feed.user, today - BACK
    rows = occurrences(user, feed.codes).filter(due_on__gte=since)
    rows = rows.order_by("-due_on", "pk")[:MOST]
    found = _series(
        sorted(rows, key=lambda row: (row.event_id, row.unit_id, row.number))
    )
    if is_whole(user):
        found += [_counted(row) for row in tallies(user, feed.codes, since)[:MOST]]
    return sorted(found, key=lambda entry: (entry.first, entry.uid))


def is_whole(user: User) -> bool:
    """Return whether the person answers for a whole territory: counts are read."""
    branches = access.branches(user, Can.TRACK_EVENTS)
    return user.is_superuser or any(path.count("/") == 1 for path in branches)


def occurrences(user: User, codes: Sequence[str]) -> QuerySet[Occurrence]:
    """Return the occurrences that concern the person, of the programs asked for."""
    rows = Occurrence.objects.in_force().filter(_mine(user))
    if codes:
        rows = rows.filter(event__program__code__in=codes)
    return rows.select_related(*PARTS).prefetch_related(_bodies())


def tallies(user: User, codes: Sequence[str], since: dt.date) -> QuerySet[Tally]:
    """Return the counts of what runs in municipalities of the person's territory."""
    rows = Tally.objects.filter(
        event__program__in=_programs(user),
        event__runs=Event.Runs.MUNICIPALITIES,
        due_on__gte=since,
    ).exclude(planned=0, held=0, checked=0)
    if codes:
        rows = rows.filter(event__program__code__in=codes)
    rows = rows.select_related("event__program").prefetch_related(_bodies())
    return rows.order_by("-due_on", "pk")


def _bodies() -> Prefetch[str]:
    """Return who answers and helps now, first those who answer."""
    rows = EventBody.objects.at_work().select_related("program_body")
    return Prefetch("event__bodies", rows.order_by("-in_charge", "position", "pk"))


def _programs(user: User) -> QuerySet[Program]:
    rows = Program.objects.published()
    if user.is_superuser:
        return rows.filter(unit__parent=None)
    return rows.filter(unit__path__in=access.branches(user, Can.TRACK_EVENTS))


def _mine(user: User) -> Q:
    if is_whole(user):
        return Q(event__program__in=_programs(user)) & Q(unit=F("event__program__unit"))
    if access.anywhere(user, Can.TRACK_EVENTS):
        return access.scope(user, Can.TRACK_EVENTS) | _by_body(user)
    return Q(pk__in=_invited(user).values("occurrence"))


def _by_body(user: User) -> Q:
    """Return the filter for what units above do with the person's own authority."""
    bodies = "program_body__body"
    named = EventBody.objects.at_work().filter(
        Q(**{f"{bodies}__is_every_municipality": True})
        | access.scope(user, Can.TRACK_EVENTS, path=f"{bodies}__unit__path")
    )
    above = access.reach(user, Can.TRACK_EVENTS)
    return above & Q(event__in=named.values("event"))


def _invited(user: User) -> QuerySet[Participation]:
    """Return where the person is invited, or the organization the person heads."""
    own = Q(person=user.person_id) if user.person_id else Q(pk__in=[])
    organization = Q(person=None) & access.scope(user, Can.PROPOSE_PRACTICES)
    rows = Participation.objects.exclude(state=Participation.State.ABSENT)
    return rows.filter(own | organization)


def _series(rows: Iterable[Occurrence]) -> list[Entry]:
    found: list[Entry] = []
    for _key, group in groupby(rows, key=lambda row: (row.event_id, row.unit_id)):
        series = list(group)
        if is_untouched(series):
            found.append(_whole(series))
        else:
            found.extend(map(_one, series))
    return found


def is_untouched(series: Sequence[Occurrence]) -> bool:
    """Tell whether a series is as the plan made it, so that one entry says it all."""
    lengths = {row.due_on - row.starts_on for row in series}
    return (
        len(series) > 1
        and len(lengths) == 1
        and all(
            row.status == Occurrence.Status.PLANNED
            and not (row.moves_count or row.sequence or row.is_confirmed or row.place)
            for row in series
        )
    )


def _whole(series: Sequence[Occurrence]) -> Entry:
    first, *others = sorted(series, key=lambda row: row.starts_on)
    event = first.event
    return Entry(
        uid=_uid(f"series-{event.key}-{first.unit_id}"),
        first=first.starts_on,
        last=first.due_on,
        others=[row.starts_on for row in others],
        summary=_summary(first),
        description=_description(event),
        url=_url("programs:event", event.pk),
        status=ical.TENTATIVE,
        changed_at=max(row.updated_at for row in series),
        categories=_categories(event),
    )


def _one(row: Occurrence) -> Entry:
    return Entry(
        uid=_uid(f"occurrence-{row.pk}"),
        first=row.starts_on,
        last=row.due_on,
        summary=_summary(row),
        description=_description(row.event, str(row.get_status_display())),
        url=_url("programs:occurrence", row.pk),
        status=_status(row),
        changed_at=row.updated_at,
        sequence=row.sequence,
        place=row.place,
        categories=_categories(row.event),
    )


def _counted(row: Tally) -> Entry:
    held, event = row.held + row.checked, row.event
    total = held + row.planned
    words = ngettext(
        "Held in %(held)s of %(total)s municipality.",
        "Held in %(held)s of %(total)s municipalities.",
        total,
    ) % {"held": held, "total": total}
    return Entry(
        uid=_uid(f"event-{event.key}-{row.starts_on:%Y%m%d}-{row.due_on:%Y%m%d}"),
        first=row.starts_on,
        last=row.due_on,
        summary=event.title,
        description=_description(event, words),
        url=_url("programs:event", event.pk),
        status=ical.TENTATIVE if row.planned else ical.CONFIRMED,
        changed_at=event.program.published_at or timezone.now(),
        categories=_categories(event),
    )


def _status(row: Occurrence) -> str:
    if row.status == Occurrence.Status.CANCELLED:
        return ical.CANCELLED
    sure = row.is_confirmed or row.status in Occurrence.DONE
    return ical.CONFIRMED if sure else ical.TENTATIVE


def _summary(row: Occurrence) -> str:
    if row.unit_id == row.event.program.unit_id:
        return row.event.title
    return f"{row.event.title} ({row.unit.short_name})"


def _description(event: Event, state: str = "") -> str:
    bodies = ", ".join(str(row.program_body) for row in event.bodies.all())
    lines = (
        (_("State: %(text)s"), state),
        (_("Program: %(text)s"), str(event.program)),
        (_("Deadline in the document: %(text)s"), event.schedule_original),
        (_("Executors: %(text)s"), bodies),
        (_("Expected result: %(text)s"), event.expected_result),
    )
    return "\n".join(words % {"text": text} for words, text in lines if text)


def _categories(event: Event) -> list[str]:
    return [str(event.program), str(event.get_kind_display())]


def _url(name: str, pk: int) -> str:
    return f"{settings.SITE_URL}{link(name, pk)}"


def _uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"
