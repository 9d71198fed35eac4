"""What the pages of meetings show: the lists, one meeting with its decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Unit, User
from programs import states
from programs.models import AgendaItem, Decision, Meeting
from programs.services import decisions

COMING, HELD, OPEN, OVERDUE = "coming", "held", "open", "overdue"
TABS = (COMING, HELD, OPEN, OVERDUE)
OF_DECISIONS = (OPEN, OVERDUE)


@dataclass(frozen=True)
class Question:
    """A question of the agenda with its decisions; `item` is None for the others."""

    item: AgendaItem | None
    decisions: list[Decision]


def coming(user: User) -> QuerySet[Meeting]:
    """Return the planned meetings, the nearest first; those not written down too."""
    rows = _shown(user).filter(status=Meeting.Status.PLANNED)
    return rows.order_by("starts_at", "pk")


def held(user: User) -> QuerySet[Meeting]:
    """Return the meetings that are over or cancelled, the last first."""
    rows = _shown(user).exclude(status=Meeting.Status.PLANNED)
    return rows.order_by("-starts_at", "pk")


def open_decisions(user: User) -> QuerySet[Decision]:
    """Return the decisions to be carried out, the most urgent first."""
    rows = Decision.objects.visible_to(user).open()
    related = ("unit", "meeting__about", "meeting__unit")
    return rows.select_related(*related).order_by("due_on", "pk")


def overdue(user: User, today: dt.date) -> QuerySet[Decision]:
    """Return the decisions that should have been carried out before the day."""
    return open_decisions(user).filter(due_on__lt=today)


def narrowed(rows: QuerySet[Meeting], chosen: dict[str, Any]) -> QuerySet[Meeting]:
    """Return the meetings that match the filters of the list."""
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    if place := chosen.get("municipality"):
        rows = rows.filter(Q(about=place) | Q(unit=place))
    if year := chosen.get("year"):
        rows = rows.filter(starts_at__year=year)
    if state := chosen.get("state"):
        rows = rows.filter(status=state)
    return rows


def narrowed_decisions(
    rows: QuerySet[Decision], chosen: dict[str, Any]
) -> QuerySet[Decision]:
    """Return the decisions that match the filters of the list."""
    if kind := chosen.get("kind"):
        rows = rows.filter(meeting__kind=kind)
    if place := chosen.get("municipality"):
        rows = rows.filter(Q(unit=place) | Q(meeting__about=place))
    if year := chosen.get("year"):
        rows = rows.filter(due_on__year=year)
    return rows


def counts(user: User, today: dt.date) -> dict[str, int]:
    """Return how many rows each tab has, without filters."""
    meetings = Meeting.objects.visible_to(user)
    planned = Q(status=Meeting.Status.PLANNED)
    decided = Decision.objects.visible_to(user).open()
    return {
        COMING: meetings.filter(planned).count(),
        HELD: meetings.exclude(planned).count(),
        **decided.aggregate(
            open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today))
        ),
    }


def municipalities(user: User) -> QuerySet[Unit]:
    """Return the municipalities of the user's branches."""
    rows = Unit.objects.filter(access.scope(user, Can.TRACK_EVENTS, path="path"))
    return rows.municipalities().by_name()


def years(user: User) -> list[int]:
    """Return the years of the user's meetings and decisions, the latest first."""
    found = Meeting.objects.visible_to(user).aggregate(
        first=Min("starts_at"), last=Max("starts_at"), due=Max("decisions__due_on")
    )
    if not found["first"]:
        return []
    first, last = (timezone.localdate(found[name]).year for name in ("first", "last"))
    if found["due"]:
        last = max(last, found["due"].year)
    return list(range(last, first - 1, -1))


def questions(meeting: Meeting, *, with_decisions: bool) -> Iterator[Question]:
    """Yield the agenda with its decisions; those of no question come last."""
    rows = decisions.in_order(meeting) if with_decisions else []
    for item in meeting.agenda.all():
        yield Question(item, [row for row in rows if row.item_id == item.pk])
    if loose := [row for row in rows if row.item_id is None]:
        yield Question(None, loose)


def steps(row: Decision, user: User) -> list[str]:
    """Return what the user may do with a decision of a signed protocol."""
    if not row.meeting.is_signed:
        return []
    table, status = states.DECISION, row.status
    done, dropped = Decision.Status.DONE, Decision.Status.DROPPED
    own = states.open_to(table, status, user, row.unit)
    ours = states.open_to(table, status, user, row.meeting.unit)
    found = ["close"] * (done in own) + ["drop"] * (dropped in ours)
    found += ["reopen"] * (Decision.Status.OPEN in ours)
    manages = access.may(user, Can.MANAGE_PROGRAMS, row.meeting.unit)
    is_free = status == Decision.Status.OPEN and row.event_id is None
    return found + ["to_event"] * bool(manages and is_free and row.meeting.program_id)


def _shown(user: User) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(user).select_related("about", "unit", "program")
    signed = Q(status=Meeting.Status.SIGNED)
    is_open = Q(decisions__status=Decision.Status.OPEN)
    return rows.annotate(
        decided=Count("decisions", filter=signed),
        left=Count("decisions", filter=signed & is_open),
    )
