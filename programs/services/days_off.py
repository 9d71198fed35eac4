"""Days moved off those on which nobody works, where the event asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from programs import event_days
from programs.models import Event

DAY = dt.timedelta(days=1)
Days = tuple[dt.date, dt.date]  # both included


def mover(event: Event) -> Callable[[Days], Days]:
    """Return what moves a single day to the next working one; longer spans stay.

    The country's calendar and the region's own days are asked, with one query.
    """
    if not event.skips_days_off:
        return lambda days: days
    is_working = event_days.working_days(event.program.unit)
    return lambda days: off(days, is_working)


def off(days: Days, is_working: Callable[[dt.date], bool]) -> Days:
    """Return a single day moved to the next working one."""
    first, last = days
    if first != last:
        return days
    while not is_working(first):
        first += DAY
    return first, first
