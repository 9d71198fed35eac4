"""A kind of job for tests: what its work does is set by each test."""

from __future__ import annotations

import threading
from collections.abc import Callable

from portal.errors import Refused
from portal.job_steps import Step
from portal.models import Job

subjects: list[int] = []
done: list[int] = []
closed: list[str] = []
trouble: dict[int, Callable[[], None]] = {}
lock = threading.Lock()


def reset(count: int = 0) -> None:
    """Forget what earlier tests did."""
    subjects[:] = range(1, count + 1)
    done.clear()
    closed.clear()
    trouble.clear()


def refuse() -> None:
    raise Refused("Так нельзя.")


def work(subject_id: int) -> None:
    if subject_id in trouble:
        trouble[subject_id]()
    with lock:
        done.append(subject_id)


def close(job: Job) -> None:
    with lock:
        closed.append(job.step)
    if 0 in trouble:
        trouble[0]()


STEPS = {
    "first": Step(
        name="first",
        label="First",
        items=lambda job: [job.subject_id],
        work=lambda subject_id: None,
        close=close,
        next="second",
    ),
    "second": Step(
        name="second",
        label="Second",
        items=lambda job: list(subjects),
        work=work,
        close=close,
        spares=True,
        describe=lambda ids: {pk: f"Subject {pk}" for pk in ids},
    ),
}
