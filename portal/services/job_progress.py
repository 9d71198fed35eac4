"""How far a job is, from its rows: the same few queries however many items."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse

from portal import access, job_steps
from portal.access import Can
from portal.models import Job, JobItem, User

Item = JobItem.Status


@dataclass(frozen=True)
class Progress:
    """The job's present step in figures; `seconds_left` is None while unknown."""

    step: str
    done: int
    failed: int
    total: int
    seconds_left: int | None
    poll_url: str
    cancel_url: str


@dataclass(frozen=True)
class Stage:
    """A step of the job for the stepper: done, now or ahead."""

    label: str
    note: str
    state: str


def of(job: Job, *, by: User | None = None) -> Progress:
    """Return how far the job is; for a user, with what that user may do."""
    figures = _at_step(job).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(status=Item.DONE)),
        failed=Count("pk", filter=Q(status=Item.FAILED)),
        first=Min("finished_at"),
        last=Max("finished_at"),
    )
    return Progress(
        step=str(job_steps.step_of(job).label),
        done=figures["done"],
        failed=figures["failed"],
        total=figures["total"],
        seconds_left=seconds_left(**figures),
        poll_url=reverse("job_part", args=[job.pk]) if job.is_active else "",
        cancel_url=_cancel_url(job, by),
    )


def seconds_left(
    *,
    total: int,
    done: int,
    failed: int,
    first: dt.datetime | None,
    last: dt.datetime | None,
) -> int | None:
    """Return the time for the rest at the pace so far; None before the second item."""
    over = done + failed
    if first is None or last is None or over < 2:
        return None
    pace = (last - first).total_seconds() / (over - 1)
    return round(pace * (total - over))


def stages(job: Job) -> list[Stage]:
    """Return the steps the job takes, and at which it is."""
    names = list(job_steps.steps_of(job.kind))
    now = names.index(job.step)
    first = now if job.step == job.last_step != names[-1] else 0
    shown = names[first : names.index(job.last_step) + 1]
    return [_stage(job, name, names.index(name) - now) for name in shown]


def failed_items(job: Job) -> QuerySet[JobItem]:
    """Return the items of the job that were not done, in their order."""
    return JobItem.objects.filter(job=job, status=Item.FAILED).order_by("pk")


def described(items: list[JobItem], job: Job) -> list[tuple[str, JobItem]]:
    """Return the items with the names of their subjects."""
    names: dict[int, str] = {}
    for step in job_steps.steps_of(job.kind).values():
        subjects = [item.subject_id for item in items if item.step == step.name]
        if step.describe and subjects:
            names |= step.describe(subjects)
    return [(names.get(item.subject_id, ""), item) for item in items]


def _at_step(job: Job) -> QuerySet[JobItem]:
    return JobItem.objects.filter(job=job, step=job.step)


def _stage(job: Job, name: str, distance: int) -> Stage:
    state = "ahead" if distance > 0 else "done" if distance < 0 else "now"
    if state == "now" and job.status == Job.Status.DONE:
        state = "done"
    return Stage(str(job_steps.steps_of(job.kind)[name].label), "", state)


def _cancel_url(job: Job, by: User | None) -> str:
    if not job.is_active or (by and not access.may(by, Can.RUN, job.unit)):
        return ""
    return reverse("job_cancel", args=[job.pk])
