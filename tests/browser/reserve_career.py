"""From a member of the reserve to the head of a school."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from portal.models import Appointment
from reserve.models import (
    DevelopmentPlan,
    Member,
    Mentorship,
    Nomination,
    PlanTemplate,
    Vacancy,
)
from tests.browser.reserve_ground import Ground
from tests.browser.visitor import Visitor
from tests.browser.walking import (
    choose,
    confirm,
    follow,
    link,
    says,
    send,
)

APPROVAL = ("documents", "interview", "approved")


def take_templates_over(ministry: Visitor) -> None:
    """Begin with the portal's templates of plans."""
    follow(ministry, "reserve:home")
    follow(ministry, "reserve:plans")
    follow(ministry, "reserve:plan_templates")
    send(ministry, 'form[method="post"] [type=submit]')
    assert PlanTemplate.objects.exists()


def plan(candidate: Visitor, ministry: Visitor, member: Member) -> DevelopmentPlan:
    """The member draws a plan up from a template and sends it; it is approved."""
    follow(candidate, "reserve:mine")
    says(candidate, member.readiness.name)
    follow(candidate, "reserve:plan_add", member.pk)
    template = PlanTemplate.objects.get(readiness=member.readiness)
    candidate.page.locator("[name=proposals]").first.check()
    send(candidate, template=template.pk, goal="Возглавить школу через год.")
    made = DevelopmentPlan.objects.get(member=member)
    assert made.items.count() == template.items.count() > 3
    confirm(candidate, "reserve:plan_send", made.pk)
    made.refresh_from_db()
    assert made.status == DevelopmentPlan.Status.SENT

    follow(ministry, "reserve:home")
    follow(ministry, "reserve:member", member.pk)
    follow(ministry, "reserve:plan", made.pk)
    confirm(ministry, "reserve:plan_approve", made.pk)
    made.refresh_from_db()
    assert made.status == DevelopmentPlan.Status.APPROVED
    return made


def mentor(ministry: Visitor, ground: Ground, member: Member) -> None:
    """Bring the member and a head together, from the member's card."""
    follow(ministry, "reserve:member", member.pk)
    follow(ministry, "reserve:mentorship_add")
    today = timezone.localdate()
    choose(ministry, "mentor", ground.head.last_name)
    send(
        ministry,
        order_number="15-н",
        order_on=today.isoformat(),
        starts_on=today.isoformat(),
        ends_on=(today + dt.timedelta(days=200)).isoformat(),
    )
    pair = Mentorship.objects.get()
    assert (pair.member, pair.mentor) == (member, ground.head)
    follow(ministry, "reserve:mentorship", pair.pk)


def make_ready(ministry: Visitor, member: Member) -> None:
    """Move the member to the state ready, by the form of the card."""
    follow(ministry, "reserve:home")
    follow(ministry, "reserve:member", member.pk)
    confirm(ministry, "reserve:member_move", member.pk, target=Member.Status.READY)
    member.refresh_from_db()
    assert member.status == Member.Status.READY


def declare(ministry: Visitor, ground: Ground) -> Vacancy:
    """Open the vacancy of the head's post."""
    follow(ministry, "reserve:vacancies")
    follow(ministry, "reserve:vacancy_add")
    send(
        ministry,
        unit=ground.school.pk,
        kind="head",
        free_on=ground.starts_on.isoformat(),
        reason="Кончается договор",
    )
    made = Vacancy.objects.get()
    assert ministry.is_at("reserve:vacancy", made.pk)
    return made


def nominate(ministry: Visitor, vacancy: Vacancy, member: Member) -> Nomination:
    """See who fits and why, and nominate."""
    fit = ministry.page.locator(".fit", has=link(ministry, "reserve:member", member.pk))
    expect(fit).to_have_count(1)
    reasons = fit.locator(".reasons li")
    assert reasons.count() >= 5
    assert all(reasons.all_inner_texts())
    confirm(
        ministry,
        "reserve:nomination_add",
        vacancy.pk,
        note="Первая по итогам конкурса.",
    )
    return Nomination.objects.get()


def approve(ministry: Visitor, nomination: Nomination) -> None:
    """Take the nomination through every step."""
    follow(ministry, "reserve:nomination", nomination.pk)
    for target in APPROVAL:
        confirm(ministry, "reserve:nomination_step", nomination.pk, target)
    nomination.refresh_from_db()
    assert nomination.status == Nomination.Status.APPROVED


def appoint(ministry: Visitor, ground: Ground, nomination: Nomination) -> None:
    """Appoint from the day; until then the former head stays."""
    confirm(
        ministry,
        "reserve:nomination_appoint",
        nomination.pk,
        starts_on=ground.starts_on.isoformat(),
        order_number="208-л",
    )
    says(ministry, "208-л")
    day, one = ground.starts_on, dt.timedelta(days=1)
    assert head_on(ground, day - one) == ground.former.pk
    assert head_on(ground, day) == ground.candidate.pk
    former = Appointment.objects.get(person=ground.former)
    assert former.ends_on == day


def head_on(ground: Ground, day: dt.date) -> int:
    """Return the person who heads the school on the day."""
    rows = Appointment.objects.of_heads().on(day)
    return rows.get(position__unit=ground.school).person_id


def see_it_done(candidate: Visitor, ministry: Visitor, vacancy: Vacancy) -> None:
    """The vacancy is filled; the new head reads of the post on their own page."""
    follow(ministry, "reserve:vacancy", vacancy.pk)
    vacancy.refresh_from_db()
    assert vacancy.status == Vacancy.Status.FILLED
    follow(candidate, "reserve:mine")
    says(candidate, vacancy.position.unit.short_name)
