"""Workers and broker are killed in the midst of letters: none lost, twice or halved."""

from __future__ import annotations

import functools
import io
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kombu import Connection
from pypdf import PdfReader

from monitoring.models import Cycle, Letter
from monitoring.services import letter_drafts, running
from portal import accounts, files, tasks
from portal.config import redis_urls
from portal.models import Job, JobItem, JournalEntry, Notification
from tests.monitoring import letter_rows, workers
from tests.monitoring.workers import Broker, Worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
LEASE = 4  # seconds; the first letter of a process takes some of them


@dataclass
class Place:
    """A broker and a worker at work."""

    broker: Broker
    worker: Worker
    store: Path


@pytest.fixture
def place(settings, tmp_path, region, monkeypatch) -> Iterator[Place]:
    """Workers with short leases; messages of the test go to their broker."""
    settings.JOB_LEASE_SECONDS = LEASE
    with workers.broker() as broker:
        sent = Connection(
            redis_urls.broker_url(broker.url),
            transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        )
        send = functools.partial(tasks.work.apply_async, connection=sent)
        monkeypatch.setattr(tasks.work, "apply_async", send)
        with workers.worker(broker.url, tmp_path, LEASE) as worker:
            yield Place(broker, worker, tmp_path / "files")
        sent.release()


def letters_job(region, count: int) -> Job:
    """A job over drafted letters; without the annex they are made in half the time."""
    made = letter_rows.network(region, schools=count)
    letter_drafts.prepare(made.cycle.pk)
    letters = list(Letter.objects.all())
    for letter in letters:
        letter.content["indicators"] = []
    Letter.objects.bulk_update(letters, ["content"])
    return running.start(made.cycle.pk, by=accounts.robot(), step="letters")


def done() -> int:
    return JobItem.objects.filter(status=JobItem.Status.DONE).count()


def is_over(job: Job) -> bool:
    return not Job.objects.active().filter(pk=job.pk).exists()


def finish(job: Job) -> None:
    workers.wait_until(lambda: is_over(job), 300, between=tasks.sweep)


def reach(job: Job, count: int) -> None:
    """Wait until so many letters are made."""
    workers.wait_until(
        lambda: done() >= count or is_over(job), 300, between=tasks.sweep
    )


def check(job: Job, count: int, place: Place) -> None:
    """Every letter is there, once and whole; the job is closed once."""
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")
    assert set(job.items.values_list("status", flat=True)) == {"done"}
    assert max(job.items.values_list("attempts", flat=True)) <= JobItem.MAX_ATTEMPTS
    made = list(Letter.objects.all())
    assert [letter.status for letter in made] == ["ready"] * count
    assert len({letter.number for letter in made}) == count
    assert len({letter.unit_id for letter in made}) == count
    assert all(letter.issued_at for letter in made)
    check_files(made, place.store)
    assert JournalEntry.objects.filter(action="letters_issued").count() == 1
    assert Notification.objects.filter(key__startswith="letter:").count() == count
    assert Cycle.objects.get().status == Cycle.Status.COMPUTED


def check_files(made: list[Letter], store: Path) -> None:
    kept = [path for path in store.rglob("*.pdf") if path.is_file()]
    assert len(kept) == len({letter.path for letter in made}) == len(made)
    for letter in made:
        assert files.is_intact(letter.path, letter.sha256)
        with files.open_stored(letter.path) as file:
            data = file.read()
        assert data.rstrip().endswith(b"%%EOF")
        assert len(PdfReader(io.BytesIO(data)).pages) == letter.pages


@pytest.mark.parametrize("seed", [20261121])
def test_workers_killed_five_times_lose_nothing(region, place, seed):
    dice = random.Random(seed)  # noqa: S311 - no secret
    moments = sorted(dice.sample(range(6, 96, 6), 5))
    job = letters_job(region, 100)

    for moment in moments:
        reach(job, moment)
        time.sleep(dice.uniform(0, 0.3))
        place.worker.kill()
        place.worker.start()
    finish(job)

    check(job, 100, place)


def lose_a_child(place: Place) -> None:
    place.worker.kill_child()


def lose_messages(place: Place) -> None:
    place.broker.client.flushall()


def lose_the_broker(place: Place) -> None:
    place.broker.kill()
    tasks.sweep()
    time.sleep(1)
    place.broker.start()


@pytest.mark.parametrize("fault", [lose_a_child, lose_messages, lose_the_broker])
def test_a_fault_in_the_midst_loses_nothing(
    region, place, fault: Callable[[Place], None]
):
    job = letters_job(region, 16)

    reach(job, 5)
    fault(place)
    finish(job)

    check(job, 16, place)
