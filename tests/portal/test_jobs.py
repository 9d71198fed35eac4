"""Jobs: every item once, three attempts, one closing, whatever happens to messages."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal import jobs_run, tasks
from portal.errors import Refused
from portal.job_steps import Step
from portal.models import Job, JobItem, JournalEntry, Notification, Unit, User
from portal.services import job_items, job_progress, jobs
from tests import factories
from tests.portal import trial_steps

Item = JobItem.Status


@pytest.fixture(autouse=True)
def sent(settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Steps of tests, no broker; the messages that would have been sent."""
    settings.JOB_STEPS = {"trial": "tests.portal.trial_steps.STEPS"}
    trial_steps.reset()
    messages: list[int] = []
    monkeypatch.setattr(
        tasks.work, "apply_async", lambda args, **_options: messages.append(args[0])
    )
    return messages


def start(unit: Unit, by: User, items: int = 5, step: str = "second") -> Job:
    trial_steps.reset(items)
    return jobs.start(
        kind="trial", subject_id=unit.pk, unit=unit, title="Проба", by=by, step=step
    )


def work_off(job: Job) -> Job:
    """Do the whole job as workers would, batch after batch."""
    for _batch in range(20):
        jobs_run.batch(job.pk)
        job.refresh_from_db()
        if not job.is_active:
            break
    return job


def statuses(job: Job) -> list[str]:
    return list(job.items.order_by("pk").values_list("status", flat=True))


def lose(job: Job, attempts: int = 1) -> None:
    """Leave an item as a worker leaves it that was killed some time ago."""
    ago = timezone.now() - dt.timedelta(hours=1)
    first = job.items.order_by("pk").values("pk")[:1]
    JobItem.objects.filter(pk__in=first).update(
        status=Item.RUNNING, attempts=attempts, lease_until=ago
    )
    Job.objects.filter(pk=job.pk).update(created_at=ago)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as made:
        client.get(reverse("jobs"))
    return len(made)


def with_work(step: Step, work: Callable[[int], None]) -> Step:
    return Step(**{**vars(step), "work": work})


# Start


