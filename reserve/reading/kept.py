"""Figures of whole branches: kept for a short time, and until something changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet, Subquery
from django.utils.translation import get_language

from portal import access
from portal.access import Can
from portal.models import Unit, User
from portal.remembered import remembered

SECONDS = 30  # a change that was under way is seen after that at the latest
# The ends of these tables name the state of everything the figures depend on.
GROWING = (
    "portal.AppointmentEvent",
    "portal.OrganizationEvent",
    "portal.Position",
    "portal.UnitEvent",
    "monitoring.CycleEvent",
    "reserve.ApplicationEvent",
    "reserve.ConsentEvent",
    "reserve.DeficitEvent",
    "reserve.DevelopmentPlanEvent",
    "reserve.ManagementTeamEvent",
    "reserve.MemberEvent",
    "reserve.Member_municipalities",
    "reserve.MentorshipEvent",
    "reserve.NominationEvent",
    "reserve.PlanItemEvent",
    "reserve.ReadinessEvent",
    "reserve.StageResultEvent",
    "reserve.TeamTrainingEvent",
    "reserve.TenureEvent",
    "reserve.TransitionEvent",
    "reserve.VacancyEvent",
)
Figure = TypeVar("Figure")


class Kept:
    """What is counted over the branches of a user; alike for all who share them."""

    def __init__(self, user: User, today: dt.date) -> None:
        """Take the user whose branches are counted, and the day of the counting."""
        self._user = user
        self._today = today

    def of(self, name: str, make: Callable[[], Figure], *parameters: object) -> Figure:
        """Return the figure of the name; the parameters are what else it depends on."""
        key = _key(name, *self._state, *parameters)
        return remembered(key, make, SECONDS)

    @cached_property
    def _state(self) -> tuple[object, ...]:
        return (_branches(self._user), self._today, last_change())


def current(name: str, make: Callable[[], Figure], *parameters: object) -> Figure:
    """Return a figure that depends on the parameters alone, not on who asks."""
    return remembered(_key(name, last_change(), *parameters), make, SECONDS)


def last_change() -> str:
    """Name the state of all that the figures depend on; one query."""
    ends = [Subquery(_end(apps.get_model(name))) for name in GROWING]
    found = Unit.objects.order_by().values_list(*ends)[:1]
    return "-".join(str(end or 0) for row in found for end in row)


def _end(model: type[Model]) -> QuerySet[Model, Any]:
    return model._default_manager.order_by("-pk").values("pk")[:1]


def _key(name: str, *parts: object) -> str:
    """Name the figure and all it depends on, as short as a key must be."""
    whole = ":".join(map(str, (get_language(), *parts)))
    return f"reserve:{name}:{hashlib.sha256(whole.encode()).hexdigest()}"


def _branches(user: User) -> str:
    if user.is_superuser and user.is_active:
        return "*"
    return ",".join(sorted(set(access.branches(user, Can.SEE_RESERVE))))
