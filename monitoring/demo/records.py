"""What the demo's journal and histories say, at the times of the steps themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from monitoring.demo.accounts import Head
from monitoring.models import Cycle, Submission
from portal.models import Unit, User

KEEP_HISTORY = "ALTER TABLE monitoring_value {} TRIGGER monitoring_value_history_insert"
ENTRIES = """
INSERT INTO monitoring_valuehistory (at, operation, cycle_id, unit_id, indicator_id,
    numerator, denominator, not_applicable_reason, comment, version, updated_by_id)
SELECT updated_at, 'insert', cycle_id, unit_id, indicator_id,
    numerator, denominator, not_applicable_reason, comment, version, updated_by_id
  FROM monitoring_value
 WHERE cycle_id = %s
 ORDER BY updated_at, unit_id, indicator_id
"""
STEPS = """
INSERT INTO portal_journalentry
    (at, by_id, action, unit_id, subject_table, subject_id, reason, details)
SELECT step.at, step.by_id, step.action, s.unit_id, 'monitoring_submission', s.id,
       step.reason, step.details
  FROM monitoring_submission s
  JOIN monitoring_cycle c ON c.id = s.cycle_id AND c.owner_id = %s
  LEFT JOIN (SELECT cycle_id, unit_id, count(*) AS filled
          FROM monitoring_value GROUP BY cycle_id, unit_id) v
    ON v.cycle_id = s.cycle_id AND v.unit_id = s.unit_id
 CROSS JOIN LATERAL (VALUES
    (s.submitted_at, s.submitted_by_id, 'submission_submitted', '',
     jsonb_build_object('filled', coalesce(v.filled, 0), 'missing', 0)),
    (s.decided_at, s.decided_by_id, 'submission_' || s.status, s.return_reason,
     '{}'::jsonb)) AS step (at, by_id, action, reason, details)
 WHERE step.at IS NOT NULL
 ORDER BY step.at, s.id
"""


@contextmanager
def history_at_entry(cycle: Cycle) -> Iterator[None]:
    """Let the history of values added inside tell when each was entered.

    The trigger knows only the moment of the load, so it rests meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEP_HISTORY.format("DISABLE"))
        yield
        cursor.execute(KEEP_HISTORY.format("ENABLE"))
        cursor.execute(ENTRIES, [cycle.pk])


def sign(municipality: Unit, head: Head) -> None:
    """Say who handed in and who decided, where it is somebody with an account.

    The officer decides on the municipality's organizations, the operator elsewhere.
    """
    by_name = {user.username: user for user in User.objects.exclude(memberships=None)}
    decided = Submission.objects.filter(
        cycle__owner=municipality.parent_id, decided_at__isnull=False
    )
    below = decided.filter(unit__parent=municipality)
    below.update(decided_by=by_name["municipal"])
    decided.filter(decided_by=None).update(decided_by=by_name["operator"])
    submitted = Submission.objects.filter(submitted_at__isnull=False)
    submitted.filter(unit=head.unit).update(submitted_by=by_name["head"])
    submitted.filter(unit=municipality).update(submitted_by=by_name["municipal"])


def write_journal(region: Unit) -> None:
    """Put every step of the region's submissions on record, in order of time."""
    with connection.cursor() as cursor:
        cursor.execute(STEPS, [region.pk])
