"""The demo: its shape, its people, its figures, and the same every time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from monitoring.demo import accounts, calendar, dice, loading, names, network, staff
from monitoring.demo.loading import Loaded, Size
from monitoring.models import (
    Cycle,
    Letter,
    Recommendation,
    RiskEntry,
    Submission,
    Summary,
    Value,
    ValueHistory,
)
from portal.accounts import robot
from portal.models import (
    Appointment,
    Body,
    Job,
    JournalEntry,
    Membership,
    Organization,
    Position,
    Unit,
    User,
)

Role = Membership.Role
Status = Submission.Status
SMALL = Size(organizations=60, closed_cycles=2)
YEARS = calendar.years(3)
NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


@pytest.fixture
def full(db: None) -> Loaded:
    return loading.load(Size(), password=accounts.PASSWORD, by=robot())


@pytest.fixture
def small(db: None) -> Loaded:
    return loading.load(SMALL, password=accounts.PASSWORD, by=robot())


def test_full_network_has_the_shape_of_the_real_one(full: Loaded) -> None:
    organizations = Organization.objects.filter(unit__path__startswith=full.region.path)
    shape = {
        row["type"]: (row["number"], row["learners"])
        for row in organizations.values("type").annotate(
            number=Count("pk"), learners=Sum("learners")
        )
    }

    assert shape == {
        "general": (380, 149_130),
        "evening": (6, 1_044),
        "adapted": (19, 3_463),
        "ppms": (1, 99),
        "private": (5, 817),
    }
    assert Unit.objects.within(full.region).municipalities().count() == 19
    assert Body.objects.filter(is_every_municipality=False).count() == 21


def test_full_demo_has_every_case(full: Loaded) -> None:
    closed = Value.objects.filter(cycle=full.last_closed)
    now = Cycle.objects.get(status=Cycle.Status.COLLECTING)
    states = Counter(now.submissions.values_list("status", flat=True))

    assert closed.filter(denominator=0).exists()
    assert closed.exclude(not_applicable_reason="").exists()
    silent = full.last_closed.submissions.exclude(unit__in=closed.values("unit"))
    assert 3 <= silent.count() <= 20
    assert set(states) == set(Status.values)


def test_levels_of_the_full_demo_spread_plausibly(full: Loaded) -> None:
    levels = Counter(
        Summary.objects.whole()
        .filter(cycle=full.last_closed, unit__kind=Unit.Kind.ORGANIZATION)
        .values_list("level", flat=True)
    )
    in_row = set(
        RiskEntry.objects.filter(cycle=full.last_closed).values_list(
            "years_in_row", flat=True
        )
    )

    assert 0.25 < levels["high"] / network.FULL < 0.42
    assert 0.14 < levels["low"] / network.FULL < 0.26
    assert in_row == {1, 2, 3}


def test_demo_head_of_the_full_demo_has_something_to_read(full: Loaded) -> None:
    called = Recommendation.objects.filter(
        cycle=full.last_closed, unit=full.head.unit, person=full.head.person
    )

    assert called.count() >= accounts.ENOUGH_RECOMMENDATIONS


@pytest.mark.django_db
def test_head_has_a_letter_at_once_and_a_job_makes_the_others() -> None:
    call_command("load_demo", organizations=60, cycles=1, verbosity=0)
    head = User.objects.get(username="head")
    letters = Letter.objects.current()

    own = letters.get(person=head.person)
    assert own.issued_at is not None
    assert own.sha256
    assert letters.count() == 60
    job = Job.objects.get()
    assert job.step == "letters"
    assert (
        job.items.count() == letters.filter(status=Letter.Status.WAITING).count() > 50
    )


def test_cycles_follow_one_another(small: Loaded) -> None:
    cycles = list(Cycle.objects.order_by("year"))

    assert [cycle.year for cycle in cycles] == [2024, 2025, 2026]
    assert all(later.previous == former for former, later in pairwise(cycles))
    assert [cycle.status for cycle in cycles] == [
        "published",
        "published",
        "collecting",
    ]


def test_collecting_cycle_shows_every_state_where_the_officer_signs_in(
    small: Loaded,
) -> None:
    municipality = Membership.objects.get(user__username="municipal").unit
    filed = Submission.objects.filter(
        cycle__status=Cycle.Status.COLLECTING, unit__parent=municipality
    )

    assert set(filed.values_list("status", flat=True)) == set(Status.values)
    decided = filed.filter(status__in=[Status.ACCEPTED, Status.RETURNED])
    assert set(decided.values_list("decided_by__username", flat=True)) == {"municipal"}


def test_one_municipality_has_everything_still_to_enter(small: Loaded) -> None:
    now = Cycle.objects.get(status=Cycle.Status.COLLECTING)
    untouched = [
        unit
        for unit in Unit.objects.within(small.region).municipalities()
        if not now.submissions.filter(unit__parent=unit)
        .exclude(status=Status.DRAFT)
        .exists()
    ]

    assert untouched
    before = Value.objects.filter(cycle=now.previous, unit__parent=untouched[0])
    assert (
        before.count()
        > Value.objects.filter(cycle=now, unit__parent=untouched[0]).count()
    )


def test_five_people_can_sign_in(small: Loaded) -> None:
    roles = dict(
        Membership.objects.exclude(role=Role.EXPERT).values_list(
            "user__username", "role"
        )
    )
    head = User.objects.get(username="head")

    assert roles == {
        "ministry": "ministry",
        "operator": "operator",
        "municipal": "municipal",
        "head": "head",
        "admin": "administrator",
    }
    assert head.check_password(accounts.PASSWORD)
    assert not User.objects.filter(is_staff=True).exists()
    assert head.person_id == small.head.person
    posts = Appointment.objects.of_heads().on(calendar.of(2026).closes_on)
    assert posts.get(person=head.person).position.unit_id == small.head.unit
    for user in User.objects.filter(memberships__isnull=False):
        validate_password(accounts.PASSWORD, user)


def test_head_has_only_begun_this_year(small: Loaded) -> None:
    own = Submission.objects.get(
        cycle__status=Cycle.Status.COLLECTING, unit=small.head.unit
    )

    assert own.status == Status.DRAFT


@pytest.mark.django_db
def test_same_seed_gives_the_same_demo() -> None:
    assert _digest_of(SMALL) == _digest_of(SMALL)


@pytest.mark.django_db
def test_another_seed_gives_another_demo() -> None:
    other = Size(organizations=60, closed_cycles=2, seed=7)

    assert _digest_of(SMALL) != _digest_of(other)


@pytest.mark.django_db
def test_thousands_of_organizations_load() -> None:
    loading.load(Size(organizations=2000, closed_cycles=1), password="x", by=robot())

    assert Unit.objects.organizations().count() == 2000
    assert Organization.objects.aggregate(Sum("learners"))["learners__sum"] > 700_000


@pytest.mark.django_db
def test_demo_loads_once() -> None:
    call_command("load_demo", organizations=60, cycles=0, verbosity=0)

    call_command("load_demo", if_empty=True, verbosity=0)
    with pytest.raises(CommandError):
        call_command("load_demo", organizations=60, verbosity=0)

    assert Unit.objects.filter(name=names.REGION).count() == 1


@pytest.mark.django_db
def test_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "another-long-word-2026")

    call_command("load_demo", organizations=60, cycles=0, verbosity=0)

    assert User.objects.get(username="ministry").check_password(
        "another-long-word-2026"
    )


def test_parts_add_up_to_the_whole() -> None:
    assert network.shared_out(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(network.type_counts(1234).values()) == 1234
    assert network.municipality_count(411) == 19
    assert network.municipality_count(40) == 2


def test_no_two_municipalities_share_a_name() -> None:
    places = names.places(1900)

    assert len({place.name for place in places}) == 1900


def test_staff_changes_without_two_in_one_post_or_one_in_two() -> None:
    crew = staff.staffing([2] * 300, YEARS, dice.of(1, "staff"))
    for key in ("post", "person"):
        terms: dict[int, list[staff.Term]] = {}
        for term in crew.terms:
            terms.setdefault(getattr(term, key), []).append(term)
        for row in terms.values():
            row.sort(key=lambda term: term.starts_on)
            for former, later in pairwise(row):
                assert former.ends_on is not None
                assert former.starts_on < former.ends_on <= later.starts_on


def test_some_heads_move_and_some_posts_are_empty() -> None:
    crew = staff.staffing([1] * 411, YEARS, dice.of(2026, "staff"))
    of_year = [crew.heads_on(calendar.of(year).closes_on) for year in YEARS]
    where = [{head: school for school, head in heads.items()} for heads in of_year]
    moved = [
        head
        for before, after in pairwise(where)
        for head in before.keys() & after.keys()
        if before[head] != after[head]
    ]

    assert moved
    assert all(2 <= 411 - len(heads) <= 4 for heads in of_year)
    newcomers = where[-1].keys() - where[-2].keys()
    assert newcomers
    assert crew.heads_on(dt.date(1990, 1, 1)) == {}


def _digest_of(size: Size) -> str:
    with transaction.atomic():
        loading.load(size, password="x", by=robot())
        digest = _digest()
        transaction.set_rollback(True)
    return digest


def _digest() -> str:
    value = ("cycle__year", "unit__name", "unit__parent__name", "indicator__code")
    rows = [
        *Value.objects.order_by(*value).values_list(
            *(*value, "numerator", "denominator", "not_applicable_reason", "comment")
        ),
        *Submission.objects.order_by(*value[:3]).values_list(
            *(*value[:3], "status", "submitted_at", "decided_at", "return_reason")
        ),
        *Appointment.objects.order_by("order_number").values_list(
            "order_number", "person__last_name", "starts_on", "ends_on"
        ),
        *Organization.objects.order_by("unit__code").values_list(
            "unit__code", "unit__name", "type", "learners", "is_rural", "staff"
        ),
        *Position.objects.order_by("unit__code", "title").values_list(
            "unit__name", "title"
        ),
        *User.objects.order_by("username").values_list("username", "last_name"),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_steps_of_submissions_are_on_record_when_they_were_taken(small: Loaded) -> None:
    entries = {
        (entry.subject_id, entry.action): entry
        for entry in JournalEntry.objects.filter(
            subject_table=Submission._meta.db_table
        )
    }
    taken = Submission.objects.filter(submitted_at__isnull=False)

    for row in taken:
        assert entries.pop((row.pk, "submission_submitted")).at == row.submitted_at
        if row.decided_at:
            decision = entries.pop((row.pk, f"submission_{row.status}"))
            assert (decision.at, decision.by_id) == (row.decided_at, row.decided_by_id)
            assert decision.reason == row.return_reason
            assert row.decided_by_id not in (None, row.submitted_by_id)
    assert taken.exists()
    assert not entries


def test_values_are_entered_within_the_window_before_they_are_submitted(
    small: Loaded,
) -> None:
    submitted = {
        (row.cycle_id, row.unit_id): row.submitted_at
        for row in Submission.objects.all()
    }
    opened = {cycle.pk: cycle.opens_on for cycle in Cycle.objects.all()}
    entered = dict(Value.objects.values_list("pk", "updated_at"))

    for (cycle, unit, _indicator), at in entered.items():
        assert timezone.localdate(at) >= opened[cycle]
        assert at < (submitted[cycle, unit] or NOW)
    told = ValueHistory.objects.values_list("cycle_id", "unit_id", "indicator_id", "at")
    assert {tuple(row[:3]): row[3] for row in told} == entered


def test_history_of_values_is_kept_by_its_trigger_again(small: Loaded) -> None:
    draft = Submission.objects.filter(
        cycle__status=Cycle.Status.COLLECTING, status=Status.DRAFT
    ).order_by("pk")
    row = Value.objects.filter(
        cycle__status=Cycle.Status.COLLECTING, unit__in=draft.values("unit")
    ).first()
    assert row
    before = ValueHistory.objects.count()

    Value.objects.filter(pk=row.pk).delete()

    assert ValueHistory.objects.count() == before + 1
    row.save(force_insert=True)
    assert ValueHistory.objects.count() == before + 2
