"""One competition for the reserve whole, from the draft to a new head of a school."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reserve.models import Member
from tests.browser import reserve_assessment as assessing
from tests.browser import reserve_career as career
from tests.browser import reserve_competition as competing
from tests.browser import reserve_cycles as monitoring
from tests.browser import reserve_ground
from tests.browser.conftest import Enter, Send
from tests.browser.reserve_ground import Ground
from tests.browser.visitor import Visitor
from tests.browser.walking import follow, on_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_competition_to_a_new_head(
    transactional_db: None, send: Send, enter: Enter, live_server, settings
) -> None:
    settings.SITE_URL = live_server.url
    ground = reserve_ground.made()
    ministry, candidate = enter("ministry"), on_phone(enter("candidate"))
    ministry.visit("home")
    candidate.visit("home")

    compete(enter, ministry, candidate, ground)
    member = assessing.member_of(ground)
    grow(ministry, candidate, ground, member)
    hand_over(ministry, candidate, ground, member)


def compete(
    enter: Enter, ministry: Visitor, candidate: Visitor, ground: Ground
) -> None:
    """One candidate applies, one is nominated; the protocol takes the first."""
    head, nominated = enter("head"), on_phone(enter())
    head.visit("home")
    competing.announce(ministry, ground)
    first = competing.apply(candidate, ground)
    competing.nominate(head, ground)
    second = competing.agree(nominated, ground)
    competing.admit(ministry, ground, first, second)
    competing.add_experts(ministry, ground)

    assessing.give_sheets(ministry, ground)
    experts = assessing.judge(enter, ground)
    assessing.enter_points(ministry, ground)
    assessing.discuss(ministry, experts, ground)
    assessing.see_the_ranking(ministry, ground)
    assessing.sign(ministry, ground)
    assessing.read_the_protocol(ministry, ground)
    assessing.read_the_letter(nominated, second)


def grow(ministry: Visitor, candidate: Visitor, ground: Ground, member: Member) -> None:
    """The member gets a plan and a mentor, and becomes ready."""
    career.take_templates_over(ministry)
    career.plan(candidate, ministry, member)
    career.mentor(ministry, ground, member)
    career.make_ready(ministry, member)


def hand_over(
    ministry: Visitor, candidate: Visitor, ground: Ground, member: Member
) -> None:
    """The member becomes a head; each cycle is of the head of its day."""
    method = monitoring.method(ground)
    before = monitoring.computed(ground, method, timezone.localdate())
    vacancy = career.declare(ministry, ground)
    nomination = career.nominate(ministry, vacancy, member)
    career.approve(ministry, nomination)
    career.appoint(ministry, ground, nomination)
    career.see_it_done(candidate, ministry, vacancy)

    after = monitoring.computed(ground, method, ground.starts_on, before)
    assert monitoring.whose(ground, before) == {ground.former.pk}
    assert monitoring.whose(ground, after) == {ground.candidate.pk}
    follow(ministry, "monitoring:home")
    monitoring.see_in_risk(ministry, after, ground.candidate)
    monitoring.see_in_risk(ministry, before, ground.former)