def test_start_writes_items_and_calls_workers_after_commit(
    region, ministry, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = start(region, ministry)
        assert sent == []

    assert job.items.count() == 5
    assert sent == [job.pk, job.pk]
    assert JournalEntry.objects.get().action == "job_started"


def test_start_twice_returns_the_running_job(region, ministry):
    first = start(region, ministry)

    assert start(region, ministry).pk == first.pk
    assert Job.objects.count() == 1


def test_start_returns_the_other_job_though_it_is_over_meanwhile(
    region, ministry, monkeypatch
):
    first = start(region, ministry)

    def lose_the_race(_job: Job) -> bool:
        Job.objects.filter(pk=first.pk).update(status=Job.Status.DONE)
        return False

    monkeypatch.setattr(jobs, "_is_only", lose_the_race)

    assert start(region, ministry).pk == first.pk


def test_start_is_refused_without_the_right(region, head):
    with pytest.raises(PermissionDenied):
        start(region, head)


def test_start_rolled_back_sends_nothing(
    region, ministry, sent, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(PermissionDenied),
    ):
        jobs.start(
            kind="trial", subject_id=1, unit=region, title="", by=factories.user()
        )

    assert sent == []


# Steps


def test_steps_follow_one_another_and_close_once_each(region, ministry):
    job = work_off(start(region, ministry, items=60, step=""))

    assert job.status == Job.Status.DONE
    assert trial_steps.closed == ["first", "second"]
    assert sorted(trial_steps.done) == list(range(1, 61))
    assert job.finished_at is not None
    notice = Notification.objects.get(user=ministry)
    assert "Проба" in notice.text
    assert notice.url == reverse("job", args=[job.pk])


def test_a_step_without_items_is_closed(region, ministry):
    job = work_off(start(region, ministry, items=0))

    assert job.status == Job.Status.DONE
    assert trial_steps.closed == ["second"]


def test_a_failed_item_fails_a_job_that_needs_all(region, ministry, monkeypatch):
    monkeypatch.setitem(
        trial_steps.STEPS,
        "first",
        with_work(trial_steps.STEPS["first"], lambda _pk: trial_steps.refuse()),
    )

    job = work_off(start(region, ministry, step=""))

    assert (job.status, job.error) == (Job.Status.FAILED, "Так нельзя.")
    assert job.items.get().attempts == 3
    assert trial_steps.closed == []


def test_a_failed_item_is_spared_where_others_may_go_on(region, ministry):
    job = start(region, ministry)
    trial_steps.trouble[3] = trial_steps.refuse

    work_off(job)

    assert job.status == Job.Status.DONE
    assert statuses(job) == ["done", "done", "failed", "done", "done"]
    assert job.items.get(subject_id=3).attempts == 3
    assert job.items.get(subject_id=3).error == "Так нельзя."


def test_an_internal_error_is_told_by_its_kind_only(region, ministry, caplog):
    job = start(region, ministry, items=1)
    trial_steps.trouble[1] = lambda: int("Петрова Анна")  # type: ignore[func-returns-value]

    work_off(job)

    assert "ValueError" in job.items.get().error
    assert "Петрова" not in job.items.get().error
    assert "Traceback" in caplog.text


def test_a_closing_that_fails_fails_the_job_and_can_be_tried_again(region, ministry):
    job = start(region, ministry)
    trial_steps.trouble[0] = trial_steps.refuse
    assert work_off(job).status == Job.Status.FAILED

    trial_steps.trouble.clear()
    jobs.retry(job.pk, by=ministry)

    assert work_off(job).status == Job.Status.DONE


# Dead workers


def test_a_lost_item_is_taken_over_and_the_dead_workers_place_filled(
    region, ministry, sent, django_capture_on_commit_callbacks
):
    job = start(region, ministry, items=2)
    lose(job)

    with django_capture_on_commit_callbacks(execute=True):
        jobs_run.batch(job.pk)

    assert statuses(job) == ["done", "done"]
    assert sent == [job.pk]


def test_an_item_over_which_workers_die_stops_at_three(region, ministry):
    job = start(region, ministry, items=3)
    lose(job, attempts=3)

    jobs_run.sweep()
    work_off(job)

    poison = job.items.order_by("pk").first()
    assert poison is not None
    assert (poison.status, poison.attempts) == (Item.FAILED, 3)
    assert "3" in poison.error
    assert statuses(job) == ["failed", "done", "done"]
    assert job.status == Job.Status.DONE


def test_a_worker_that_lost_its_lease_cannot_end_the_item(region, ministry):
    job = start(region, ministry, items=1)
    step = trial_steps.STEPS["second"]
    slow = job_items.claim(job.pk, step)
    assert slow is not None
    JobItem.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    quick = job_items.claim(job.pk, step)
    assert quick is not None

    assert not job_items.settle(slow, "too late")
    assert job_items.settle(quick)
    assert statuses(job) == ["done"]


def test_an_item_in_hand_is_nobody_elses(region, ministry):
    job = start(region, ministry, items=1)
    step = trial_steps.STEPS["second"]

    assert job_items.claim(job.pk, step) is not None
    assert job_items.claim(job.pk, step) is None


# Lost messages


def test_sweep_calls_workers_to_a_job_that_stands_still(
    region, ministry, sent, django_capture_on_commit_callbacks
):
    job = start(region, ministry)
    Job.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.sweep() == 1

    assert sent == [job.pk, job.pk]


def test_sweep_leaves_alone_a_job_at_work(region, ministry):
    job = start(region, ministry)
    Job.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    job_items.claim(job.pk, trial_steps.STEPS["second"])

    assert jobs_run.sweep() == 0


def test_sweep_makes_up_for_a_lost_closing(region, ministry):
    job = start(region, ministry)
    ago = timezone.now() - dt.timedelta(hours=1)
    Job.objects.update(created_at=ago)
    job.items.update(status=Item.DONE, finished_at=ago)

    jobs_run.sweep()

    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert trial_steps.closed == ["second"]


def test_work_on_a_job_that_is_gone_does_nothing(db):
    assert tasks.work(404) == 0


# Cancel and retry


def test_cancel_stops_what_is_not_begun(region, ministry):
    job = start(region, ministry)
    in_hand = job_items.claim(job.pk, trial_steps.STEPS["second"])
    assert in_hand is not None

    jobs.cancel(job.pk, by=ministry)

    assert not job_items.settle(in_hand)
    assert jobs_run.batch(job.pk) == 0
    assert set(statuses(job)) == {"canceled"}
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELED
    assert trial_steps.closed == []


def test_cancel_is_refused_when_the_job_is_over_or_without_the_right(
    region, ministry, head
):
    job = start(region, ministry)
    with pytest.raises(PermissionDenied):
        jobs.cancel(job.pk, by=head)

    work_off(job)

    with pytest.raises(Refused):
        jobs.cancel(job.pk, by=ministry)


def test_retry_takes_up_what_failed(region, ministry):
    job = start(region, ministry)
    trial_steps.trouble[3] = trial_steps.refuse
    work_off(job)
    trial_steps.trouble.clear()

    assert jobs.retry(job.pk, by=ministry) == 1

    assert work_off(job).status == Job.Status.DONE
    assert set(statuses(job)) == {"done"}
    assert trial_steps.done.count(1) == 1
    assert trial_steps.closed == ["second", "second"]


def test_retry_takes_up_what_was_canceled(region, ministry):
    job = start(region, ministry)
    jobs.cancel(job.pk, by=ministry)

    assert jobs.retry(job.pk, by=ministry) == 5
    assert work_off(job).status == Job.Status.DONE


def test_retry_is_refused_where_nothing_failed_or_a_later_job_exists(region, ministry):
    job = start(region, ministry)
    with pytest.raises(Refused):
        jobs.retry(job.pk, by=ministry)
    jobs.cancel(job.pk, by=ministry)
    start(region, ministry)

    with pytest.raises(Refused):
        jobs.retry(job.pk, by=ministry)


# Progress


def test_progress_counts_and_guesses_the_rest(
    region, ministry, django_assert_num_queries
):
    job = start(region, ministry, items=10)
    ids = list(job.items.values_list("pk", flat=True))
    for second, pk in enumerate(ids[:5]):
        at = timezone.now() + dt.timedelta(seconds=2 * second)
        JobItem.objects.filter(pk=pk).update(
            status=Item.FAILED if second == 4 else Item.DONE, finished_at=at
        )

    with django_assert_num_queries(1):
        progress = jobs.progress(job)

    assert (progress.done, progress.failed, progress.total) == (4, 1, 10)
    assert progress.seconds_left == 10


def test_seconds_left_is_unknown_before_the_second_item():
    now = timezone.now()

    assert (
        job_progress.seconds_left(total=9, done=1, failed=0, first=now, last=now)
        is None
    )


# Pages


def test_job_page_shows_progress_and_what_was_not_done(client, region, ministry):
    job = start(region, ministry)
    trial_steps.trouble[3] = trial_steps.refuse
    work_off(job)
    client.force_login(ministry)

    text = client.get(reverse("job", args=[job.pk])).content.decode()

    assert "Subject 3" in text
    assert "Так нельзя." in text
    assert reverse("job_retry", args=[job.pk]) in text


def test_job_part_asks_for_the_page_when_the_job_is_over(client, region, ministry):
    job = start(region, ministry)
    client.force_login(ministry)
    url = reverse("job_part", args=[job.pk])
    assert url in client.get(url).content.decode()

    jobs.cancel(job.pk, by=ministry)
    response = client.get(url)

    assert response.headers["HX-Refresh"] == "true"
    assert url not in response.content.decode()


def test_job_is_stopped_and_taken_up_by_buttons(client, region, ministry):
    job = start(region, ministry)
    client.force_login(ministry)

    client.post(reverse("job_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELED

    client.post(reverse("job_retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.is_active


def test_jobs_of_another_region_do_not_exist(client, region, ministry, outsider):
    job = start(region, ministry)
    client.force_login(outsider)

    assert client.get(reverse("job", args=[job.pk])).status_code == 404
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 404
    assert "Проба" not in client.get(reverse("jobs")).content.decode()


def test_an_administrator_sees_a_job_but_cannot_stop_it(
    client, region, ministry, administrator
):
    job = start(region, ministry)
    client.force_login(administrator)

    page = client.get(reverse("job", args=[job.pk])).content.decode()

    assert reverse("job_cancel", args=[job.pk]) not in page
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 403


def test_job_list_takes_the_same_queries_for_many(client, region, ministry):
    client.force_login(ministry)
    jobs.cancel(start(region, ministry, items=1).pk, by=ministry)
    queries_of(client)  # of the first visit, with what it puts into caches
    few = queries_of(client)

    for _job in range(20):
        jobs.cancel(start(region, ministry, items=1).pk, by=ministry)

    assert queries_of(client) == few


# Together


@pytest.fixture
def at_once(transactional_db: None) -> Iterator[Callable[..., list[object]]]:
    """Run an act in ten threads that begin together, each with its own connection."""

    def run(act: Callable[[], object], count: int = 10) -> list[object]:
        gate = threading.Barrier(count)

        def one() -> object:
            try:
                gate.wait()
                return act()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as pool:
            return [made.result() for made in [pool.submit(one) for _n in range(count)]]

    yield run
    connection.close()


def test_the_same_message_ten_times_does_each_item_once(at_once, region, ministry):
    job = start(region, ministry, items=200)

    def until_over() -> None:
        while jobs_run.batch(job.pk):
            pass

    at_once(until_over)

    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert sorted(trial_steps.done) == list(range(1, 201))
    assert trial_steps.closed == ["second"]
    assert set(job.items.values_list("attempts", flat=True)) == {1}


def test_last_finishers_together_close_once(at_once, region, ministry):
    job = start(region, ministry, items=10)

    at_once(lambda: jobs_run.batch(job.pk))

    assert trial_steps.closed == ["second"]


def test_starts_together_make_one_job(at_once, region, ministry):
    trial_steps.reset(3)

    made = at_once(
        lambda: (
            jobs.start(
                kind="trial", subject_id=1, unit=region, title="Проба", by=ministry
            ).pk
        )
    )

    assert len(set(made)) == 1
    assert Job.objects.count() == 1


def test_a_broker_that_is_away_does_not_stop_the_start(
    transactional_db, region, ministry, monkeypatch, caplog
):
    def away(_args: tuple[int], **_options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.work, "apply_async", away)

    job = start(region, ministry)

    assert job.items.filter(status=Item.PENDING).count() == 5
    assert "the broker is away" in caplog.text
