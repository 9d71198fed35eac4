"""Heads in their posts: who holds one on a day, and who is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from portal import access
from portal.access import Can
from portal.models import Appointment, User
from reserve.models import not_withdrawn

NEW_FOR = 365  # days during which a head is new


def posts_of(people: Iterable[int], day: dt.date) -> dict[int, Appointment]:
    """Return the posts that people hold on the day, by person."""
    rows = Appointment.objects.on(day).filter(person__in=list(people))
    found = rows.select_related("position__unit").order_by("-is_part_time")
    return {row.person_id: row for row in found}


def new_heads(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Return the heads appointed within a year, where the user has the right."""
    seen = access.scope(user, Can.RUN_RESERVE, path="position__unit__path")
    return (
        Appointment.objects.of_heads()
        .on(day)
        .filter(seen, starts_on__gt=day - dt.timedelta(days=NEW_FOR))
        .filter(not_withdrawn("person"))
        .select_related("person", "position__unit__parent")
        .order_by("person__last_name", "person__first_name", "pk")
    )
