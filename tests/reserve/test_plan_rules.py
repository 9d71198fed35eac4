"""The life of a development plan: steps by role, content, work, proposals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from monitoring.models import Cycle, Result
from portal.access import Role
from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from reserve import plan_rights, plan_sums, states
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Expert,
    Member,
    PlanItem,
    Score,
    Sheet,
    StageResult,
)
from reserve.services import (
    consents,
    plan_alerts,
    plan_content,
    plan_proposals,
    plan_templates,
    plan_work,
    plans,
)
from tests import factories
from tests.reserve import factories as rows
from tests.reserve import growth

Status = DevelopmentPlan.Status
WHO = {
    "ministry": (Role.MINISTRY, "region"),
    "operator": (Role.OPERATOR, "region"),
    "municipal": (Role.MUNICIPAL, "municipality"),
    "head": (Role.HEAD, "school"),
    "administrator": (Role.ADMINISTRATOR, "region"),
    "expert": (Role.EXPERT, "region"),
}
STAFF = {"ministry", "operator", "municipal"}
ALLOWED = {
    ("draft", "sent"): STAFF | {"own"},
    ("sent", "draft"): STAFF,
    ("sent", "approved"): STAFF,
    ("draft", "approved"): STAFF,
    ("approved", "done"): STAFF,
}


@pytest.fixture
def member(school: Unit) -> Member:
    return rows.member(school)


@pytest.fixture
def own(member: Member) -> User:
    return growth.member_user(member)


@pytest.fixture
def mentor(member: Member) -> User:
    person = factories.person()
    growth.pair(member, person)
    return factories.user("mentor", person=person)


def user_of(name: str, member: Member) -> User:
    """The user of a row of the table."""
    if name == "own":
        return growth.member_user(member)
    if name == "mentor":
        person = factories.person()
        growth.pair(member, person)
        return factories.user("mentor", person=person)
    role, where = WHO[name]
    school = member.unit
    units = {"region": rows.region_of(school), "municipality": school.parent}
    return factories.user(name, role, units.get(where, school))


@pytest.mark.parametrize("name", [*WHO, "own", "mentor"])
def test_each_step_of_a_plan_is_for_whom_the_table_says(
    name: str, member: Member
) -> None:
    user = user_of(name, member)
    open_to = {}

    for source in Status.values:
        targets = states.open_to(
            states.PLAN, source, user, member.unit, is_own=name == "own"
        )
        open_to |= {(source, target): True for target in targets}

    assert set(open_to) == {step for step, who in ALLOWED.items() if name in who}


@pytest.mark.parametrize("name", ["head", "administrator", "expert", "mentor", "own"])
def test_only_the_staff_approves(name: str, member: Member) -> None:
    plan = growth.plan(member, status="sent")

    with pytest.raises(PermissionDenied):
        plans.approve(plan.pk, by=user_of(name, member))


def test_a_plan_goes_from_the_draft_to_its_conclusion(
    member: Member, own: User, officer: User
) -> None:
    plan = growth.plan(member)

    plans.send(plan.pk, by=own)
    plans.return_(plan.pk, reason="Добавьте стажировку", by=officer)
    returned = DevelopmentPlan.objects.get(pk=plan.pk)
    plans.send(plan.pk, by=own)
    plans.approve(plan.pk, by=officer)
    plan_work.report(plan.pk, which="final", text="Сделано", by=own)
    plans.finish(plan.pk, conclusion="ready", note="Всё выполнено", by=officer)

    plan.refresh_from_db()
    member.refresh_from_db()
    assert (returned.status, returned.return_reason) == ("draft", "Добавьте стажировку")
    assert (plan.status, plan.approved_by) == ("done", officer)
    assert member.status == Member.Status.READY
    actions = JournalEntry.objects.filter(action__startswith="reserve_plan_")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "reserve_plan_sent",
        "reserve_plan_returned",
        "reserve_plan_sent",
        "reserve_plan_approved",
        "reserve_plan_reported",
        "reserve_plan_finished",
    ]


def test_nobody_approves_their_own_plan(member: Member, municipality: Unit) -> None:
    officer = factories.user("self", Role.MUNICIPAL, municipality, person=member.person)
    plan = growth.plan(member, status="sent")

    with pytest.raises(Refused):
        plans.approve(plan.pk, by=officer)


def test_a_conclusion_needs_the_report_and_exclusion_is_only_proposed(
    member: Member, own: User, officer: User
) -> None:
    plan = growth.plan(member, status="approved", by=officer)

    with pytest.raises(Refused):
        plans.finish(plan.pk, conclusion="exclude", note="Не учится", by=officer)
    plan_work.report(plan.pk, which="final", text="Не сделано", by=own)
    plans.finish(plan.pk, conclusion="exclude", note="Не учится", by=officer)

    member.refresh_from_db()
    assert member.is_active


def test_an_empty_plan_is_not_sent(member: Member, own: User) -> None:
    plan = growth.plan(member)
    plan.items.all().delete()

    with pytest.raises(Refused):
        plans.send(plan.pk, by=own)


def test_a_withdrawn_consent_stops_all_work(
    member: Member, own: User, officer: User
) -> None:
    plan = growth.plan(member)
    consents.withdraw(member.person, by=own)

    with pytest.raises(Refused):
        plans.send(plan.pk, by=own)
    assert not plan_rights.of(plan, officer).steps


def test_a_plan_begins_with_a_template_and_the_chosen_deficits(
    member: Member, officer: User, region: Unit
) -> None:
    plan_templates.ensure(region)
    plan_templates.ensure(region)
    template = member.readiness.templates.get()
    weak = plan_proposals.Proposal("assessment", "Расчёт", Decimal("48.0"))

    plan = plans.begin(
        member.pk,
        by=officer,
        starts_on=dt.date(2026, 12, 1),
        template=template,
        proposals=[weak],
    )

    assert plan.ends_on == dt.date(2027, 11, 30)
    assert plan.due_on == plan_sums.months_later(member.included_on, 1)
    assert plan.items.count() == template.items.count()
    assert all(plan.starts_on <= one.starts_on for one in plan.items.all())
    assert all(one.ends_on <= plan.ends_on for one in plan.items.all())
    assert plan.deficits.get().before == 48


def test_one_open_plan_at_a_time(member: Member, officer: User) -> None:
    growth.plan(member)

    with pytest.raises(Refused):
        plans.begin(member.pk, by=officer, starts_on=timezone.localdate())


def test_the_member_writes_the_draft_and_not_the_approved_plan(
    member: Member, own: User, officer: User
) -> None:
    plan = growth.plan(member)
    day = plan.starts_on
    values = {"kind": "project", "name": "Проект", "hours": 20}

    plan_content.add_item(plan.pk, starts_on=day, ends_on=day, by=own, **values)
    plans.approve(plan.pk, by=officer)

    with pytest.raises(Refused):
        plan_content.add_item(plan.pk, starts_on=day, ends_on=day, by=own, **values)
    plan_content.add_item(plan.pk, starts_on=day, ends_on=day, by=officer, **values)
    assert plan.items.count() == 3


def test_an_activity_outside_the_plan_is_refused(member: Member, own: User) -> None:
    plan = growth.plan(member)
    day = plan.ends_on + dt.timedelta(days=1)

    with pytest.raises(Refused):
        plan_content.add_item(
            plan.pk,
            kind="course",
            name="Курс",
            hours=8,
            starts_on=plan.starts_on,
            ends_on=day,
            by=own,
        )


def test_progress_is_within_the_hours_and_done_needs_a_result(
    member: Member, own: User, officer: User
) -> None:
    plan = growth.plan(member, status="approved", by=officer)
    item = plan.items.get()

    with pytest.raises(Refused):
        plan_work.report_progress(
            item.pk, status="running", hours_done=41, result="", by=own
        )
    with pytest.raises(Refused):
        plan_work.report_progress(
            item.pk, status="done", hours_done=40, result=" ", by=own
        )
    plan_work.report_progress(
        item.pk, status="done", hours_done=40, result="Удостоверение", by=own
    )

    item.refresh_from_db()
    assert (item.status, item.hours_done) == ("done", 40)


def test_only_the_mentor_writes_the_mentors_view(
    member: Member, mentor: User, officer: User
) -> None:
    plan = growth.plan(member, status="approved", by=officer)
    item = plan.items.get()

    plan_work.comment(item.pk, text="Держит педсовет", by=mentor)
    with pytest.raises(PermissionDenied):
        plan_work.comment(item.pk, text="И я", by=officer)

    assert PlanItem.objects.get(pk=item.pk).mentor_view == "Держит педсовет"


def test_only_the_staff_enters_points(member: Member, own: User, officer: User) -> None:
    plan = growth.plan(member, status="approved", by=officer)
    weak = plan.deficits.get()

    with pytest.raises(PermissionDenied):
        plan_work.measure(plan.pk, points={weak.pk: (None, None)}, by=own)
    plan_work.measure(plan.pk, points={weak.pk: (Decimal(48), Decimal(70))}, by=officer)

    assert Deficit.objects.get(pk=weak.pk).after == 70


def test_proposals_are_the_lowest_criteria_of_sheets_in_points_of_100(
    school: Unit, ministry: User
) -> None:
    competition = rows.competition(rows.region_of(school), ministry)
    application = rows.application(competition, school)
    stage = competition.stages.get(kind="defense")
    idea, sum_ = stage.criteria.order_by("pk")
    for label, points in (("А", (5, 1)), ("Б", (4, 2))):
        expert = Expert.objects.create(
            competition=competition, user=factories.user(), label=label
        )
        sheet = Sheet.objects.create(
            expert=expert,
            application=application,
            stage=stage,
            status="done",
            points=6,
            due_on=timezone.localdate(),
            handed_in_at=timezone.now(),
        )
        for criterion, value in zip((idea, sum_), points, strict=True):
            Score.objects.create(sheet=sheet, criterion=criterion, points=value)
    test = competition.stages.get(kind="test")
    StageResult.objects.create(application=application, stage=test, points=54)
    member = rows.member(school, application.person, application=application)

    found = plan_proposals.of_member(member)

    assert [(one.source, one.topic, one.before) for one in found] == [
        ("assessment", "Расчёт", Decimal("30.0")),
        ("test", test.name, Decimal("54.0")),
    ]


def test_proposals_are_the_low_indicators_of_the_school_one_leads(
    school: Unit, region: Unit
) -> None:
    head = factories.person()
    factories.appoint(head, school)
    method = factories.methodology(region)
    cycle = factories.cycle(method, region, status=Cycle.Status.COMPUTED)
    for code, value, level in (("1.1", 20, "low"), ("1.2", 90, "high")):
        Result.objects.create(
            cycle=cycle,
            unit=school,
            indicator=factories.indicator(method, code),
            value=value,
            level=level,
            state="counted",
            reported=1,
            expected=1,
        )
    member = rows.member(school, head)

    found = plan_proposals.of_monitoring(member, timezone.localdate())

    assert [(one.topic[:3], one.before) for one in found] == [("1.1", Decimal(20))]


def test_late_plans_are_told_of_once(
    member: Member, own: User, officer: User, school: Unit
) -> None:
    today = timezone.localdate()
    Member.objects.filter(pk=member.pk).update(
        included_on=today - dt.timedelta(days=40)
    )
    rows.member(school, included_on=today - dt.timedelta(days=10))

    first = plan_alerts.tell_late(today)
    plan_alerts.tell_late(today)

    assert first == 1
    assert Notification.objects.filter(user=own).count() == 1
    assert Notification.objects.filter(user=officer).count() == 1


def test_the_bar_counts_hours_of_what_is_not_cancelled() -> None:
    items = [
        PlanItem(hours=72, hours_done=48, status="running"),
        PlanItem(hours=36, hours_done=36, status="done"),
        PlanItem(hours=90, hours_done=0, status="cancelled"),
    ]

    found = plan_sums.progress(items)

    assert (found.done, found.hours, found.percent) == (84, 108, 78)
    assert (found.finished, found.items) == (1, 2)


def test_the_gain_is_of_what_was_tested_twice() -> None:
    deficits = [
        Deficit(topic="а", before=Decimal(48), after=Decimal(70)),
        Deficit(topic="б", before=Decimal(61), after=Decimal(72)),
        Deficit(topic="в", before=Decimal(53), after=Decimal(62)),
        Deficit(topic="г", before=Decimal(40)),
        Deficit(topic="д"),
    ]

    found = plan_sums.gains(deficits)
    mean = plan_sums.mean(found, "среднее")

    assert [one.growth for one in found] == [22, 11, 9, None]
    assert mean is not None
    assert (mean.before, mean.after) == (Decimal("54.0"), Decimal("68.0"))


def test_months_end_with_the_month() -> None:
    assert plan_sums.months_later(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert plan_sums.months_later(dt.date(2026, 3, 31), -1) == dt.date(2026, 2, 28)
    assert plan_sums.months_later(dt.date(2026, 11, 15), 14) == dt.date(2028, 1, 15)
