"""Jobs that wait with nobody at work: told once a day, and never by mistake."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings as now
from django.core.management import call_command
from django.utils import timezone

from portal import checks, queue_watch, tasks
from portal.models import Job, JobItem, Notification, User

Item = JobItem.Status
AGO = dt.timedelta(hours=1)


@pytest.fixture
def job(region) -> Job:
    """A job started an hour ago, with one item nobody has taken."""
    made = Job.objects.create(
        kind="cycle",
        key="cycle:1",
        subject_id=1,
        unit=region,
        step="compute",
        last_step="letters",
        title="Расчёт",
    )
    Job.objects.filter(pk=made.pk).update(created_at=timezone.now() - AGO)
    JobItem.objects.create(job=made, step="compute", subject_id=1)
    return made


def test_a_job_nobody_works_on_is_told_once_a_day(job, administrator, ministry):
    assert tasks.watch() == 1
    assert tasks.watch() == 1

    notice = Notification.objects.get()
    assert notice.user == administrator
    assert notice.url == "/jobs/"


def test_it_is_told_again_the_next_day(job, administrator, monkeypatch):
    queue_watch.alert()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(queue_watch.timezone, "localdate", lambda: tomorrow)

    queue_watch.alert()

    assert Notification.objects.count() == 2


def test_it_is_told_without_a_worker(job, administrator, capsys):
    call_command("watch_jobs")

    assert Notification.objects.get().user == administrator


def test_closed_accounts_are_not_told(job, administrator):
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    queue_watch.alert()

    assert not Notification.objects.exists()


def test_a_young_job_only_waits(job):
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now())

    assert queue_watch.alert() == 0


def test_a_job_in_hand_is_no_alarm(job):
    job.items.update(
        status=Item.RUNNING, lease_until=timezone.now() + dt.timedelta(seconds=60)
    )

    assert queue_watch.alert() == 0


def test_a_dead_worker_is_an_alarm(job):
    job.items.update(status=Item.RUNNING, lease_until=timezone.now() - AGO)

    assert queue_watch.alert() == 1


def test_a_job_that_moves_is_no_alarm(job):
    JobItem.objects.create(
        job=job,
        step="compute",
        subject_id=2,
        status=Item.DONE,
        finished_at=timezone.now(),
    )

    assert queue_watch.alert() == 0


def test_a_job_that_is_over_is_no_alarm(job):
    Job.objects.filter(pk=job.pk).update(status=Job.Status.FAILED)

    assert queue_watch.alert() == 0


def test_the_broker_waits_longer_than_any_lease(settings):
    assert checks.queue_is_more_patient_than_leases(None) == []

    settings.JOB_LEASE_SECONDS = 4000
    faults = checks.queue_is_more_patient_than_leases(None)

    assert [fault.id for fault in faults] == ["portal.E003"]


def test_the_broker_waits_longer_than_a_task_may_run(settings):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60}

    assert now.CELERY_TASK_TIME_LIMIT > 60
    assert len(checks.queue_is_more_patient_than_leases(None)) == 1
