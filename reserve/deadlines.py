"""Days by which each step of an approval is due; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping


def due_on(status: str, day: dt.date, days: Mapping[str, int]) -> dt.date:
    """Return the day by which a nomination leaves the state it enters on `day`."""
    return day + dt.timedelta(days=days[status])


def is_late(due: dt.date, today: dt.date) -> bool:
    """Return whether the step should have been made."""
    return due < today
