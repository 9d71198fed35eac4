"""What a job of each kind does, step by step: settings.JOB_STEPS names the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from portal.models import Job


@dataclass(frozen=True)
class Step:
    """One stage of a job: which items it has and what is done to each.

    `items` returns the ids of the subjects. `work` gets one of them and may be run
    twice, at the same time even, so it must be idempotent. `close` runs once, when
    no item is open, within the transaction that ends the step. `leases` says how
    many leases (settings.JOB_LEASE_SECONDS) one item may take before another worker
    thinks it lost. A failed item fails the job unless the step `spares` it.
    `describe` names subjects for the page of the job.
    """

    name: str
    label: str | Promise
    items: Callable[[Job], Iterable[int]]
    work: Callable[[int], None]
    next: str | None = None
    close: Callable[[Job], None] | None = None
    leases: int = 1
    queue: str = "default"
    spares: bool = False
    describe: Callable[[Iterable[int]], dict[int, str]] | None = None

    @property
    def lease_seconds(self) -> int:
        """For how long a claimed item is nobody else's."""
        return self.leases * int(settings.JOB_LEASE_SECONDS)


def steps_of(kind: str) -> dict[str, Step]:
    """Return the steps of a kind of job, in their order."""
    steps: dict[str, Step] = import_string(settings.JOB_STEPS[kind])
    return steps


def step_of(job: Job) -> Step:
    """Return the step at which the job is."""
    return steps_of(job.kind)[job.step]
