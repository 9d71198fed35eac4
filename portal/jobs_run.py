"""The worker's loop: takes items of a job, one after the other, for a while."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import job_faults, job_steps, notices
from portal.job_steps import Step
from portal.models import Job, JobItem, User
from portal.services import job_items, jobs
from portal.services.job_items import Claim

BATCH_ITEMS = 25
BATCH_SECONDS = 20
IDLE_SECONDS = 0.5


def batch(job_id: int) -> int:
    """Do some of the job's items and call for the next batch; return how many.

    Short, so that jobs take turns. When nothing is left to take, the step may be
    over.
    """
    job = Job.objects.active().filter(pk=job_id).first()
    if job is None:
        return 0
    until, count = time.monotonic() + BATCH_SECONDS, 0
    while count < BATCH_ITEMS and time.monotonic() < until:
        if not _do_next(job):
            finish(job_id)
            return count
        count += 1
    jobs.send_hints(job, 1)
    return count


def run_through(job_id: int, tell: Callable[[Job], None]) -> Job:
    """Do the whole job in this process, beside whichever workers there are."""
    while True:
        job = Job.objects.get(pk=job_id)
        tell(job)
        if not job.is_active:
            return job
        job_items.fail_abandoned()
        if not _do_next(job):
            finish(job_id)
            if Job.objects.filter(pk=job_id, step=job.step).active().exists():
                time.sleep(IDLE_SECONDS)


def finish(job_id: int) -> None:
    """Close the step if it is over, and tell who started the job of its end."""
    with transaction.atomic():
        ended = jobs.finish_step(job_id)
        if ended and ended.created_by:
            _tell(ended, ended.created_by)


def sweep() -> int:
    """Wake jobs that stand still though they have work; return how many.

    Their messages were lost, or the workers died; closings that were lost are made
    up for.
    """
    job_items.fail_abandoned()
    still = list(_standing_still())
    for job in still:
        if job.has_open_items:  # type: ignore[attr-defined]
            jobs.send_hints(job)
        else:
            finish(job.pk)
    return len(still)


def _do_next(job: Job) -> bool:
    """Take one item and do it; False if there is none to take."""
    step = job_steps.step_of(job)
    item = job_items.claim(job.pk, step)
    if item is None:
        return False
    if item.was_left:  # its worker took its place in the queue along
        jobs.send_hints(job, 1)
    _do(job, step, item)
    return True


def _do(job: Job, step: Step, item: Claim) -> None:
    what = f"job {job.pk}, {step.name} {item.subject_id}, attempt {item.attempt}"
    job_items.settle(item, job_faults.caught(lambda: step.work(item.subject_id), what))


def _standing_still() -> QuerySet[Job]:
    """Jobs with nobody at work and nothing done lately."""
    lately = timezone.now() - dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    items = JobItem.objects.filter(job=OuterRef("pk"))
    held = items.filter(status=JobItem.Status.RUNNING, lease_until__gte=Now())
    return (
        Job.objects.active()
        .filter(~Exists(held), ~Exists(items.filter(finished_at__gt=lately)))
        .filter(created_at__lt=lately)
        .annotate(has_open_items=Exists(items.filter(step=OuterRef("step")).open()))
    )


def _tell(job: Job, user: User) -> None:
    key = f"job:{job.pk}:{timezone.now().timestamp():.0f}"  # it may end twice
    notices.notify([user], key, lambda: _ended(job), reverse("job", args=[job.pk]))


def _ended(job: Job) -> str:
    name = {"title": job.title}
    if job.status == Job.Status.FAILED:
        return _("The job «%(title)s» has stopped: it could not be done.") % name
    return _("The job «%(title)s» is done.") % name
