"""Cycles go along their calendar by themselves, each by its region's clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from monitoring.models import Cycle
from monitoring.services import cycles, running
from portal import accounts
from portal.errors import Refused
from portal.models import User

logger = logging.getLogger(__name__)
Status = Cycle.Status


def move() -> int:
    """Take the steps whose day has come; return how many. May be run at any time."""
    robot = accounts.robot()
    waiting = Cycle.objects.filter(
        status__in=[Status.PLANNED, Status.COLLECTING, Status.VERIFYING]
    ).select_related("owner")
    return sum(_take(cycle, robot) for cycle in waiting)


def _take(cycle: Cycle, robot: User) -> bool:
    act = _due(cycle)
    if act is None:
        return False
    try:
        act(cycle.pk, by=robot)
    except Refused as refusal:
        logger.warning("cycle %s stays %s: %s", cycle.pk, cycle.status, refusal)
        return False
    return True


def _due(cycle: Cycle) -> Callable[..., object] | None:
    """Return the step whose day has come; the run is started once only."""
    zone = ZoneInfo(cycle.owner.timezone or settings.TIME_ZONE)
    today = timezone.localdate(timezone=zone)
    if cycle.status == Status.PLANNED and cycle.opens_on <= today:
        return cycles.open_collection
    if cycle.status == Status.COLLECTING and cycle.closes_on < today:
        return cycles.close_collection
    if cycle.status == Status.VERIFYING and cycle.run_on <= today:
        return None if running.job_of(cycle.pk) else running.start
    return None
