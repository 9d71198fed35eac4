"""Items of jobs: who works on one, under which lease, and how it ended.

An item changes hands by one UPDATE. The number of its attempt is the holder's
token: a worker that has lost its lease can no longer end what another one took.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.job_steps import Step
from portal.models import Job, JobItem

Status = JobItem.Status
BATCH = 5000
MANY = 1000
# Asked by ranges, so that the order can come from nothing but the index of open items:
# with "job_id = …" the planner walks the primary key past all that is done.
CLAIM = """
UPDATE portal_jobitem SET
    status = 'running',
    attempts = attempts + 1,
    lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
 WHERE id = (
    SELECT id
      FROM portal_jobitem
     WHERE job_id BETWEEN %(job)s AND %(job)s AND step BETWEEN %(step)s AND %(step)s
       AND status IN ('pending', 'running')
       AND (status = 'pending' OR lease_until < clock_timestamp())
       AND attempts < %(most)s
       AND EXISTS (SELECT FROM portal_job
                    WHERE id = %(job)s AND status = 'running' AND step = %(step)s)
     ORDER BY job_id, step, id
       FOR UPDATE SKIP LOCKED
     LIMIT 1)
RETURNING id, subject_id, attempts, error
"""


@dataclass(frozen=True)
class Claim:
    """An item in hand."""

    pk: int
    subject_id: int
    attempt: int
    error: str  # of the attempt before

    @property
    def was_left(self) -> bool:
        """Whether the worker before this one died over it."""
        return self.attempt > 1 and not self.error


def add(job: Job, step: Step) -> None:
    """Write the step's items; those already there stay as they are."""
    made = JobItem.objects.bulk_create(
        (
            JobItem(job=job, step=step.name, subject_id=subject_id)
            for subject_id in step.items(job)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    if len(made) > MANY:  # or the planner knows of few and reads them all each time
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE portal_jobitem")


def claim(job_id: int, step: Step) -> Claim | None:
    """Take an item nobody works on, its attempt counted; None if there is none.

    Call it outside a transaction: the attempt must be on record before the work.
    """
    names: dict[str, int | str] = {
        "job": job_id,
        "step": step.name,
        "lease": step.lease_seconds,
        "most": JobItem.MAX_ATTEMPTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, names)
        row = cursor.fetchone()
    return Claim(*row) if row else None


def settle(item: Claim, error: str = "") -> bool:
    """End the attempt; False if the item was taken over or canceled meanwhile."""
    is_over = not error or item.attempt >= JobItem.MAX_ATTEMPTS
    status = Status.PENDING
    if is_over:
        status = Status.FAILED if error else Status.DONE
    held = JobItem.objects.filter(
        pk=item.pk, status=Status.RUNNING, attempts=item.attempt
    )
    return bool(
        held.update(
            status=status,
            error=error,
            lease_until=None,
            finished_at=Now() if is_over else None,
        )
    )


def fail_abandoned() -> int:
    """Give up the items over which workers died until no attempt was left."""
    gone = JobItem.objects.filter(
        status=Status.RUNNING,
        lease_until__lt=Now(),
        attempts__gte=JobItem.MAX_ATTEMPTS,
    )
    return gone.update(
        status=Status.FAILED,
        error=_("The worker died over it %(count)s times.")
        % {"count": JobItem.MAX_ATTEMPTS},
        lease_until=None,
        finished_at=Now(),
    )


def reopen(items: Iterable[int]) -> int:
    """Let the items be tried anew from the first attempt."""
    return JobItem.objects.filter(pk__in=list(items)).update(
        status=Status.PENDING,
        attempts=0,
        error="",
        lease_until=None,
        finished_at=None,
    )
