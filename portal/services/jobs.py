"""Long runs: start, stop, try again; their steps follow one another in the database.

Messages only hint that there is work. Whether a step is over is judged under the
lock of the job's row, so that it closes once, however many workers come last.
"""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal import access, job_faults, job_steps, journal
from portal.access import Can
from portal.background import run_later
from portal.errors import Refused
from portal.job_steps import Step
from portal.models import Job, JobItem, Unit, User
from portal.models.jobs import JobItemQuerySet
from portal.services import job_items, job_progress
from portal.services.job_progress import Progress

Status = Job.Status
ITEM_FAILED = (JobItem.Status.FAILED, JobItem.Status.CANCELED)


@transaction.atomic
def start(
    *, kind: str, subject_id: int, unit: Unit, title: str, by: User, step: str = ""
) -> Job:
    """Start a job, or return the one that already runs for the same subject.

    With `step` only that step is done. Raises PermissionDenied without the right.
    """
    access.require(by, Can.RUN, unit)
    names = list(job_steps.steps_of(kind))
    job = Job(
        kind=kind,
        key=f"{kind}:{subject_id}",
        subject_id=subject_id,
        unit=unit,
        title=title,
        created_by=by,
        step=step or names[0],
        last_step=step or names[-1],
    )
    if not _is_only(job):
        return Job.objects.filter(key=job.key).latest("pk")  # it may be over by now
    journal.write("job_started", job, by=by, unit=unit, step=job.step)
    _begin(job)
    return job


@transaction.atomic
def cancel(job_id: int, *, by: User) -> None:
    """Stop the job: what is in hand is finished, nothing else is begun.

    Raises PermissionDenied without the right, Refused if the job is over.
    """
    job = _locked(job_id, by)
    if not job.is_active:
        raise Refused(_("The job is already over."))
    job.items.open().update(
        status=JobItem.Status.CANCELED, lease_until=None, finished_at=Now()
    )
    _end(job, Status.CANCELED)
    journal.write("job_canceled", job, by=by, unit=job.unit)


@transaction.atomic
def retry(job_id: int, *, by: User) -> int:
    """Try anew what failed or was stopped at the job's step; return how many items.

    Raises PermissionDenied without the right, Refused if there is nothing to try.
    """
    job = _locked(job_id, by)
    again = _failed(job)
    if not may_retry(job):
        raise Refused(_("There is nothing to try again in this job."))
    job.status, job.error, job.finished_at = Status.RUNNING, "", None
    if not _is_only(job):
        raise Refused(_("Such a job is already running."))
    count = job_items.reopen(again)
    journal.write("job_retried", job, by=by, unit=job.unit, items=count)
    send_hints(job)
    return count


def may_retry(job: Job) -> bool:
    """Tell whether the job stopped short, and none later has done its work."""
    if job.is_active or Job.objects.filter(key=job.key, pk__gt=job.pk).exists():
        return False
    return job.status != Status.DONE or bool(_failed(job))


def latest(key: str) -> Job | None:
    """Return the newest job of the subject, such as "cycle:5"."""
    return Job.objects.filter(key=key).order_by("-pk").first()


def progress(job: Job, *, by: User | None = None) -> Progress:
    """Return how far the job is; for a user, with what that user may do."""
    return job_progress.of(job, by=by)


@transaction.atomic
def finish_step(job_id: int) -> Job | None:
    """Close the job's step if no item is open; return the job if that ended it."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or not job.is_active or _at_step(job).open().exists():
        return None
    step = job_steps.step_of(job)
    if error := _fault(job, step):
        return _end(job, Status.FAILED, error)
    if step.next is None or job.step == job.last_step:
        return _end(job, Status.DONE)
    job.step = step.next
    job.save(update_fields=["step"])
    _begin(job)
    return None


def send_hints(job: Job, count: int | None = None) -> None:
    """Call workers to the job once the transaction is committed."""
    queue = job_steps.step_of(job).queue
    for _hint in range(settings.JOB_PARALLEL if count is None else count):
        run_later("portal.tasks.work", job.pk, queue=queue)


def _locked(job_id: int, by: User) -> Job:
    rows = Job.objects.select_for_update(of=("self",)).select_related("unit")
    job = rows.get(pk=job_id)
    access.require(by, Can.RUN, job.unit)
    return job


def _is_only(job: Job) -> bool:
    """Save the job; False if another one is active for the same subject."""
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        return False
    return True


def _begin(job: Job) -> None:
    job_items.add(job, job_steps.step_of(job))
    send_hints(job)


def _at_step(job: Job) -> JobItemQuerySet:
    return JobItem.objects.filter(job=job, step=job.step)


def _failed(job: Job) -> list[int]:
    return list(
        _at_step(job).filter(status__in=ITEM_FAILED).values_list("pk", flat=True)
    )


def _fault(job: Job, step: Step) -> str:
    """Close the step; return why the job cannot go on, empty if it can."""
    failed = _at_step(job).filter(status=JobItem.Status.FAILED).order_by("pk").first()
    if failed and not step.spares:
        return failed.error
    close = step.close
    if close is None:
        return ""
    return job_faults.caught_apart(
        lambda: close(job), f"closing step {step.name} of job {job.pk}"
    )


def _end(job: Job, status: str, error: str = "") -> Job:
    job.status, job.error = status, error
    job.finished_at = Now()
    job.save(update_fields=["status", "error", "finished_at"])
    return job
