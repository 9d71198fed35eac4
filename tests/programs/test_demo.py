"""The programs' demo: five documents, running plans in every state, always the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from monitoring.demo import loading
from monitoring.demo.loading import Loaded, Size
from portal.accounts import robot
from portal.models import Attachment, Body, JournalEntry
from programs.demo import ground
from programs.models import (
    Evaluation,
    Event,
    Finding,
    Move,
    Occurrence,
    Practice,
    Program,
)
from programs.reading import differences
from programs.reading import evaluation as reading

SMALL = Size(organizations=60, closed_cycles=0)
PASSWORD = "long enough a word"
Status = Occurrence.Status


@pytest.fixture
def loaded(db: None) -> Loaded:
    return loading.load(SMALL, password=PASSWORD, by=robot())


def state() -> list[tuple[object, ...]]:
    """What the demo says of every occurrence, but for ids and times."""
    rows = Occurrence.objects.order_by(
        "event__program__code", "event__number", "event__name", "unit__name", "number"
    )
    return list(
        rows.values_list(
            *("event__program__code", "event__number", "unit__name", "number"),
            *("status", "starts_on", "due_on", "held_on", "participants"),
        )
    )


def test_the_demo_has_the_documents_and_the_running_programs(loaded: Loaded) -> None:
    programs = Program.objects.order_by("pk")

    assert Counter(programs.values_list("status", flat=True)) == {
        "draft": 4,
        "finished": 1,
        "replaced": 1,
        "published": 2,
    }
    counts = {row.code: row.events.count() for row in programs.filter(edition=1)}
    assert counts["practice-of-management-2021"] == 34
    assert counts["management-support-2022"] == 16
    assert counts["measures-2022"] == 37
    assert counts["letter-2022"] == 15
    assert counts["recommendations-2024"] == 82


def test_drafts_are_kept_back_by_findings_of_their_own(loaded: Loaded) -> None:
    blocking = Finding.objects.blocking().filter(program__status="draft")

    assert set(blocking.values_list("program__code", flat=True)) == {
        "management-support-2022",
        "measures-2022",
        "letter-2022",
        "recommendations-2024",
    }
    assert not Finding.objects.blocking().exclude(program__status="draft").exists()


def test_the_second_edition_differs_in_some_things(loaded: Loaded) -> None:
    second = Program.objects.get(edition=2)
    former = second.previous
    assert former

    found = differences.between(former, second)

    titles = {(row.kind, row.title) for row in found}
    assert 6 <= len(titles) <= 8
    assert {row.kind for row in found} == {"added", "removed", "changed"}


def test_running_programs_show_every_state(loaded: Loaded) -> None:
    today = timezone.localdate()
    rows = Occurrence.objects.in_force()

    counts = Counter(rows.values_list("status", flat=True))
    assert set(counts) == set(Status.values)
    assert counts["cancelled"] == 1
    if today.month > ground.FIRST_MONTHS + 2:
        assert rows.overdue(today).exists()
        assert rows.coming(today, today + dt.timedelta(days=60)).exists()
        assert rows.filter(is_confirmed=True).exists()
        assert Move.objects.exists()
    assert not rows.filter(held_on__gt=today).exists()
    assert not rows.filter(status="planned", held_on__isnull=False).exists()


def test_an_event_of_the_municipalities_runs_in_each(loaded: Loaded) -> None:
    places = len(ground.survey_places(loaded.region))
    event = Event.objects.filter(
        program__status="published", runs=Event.Runs.MUNICIPALITIES
    ).order_by("position")[0]

    assert event.occurrences.values("unit").distinct().count() == places
    assert Body.objects.filter(is_every_municipality=True).count() == 1


def test_what_was_held_is_proven_and_checked_by_another(loaded: Loaded) -> None:
    held = Occurrence.objects.filter(status__in=Occurrence.DONE)
    files = Attachment.objects.filter(owner="programs.occurrence")

    assert held.exists()
    assert set(held.values_list("pk", flat=True)) <= set(
        files.values_list("owner_id", flat=True)
    )
    for row in held.filter(status="checked").select_related("checked_by", "held_by"):
        assert row.checked_by != row.held_by


def test_last_year_is_evaluated_signed_and_by_its_own_figures(loaded: Loaded) -> None:
    row = Evaluation.objects.select_related("program__unit").get()

    assert row.signed_at
    assert row.year is not None
    assert reading.days_of(row.program, row.year).last < timezone.localdate()
    now = reading.figures(row.program, row.year)
    assert row.figures == now
    done = sum(now["all"][key] for key in ("on_time", "moved", "late"))
    assert done
    assert f"Проведено мероприятий: {done} из" in row.conclusion
    assert row.proposals
    assert "{" not in row.conclusion + row.proposals


def test_an_event_is_handed_over_with_a_reason(loaded: Loaded) -> None:
    entry = JournalEntry.objects.get(action="event_handed_over")

    assert entry.reason
    event = Event.objects.get(pk=entry.subject_id)
    assert event.program.is_in_force
    (now,) = event.bodies.in_charge()
    assert not now.is_responsible


def test_practices_show_effects_that_people_believe(db: None) -> None:
    grown = Size(organizations=120, closed_cycles=2)
    loading.load(grown, password=PASSWORD, by=robot())

    rows = list(Practice.objects.exclude(value_before=None))

    assert len(rows) > len(Practice.objects.all()) / 2
    for row in rows:
        assert row.value_before is not None
        assert row.value_after is not None
        assert 0 < row.value_before < row.value_after < 100
        assert row.value_after - row.value_before <= 40


def test_the_demo_is_the_same_each_time(db: None) -> None:
    states = []
    for _ in range(2):
        with transaction.atomic():
            loading.load(SMALL, password=PASSWORD, by=robot())
            states.append(state())
            transaction.set_rollback(True)

    assert states[0] == states[1]
    assert len(states[0]) > 100
