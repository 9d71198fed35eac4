"""The run of a cycle: from values to letters, once at a time, by hand and by day."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from monitoring.models import Cycle, Letter, Recommendation, Summary
from monitoring.services import calendar, letters, running
from monitoring.tasks import move_cycles
from portal import accounts, files, tasks
from portal.errors import Refused
from portal.models import Job, JobItem, JournalEntry, Notification, User
from tests import factories
from tests.monitoring import letter_rows

Status = Cycle.Status


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.work, "apply_async", lambda *_args, **_options: None)


@pytest.fixture
def collected(municipality) -> Cycle:
    """A closed cycle: three schools with heads, values and a rule for low levels."""
    region = municipality.parent
    method = factories.methodology(
        region, order_number="21", order_on=dt.date(2026, 1, 14)
    )
    indicator = factories.indicator(method, "1.1")
    letter_rows.rule(indicator)
    cycle = factories.cycle(method, region)
    for numerator in (2, 5, 9):
        school = factories.organization(municipality)
        factories.head_user(school)
        factories.value(cycle, school, indicator, numerator, 10)
    cycle.submissions.update(status="submitted", submitted_at=timezone.now())
    Cycle.objects.update(status=Status.VERIFYING)
    cycle.refresh_from_db()
    return cycle


def run(cycle: Cycle, step: str = "") -> Job:
    return running.run_now(cycle.pk, lambda _job: None, step)


def at(cycle: Cycle, status: str) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(status=status)


# The whole run


def test_a_run_computes_recommends_makes_and_sends(collected, ministry):
    job = run(collected)

    assert (job.status, job.error) == (Job.Status.DONE, "")
    collected.refresh_from_db()
    assert collected.status == Status.COMPUTED
    assert collected.computed_at is not None
    assert Summary.objects.whole().filter(unit__kind="organization").count() == 3
    assert Recommendation.objects.count() == 1
    made = list(Letter.objects.all())
    assert len(made) == 3
    assert all(files.is_intact(letter.path, letter.sha256) for letter in made)
    assert all(letter.issued_at for letter in made)
    assert Notification.objects.filter(key__startswith="letter:").count() == 3
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert actions == {"job_started", "letters_issued", "cycle_computed"}


def test_a_run_again_keeps_the_letters(collected):
    run(collected)
    before = list(Letter.objects.order_by("pk").values_list("pk", "sha256", "made_at"))

    assert run(collected).status == Job.Status.DONE

    after = list(Letter.objects.order_by("pk").values_list("pk", "sha256", "made_at"))
    assert after == before


def test_letters_of_a_cycle_that_holds_them_wait(collected):
    collected.holds_letters = True
    collected.save()

    run(collected)

    assert Letter.objects.filter(status="ready", issued_at=None).count() == 3


def test_steps_can_be_run_one_by_one(collected):
    run(collected, "compute")
    collected.refresh_from_db()
    assert (collected.status, Letter.objects.count()) == (Status.VERIFYING, 0)

    run(collected, "recommend")
    assert Letter.objects.filter(status="waiting").count() == 3

    run(collected, "letters")
    collected.refresh_from_db()
    assert collected.status == Status.COMPUTED
    assert Letter.objects.filter(status="ready").count() == 3


def test_a_letter_that_cannot_be_made_spares_the_others(collected, monkeypatch):
    run(collected, "compute")
    run(collected, "recommend")
    bad = Letter.objects.order_by("pk").first()
    assert bad is not None
    Letter.objects.filter(pk=bad.pk).update(content=bad.content | {"subject": "☃"})

    job = run(collected, "letters")

    assert job.status == Job.Status.DONE
    assert Letter.objects.filter(status="ready").count() == 2
    assert job.items.get(status="failed").subject_id == bad.pk
    bad.refresh_from_db()
    assert (bad.status, bad.issued_at) == ("failed", None)


def test_letters_over_which_workers_died_say_so(collected, monkeypatch):
    run(collected, "compute")
    run(collected, "recommend")
    job = running.start(collected.pk, by=accounts.robot(), step="letters")
    past = timezone.now() - dt.timedelta(minutes=1)
    job.items.update(status="running", attempts=3, lease_until=past)

    tasks.sweep()
    tasks.work(job.pk)

    assert set(Letter.objects.values_list("status", flat=True)) == {"failed"}
    assert all(
        "3" in reason for reason in Letter.objects.values_list("reason", flat=True)
    )


# Who and when


def test_start_needs_the_right(collected, officer):
    with pytest.raises(PermissionDenied):
        running.start(collected.pk, by=officer)


@pytest.mark.parametrize(
    "status", [Status.PLANNED, Status.COLLECTING, Status.PUBLISHED, Status.ARCHIVED]
)
def test_start_is_refused_at_other_steps_and_leaves_no_job(collected, ministry, status):
    at(collected, status)

    with pytest.raises(Refused):
        running.start(collected.pk, by=ministry)
    assert not Job.objects.exists()


def test_published_results_are_not_computed_even_by_a_job_begun_before(
    collected, ministry
):
    job = running.start(collected.pk, by=ministry)
    at(collected, Status.PUBLISHED)

    for _attempt in range(3):
        tasks.work(job.pk)

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert not Summary.objects.exists()
    assert Notification.objects.filter(user=ministry).count() == 1


def test_letters_of_published_results_can_still_be_made(collected, ministry):
    run(collected)
    at(collected, Status.PUBLISHED)
    Letter.objects.update(issued_at=None)
    Letter.objects.update(status="failed", reason="Нет шрифта.")

    job = letters.retry(collected.pk, by=ministry)
    tasks.work(job.pk)

    collected.refresh_from_db()
    assert collected.status == Status.PUBLISHED
    assert Letter.objects.filter(status="ready").count() == 3


def test_starts_together_with_the_calendar_make_one_job(
    transactional_db, collected, ministry
):
    gate = threading.Barrier(6)

    def start() -> int:
        try:
            gate.wait()
            return running.start(collected.pk, by=ministry).pk
        finally:
            connections.close_all()

    def by_day() -> int:
        try:
            gate.wait()
            return calendar.move()
        finally:
            connections.close_all()

    accounts.robot()
    Cycle.objects.update(run_on=timezone.localdate(), closes_on=dt.date(2026, 11, 3))
    with ThreadPoolExecutor(6) as pool:
        waiting = [
            pool.submit(act) for act in [start, start, start, start, by_day, by_day]
        ]
        [one.result() for one in waiting]

    assert Job.objects.count() == 1
    assert JobItem.objects.count() == 1


# By day


def today(cycle: Cycle) -> dt.date:
    return timezone.localdate(timezone=ZoneInfo(cycle.owner.timezone))


@pytest.fixture
def planned(collected) -> Cycle:
    """A planned cycle of a region by its own clock, far off in time."""
    collected.owner.timezone = "Asia/Kamchatka"
    collected.owner.save()
    collected.submissions.all().delete()
    at(collected, Status.PLANNED)
    return collected


def days(cycle: Cycle, opens: int, closes: int, runs: int) -> None:
    """Set the calendar, in days from today."""
    first = today(cycle)
    opens_on, closes_on, run_on = (
        first + dt.timedelta(days=shift) for shift in (opens, closes, runs)
    )
    Cycle.objects.filter(pk=cycle.pk).update(
        opens_on=opens_on, closes_on=closes_on, run_on=run_on
    )


@pytest.mark.parametrize(
    ("opens", "closes", "before", "after"),
    [
        (1, 9, Status.PLANNED, Status.PLANNED),
        (0, 9, Status.PLANNED, Status.COLLECTING),
        (-9, 0, Status.COLLECTING, Status.COLLECTING),
        (-9, -1, Status.COLLECTING, Status.VERIFYING),
    ],
)
def test_a_cycle_moves_on_its_day(planned, opens, closes, before, after):
    days(planned, opens, closes, 20)
    at(planned, before)

    move_cycles()
    move_cycles()

    planned.refresh_from_db()
    assert planned.status == after


def test_the_run_is_started_on_its_day_and_once(collected):
    collected.owner.timezone = "Europe/Kaliningrad"
    collected.owner.save()
    days(collected, -30, -5, 1)
    assert move_cycles() == 0

    days(collected, -30, -5, 0)
    assert (move_cycles(), move_cycles()) == (1, 0)
    Job.objects.update(status="failed")

    assert move_cycles() == 0
    assert Job.objects.get().created_by == accounts.robot()


def test_a_cycle_that_cannot_move_stays(planned):
    Cycle.objects.get().methodology.indicators.all().delete()
    days(planned, 0, 9, 20)

    assert move_cycles() == 0

    planned.refresh_from_db()
    assert planned.status == Status.PLANNED


# At the terminal


def test_run_cycle_by_year_prints_its_progress(collected):
    out = StringIO()

    call_command("run_cycle", "2026", stdout=out)

    assert "3 / 3" in out.getvalue()
    assert Letter.objects.filter(status="ready").count() == 3


def test_run_cycle_says_why_it_cannot(collected):
    at(collected, Status.COLLECTING)

    with pytest.raises(CommandError):
        call_command("run_cycle", str(collected.pk), stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("run_cycle", "1999", stdout=StringIO())
    assert User.objects.filter(username=accounts.ROBOT).count() == 1
