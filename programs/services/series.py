"""Occurrences of a plan brought in line with its days, in three statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from portal.models import Unit

# Somebody has worked on it, so that no change of the plan takes it away.
TOUCHED = """
    (o.status <> 'planned' OR o.moves_count > 0 OR o.is_confirmed OR o.place <> ''
     OR o.participants > 0 OR o.registration_token IS NOT NULL
     OR o.attendance_token IS NOT NULL OR o.result <> ''
     OR EXISTS (SELECT 1 FROM programs_participation p WHERE p.occurrence_id = o.id)
     OR EXISTS (SELECT 1 FROM portal_attachment a
                 WHERE a.owner = 'programs.occurrence' AND a.owner_id = o.id))
"""
WANTED = """
    wanted AS (
        SELECT w.event_id, u.id AS unit_id, w.starts_on, w.due_on
          FROM unnest(%(events)s::bigint[], %(starts)s::date[], %(dues)s::date[])
               AS w (event_id, starts_on, due_on)
          JOIN programs_event e ON e.id = w.event_id
          JOIN portal_unit u
            ON u.id = ANY (CASE WHEN e.runs = 'municipalities'
                                THEN %(places)s::bigint[]
                                ELSE %(whole)s::bigint[] END)
    )
"""
REMOVE = f"""
    WITH {WANTED}
    DELETE FROM programs_occurrence o
     WHERE o.event_id = ANY (%(all)s::bigint[])
       AND NOT EXISTS (SELECT 1 FROM wanted w
                        WHERE w.event_id = o.event_id AND w.unit_id = o.unit_id
                          AND w.starts_on = o.planned_starts_on
                          AND w.due_on = o.planned_due_on)
       AND NOT {TOUCHED}
"""  # noqa: S608 - no words of users in it
# A touched one whose days are no longer in the plan stands for one of the new days.
ADD = f"""
    WITH {WANTED},
    kept AS (
        SELECT o.event_id, o.unit_id, o.number,
               NOT EXISTS (SELECT 1 FROM wanted w
                            WHERE w.event_id = o.event_id AND w.unit_id = o.unit_id
                              AND w.starts_on = o.planned_starts_on
                              AND w.due_on = o.planned_due_on) AS is_displaced
          FROM programs_occurrence o
         WHERE o.event_id = ANY (%(all)s::bigint[])
    ),
    counted AS (
        SELECT event_id, unit_id, max(number) AS last,
               count(*) FILTER (WHERE is_displaced) AS displaced
          FROM kept
         GROUP BY event_id, unit_id
    ),
    missing AS (
        SELECT w.*, row_number() OVER (PARTITION BY w.event_id, w.unit_id
                                       ORDER BY w.starts_on, w.due_on) AS place
          FROM wanted w
         WHERE NOT EXISTS (SELECT 1 FROM programs_occurrence o
                            WHERE o.event_id = w.event_id AND o.unit_id = w.unit_id
                              AND o.planned_starts_on = w.starts_on
                              AND o.planned_due_on = w.due_on)
    )
    INSERT INTO programs_occurrence
           (event_id, unit_id, number, status, planned_starts_on, planned_due_on,
            starts_on, due_on, is_confirmed, place, mode, participants, result,
            return_reason, cancel_reason, moves_count, sequence, version, reminders,
            updated_at)
    SELECT m.event_id, m.unit_id,
           coalesce(c.last, 0) + m.place - coalesce(c.displaced, 0),
           'planned', m.starts_on, m.due_on, m.starts_on, m.due_on, false, '', '', 0,
           '', '', '', 0, 0, 0, 0, now()
      FROM missing m
      LEFT JOIN counted c ON c.event_id = m.event_id AND c.unit_id = m.unit_id
     WHERE m.place > coalesce(c.displaced, 0)
     ORDER BY m.event_id, m.unit_id, m.place
"""  # noqa: S608 - no words of users in it


@dataclass(frozen=True)
class Planned:
    """Days of an event as the plan has them."""

    event: int
    starts_on: dt.date
    due_on: dt.date


def renew(
    events: Sequence[int], planned: Sequence[Planned], unit: Unit, *, on: dt.date
) -> int:
    """Add what is missing and remove what nobody touched; return how many are new."""
    values: dict[str, Any] = {
        "all": list(events),
        "events": [row.event for row in planned],
        "starts": [row.starts_on for row in planned],
        "dues": [row.due_on for row in planned],
        "whole": [unit.pk],
        "places": places(unit, on),
    }
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, values)
        cursor.execute(ADD, values)
        return int(cursor.rowcount)


def remove_untouched(events: Sequence[int]) -> None:
    """Remove the occurrences of the events that nobody touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM programs_occurrence o
             WHERE o.event_id = ANY (%s::bigint[]) AND NOT {TOUCHED}
            """,  # noqa: S608 - no words of users in it
            [list(events)],
        )


def places(unit: Unit, on: dt.date) -> list[int]:
    """Return the municipalities of the unit that exist on the day, else the unit."""
    if unit.kind != Unit.Kind.REGION:
        return [unit.pk]
    rows = Unit.objects.within(unit).municipalities().active_on(on)
    return list(rows.order_by("pk").values_list("pk", flat=True))
