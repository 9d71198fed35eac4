"""Who leads organizations on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.models import Appointment, Unit


def of_branch(branch: Unit, day: dt.date) -> dict[int, Appointment]:
    """Return the appointments of heads in force on the day, by the unit's id."""
    rows = (
        Appointment.objects.of_heads()
        .on(day)
        .filter(position__unit__path__startswith=branch.path)
        .select_related("person", "position")
    )
    return {row.position.unit_id: row for row in rows}


def of_unit(unit: Unit) -> list[Appointment]:
    """Return all heads of the unit, the first one first."""
    return list(
        Appointment.objects.of_heads()
        .filter(position__unit=unit)
        .select_related("person", "position")
        .order_by("starts_on")
    )


def holder(appointments: Sequence[Appointment], day: dt.date) -> Appointment | None:
    """Return the appointment in force on the day."""
    for row in appointments:
        if row.starts_on <= day and (row.ends_on is None or row.ends_on > day):
            return row
    return None
