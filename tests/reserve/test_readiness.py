"""What speaks for a member's readiness, in words and in the card's figures."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from portal.models import Unit, User
from reserve.models import Deficit, Member
from reserve.reading import card, readiness
from tests import factories as portal_rows
from tests.reserve import factories, growth


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def member(school: Unit) -> Member:
    return factories.member(school)


def words(member: Member) -> list[tuple[str, str]]:
    """Return the reasons."""
    found = readiness.reasons(member, readiness.growth(member))
    return [(one.tone, one.text) for one in found]


def stat(member: Member, name: str) -> dict[str, object]:
    """Return one of the card's figures."""
    found = readiness.growth(member)
    stats = card.stats(member, found, timezone.localdate())
    return next(one for one in stats if one["name"] == name)


def test_what_is_missing_is_said(member: Member) -> None:
    assert words(member) == [
        ("no", "no development plan yet"),
        ("no", "no internship"),
        ("no", "no test after the studies yet"),
        ("no", "has no mentor"),
    ]


def test_what_is_done_speaks_for_the_member(member: Member, officer: User) -> None:
    plan = growth.plan(member, status="approved", by=officer)
    plan.items.update(hours_done=40)
    growth.pair(member, portal_rows.person())

    assert ("yes", "plan done: 40 of 40 hours") in words(member)
    assert ("yes", "has a mentor") in words(member)


def test_a_plan_without_hours_is_not_done(member: Member) -> None:
    growth.plan(member).items.update(hours=0)

    assert ("no", "plan not done yet: 0 of 0 hours") in words(member)


def test_figures_are_rounded_half_up(member: Member, officer: User) -> None:
    plan = growth.plan(member, status="approved", by=officer)
    plan.items.update(hours=8, hours_done=1)
    plan.deficits.update(before=50, after=62)
    Deficit.objects.create(
        plan=plan, topic="Право", source="test", goal="", before=51, after=63
    )

    assert str(stat(member, "Development plan")["value"]) == "13"
    assert stat(member, "Test")["note"] == "from 51 to 63 of 100"
    assert stat(member, "Test")["value"] == "+12"
    assert ("yes", "test: 51 before, 63 after, of 100") in words(member)
