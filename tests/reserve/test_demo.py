"""The reserve's demo: the funnel, every state, the same every time."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction
from django.db.models import Q

from monitoring.demo import loading
from monitoring.demo.loading import Loaded, Size
from portal.accounts import robot
from portal.models import Appointment, User
from reserve.demo import funnel
from reserve.models import (
    Application,
    Competition,
    Deficit,
    Member,
    Nomination,
    PlanItem,
    Sheet,
    TeamTraining,
    Tenure,
    Vacancy,
    agreed,
)
from reserve.reading import standing

PASSWORD = "long enough a word"
SMALL = Size(organizations=60, closed_cycles=1)


@pytest.fixture
def full(db: None) -> Loaded:
    return loading.load(Size(closed_cycles=2), password=PASSWORD, by=robot())


def test_the_funnel_is_that_of_a_real_region() -> None:
    years = funnel.years(1)

    sums = {name: sum(getattr(year, name) for year in years) for name in funnel.STEPS}

    assert sums == funnel.STEPS


def test_every_step_of_the_funnel_is_a_part_of_the_one_before() -> None:
    for size in (0.1, 0.5, 1, 7, 97):
        for year in funnel.years(size):
            counts = [getattr(year, name) for name in funnel.STEPS]
            assert counts == sorted(counts, reverse=True)


def test_the_full_demo_shows_every_state(full: Loaded) -> None:
    decided = Application.objects.filter(competition__status="decided")

    assert decided.count() == 175
    assert decided.filter(status="included").count() == 31
    assert Member.objects.filter(application__in=decided).count() == 31
    regional = Member.objects.filter(level="regional", status="appointed")
    assert 10 <= regional.count() <= 16
    assert set(Member.objects.values_list("status", flat=True)) == set(
        Member.Status.values
    )
    assert set(Nomination.objects.values_list("status", flat=True)) == set(
        Nomination.Status.values
    )
    assert set(Competition.objects.values_list("status", flat=True)) == {
        "announced",
        "assessing",
        "decided",
    }
    assert set(Sheet.objects.values_list("status", flat=True)) >= {"given", "done"}
    assert Vacancy.objects.filter(kind="forecast", status="open").exists()
    assert Vacancy.objects.filter(kind="now", status="open").exists()
    assert TeamTraining.objects.filter(finished_on=None).exists()
    assert PlanItem.objects.filter(status="running").exists()
    assert Deficit.objects.exclude(after=None).exists()


def test_everybody_consents_and_every_head_has_a_tenure(full: Loaded) -> None:
    assert not Member.objects.filter(~Q(agreed())).exists()
    assert not Application.objects.filter(~Q(agreed())).exists()
    heads = Appointment.objects.of_heads().on(loading.states.NOW)
    assert not heads.exclude(pk__in=Tenure.objects.values("appointment")).exists()


def test_places_in_the_protocols_are_those_of_the_formula(full: Loaded) -> None:
    for competition in Competition.objects.filter(status="decided"):
        ranked = {
            (row.key, row.place, row.total) for row in standing.ranked(competition)
        }
        columns = ("application", "place", "total")
        written = set(competition.protocol.decisions.values_list(*columns))
        assert written == ranked
        assert competition.protocol.signed_at


def test_the_appointed_came_to_their_posts_from_the_reserve(full: Loaded) -> None:
    for row in Nomination.objects.filter(status="appointed").select_related(
        "appointment", "member"
    ):
        assert row.appointment.person_id == row.person_id == row.member.person_id
        assert row.member.status == "appointed"
        assert row.member.included_on < row.appointment.starts_on == row.member.left_on


def test_a_candidate_and_an_expert_can_sign_in(full: Loaded) -> None:
    candidate = User.objects.get(username="candidate")
    expert = User.objects.get(username="expert")

    assert candidate.check_password(PASSWORD)
    assert not candidate.memberships.exists()
    own = Application.objects.get(person=candidate.person)
    assert own.status == "draft"
    member = Member.objects.get(person=candidate.person)
    assert member.plans.filter(status="approved").exists()
    assert expert.check_password(PASSWORD)
    own = Sheet.objects.filter(expert__user=expert)
    assert set(own.values_list("status", flat=True)) == {"given", "done"}


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_reserve() -> None:
    assert _digest() == _digest()


def _digest() -> str:
    with transaction.atomic():
        loading.load(SMALL, password=PASSWORD, by=robot())
        rows = [
            *Member.objects.order_by("pk").values_list(
                "person__last_name", "status", "included_on", "left_on", "unit__name"
            ),
            *Application.objects.order_by("pk").values_list(
                "number", "status", "person__last_name", "submitted_at"
            ),
            *PlanItem.objects.order_by("pk").values_list("name", "status", "ends_on"),
            *Nomination.objects.order_by("pk").values_list("status", "due_on"),
            *TeamTraining.objects.order_by("pk").values_list("name", "finished_on"),
        ]
        transaction.set_rollback(True)
    return hashlib.sha256(repr(rows).encode()).hexdigest()
