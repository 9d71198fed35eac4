"""Tenures with reminders, effective heads with consent, the analysis of needs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from monitoring import engine
from monitoring.models import Cycle, Submission
from portal.errors import Refused
from portal.models import Notification
from reserve import needs_rules
from reserve.models import EffectiveHead, NeedsAnalysis, Tenure
from reserve.needs_rules import Need
from reserve.reading import effective as reading
from reserve.services import effective, needs, nomination_notices, tenures
from tests import factories as base
from tests.reserve import factories

TODAY = dt.date(2026, 11, 20)

# Tenures


@pytest.fixture
def held(school, head):
    return head.person.appointments.get()


def days(**fields):
    return {
        "contract_ends_on": None,
        "attested_on": None,
        "attestation_due_on": None,
        "birth_year": None,
        **fields,
    }


def test_ends_of_tenure_are_kept(held, officer):
    for year in (1970, 1971):
        tenures.record(held.pk, by=officer, **days(birth_year=year))

    assert Tenure.objects.get().birth_year == 1971


def test_contradicting_days_are_refused(held, officer):
    with pytest.raises(Refused):
        tenures.record(
            held.pk, by=officer, **days(contract_ends_on=dt.date(2019, 1, 1))
        )


def test_a_head_keeps_no_tenures(held, head):
    with pytest.raises(PermissionDenied):
        tenures.record(held.pk, by=head, **days())


@pytest.mark.parametrize(("left", "told"), [(91, 0), (90, 3), (30, 3), (0, 3), (-1, 0)])
def test_attestation_is_told_of_in_time(held, head, officer, ministry, left, told):
    day = TODAY + dt.timedelta(days=left)
    Tenure.objects.create(appointment=held, attestation_due_on=day)

    for _ in range(2):
        tenures.remind(TODAY)

    assert Notification.objects.count() == told


def test_each_stage_is_told_of_once(held, head, officer):
    day = TODAY + dt.timedelta(days=90)
    Tenure.objects.create(appointment=held, contract_ends_on=day)

    for shift in (0, 10, 60, 70):
        tenures.remind(TODAY + dt.timedelta(days=shift))

    assert Notification.objects.filter(user=officer).count() == 2
    assert not Notification.objects.filter(user=head).exists()


def test_an_overdue_step_is_told_to_the_ministry(school, officer, ministry):
    member = factories.member(school)
    made = factories.nomination(factories.vacancy(school, officer), member, officer)

    nomination_notices.remind(made.due_on)
    nomination_notices.remind(made.due_on + dt.timedelta(days=1))
    nomination_notices.remind(made.due_on + dt.timedelta(days=2))

    assert [row.user for row in Notification.objects.all()] == [ministry]


# Effective heads


@pytest.fixture
def cycle(region, municipality, school, head):
    """Two computed cycles: the school is high in both, one of six others grew."""
    method = base.methodology(region)
    indicator = base.indicator(method, code="1.1")
    others = [base.organization(municipality) for _ in range(6)]
    for unit in others:
        base.appoint(base.person(), unit)
    previous = None
    for year, values in ((2024, [90, *[50] * 6]), (2025, [92, 70, *[52] * 5])):
        made = base.cycle(method, region, year=year, previous=previous)
        for unit, value in zip([school, *others], values, strict=True):
            base.value(made, unit, indicator, value, 100)
        Submission.objects.filter(cycle=made).update(
            status="accepted", submitted_at="2026-01-01T00:00:00Z"
        )
        Cycle.objects.filter(pk=made.pk).update(status=Cycle.Status.COMPUTED)
        engine.compute(made.pk)
        previous = made
    return reading.latest_cycle(base.user("m", "ministry", region))


def test_level_and_growth_find_heads(cycle, ministry, head):
    found = reading.facts(ministry, cycle)

    assert [(row.is_high, row.has_grown) for row in found] == [
        (True, False),
        (False, True),
    ]
    assert found[0].person_id == head.person_id
    assert (found[1].change, found[1].peers_median, found[1].peers) == (20, 2, 7)


def test_a_head_new_in_the_post_is_not_found(cycle, ministry, head):
    head.person.appointments.update(starts_on=dt.date(2025, 6, 1))

    assert head.person_id not in {
        row.person_id for row in reading.facts(ministry, cycle)
    }


def test_the_head_agrees_with_a_consent(client, cycle, ministry, head, region):
    factories.consent_text(region, "expertise")
    effective.ask(cycle, [head.person_id], by=ministry)
    effective.ask(cycle, [head.person_id], by=ministry)
    row = EffectiveHead.objects.get()
    client.force_login(head)
    url = reverse("reserve:effective_answer", args=[row.pk])

    page = client.get(url)
    client.post(url, {"roles": ["mentor", "speaker"], "agree": "yes"})

    assert page.status_code == 200
    assert Notification.objects.filter(user=head).count() == 1
    assert [one.person_id for one in reading.agreed("mentor", region)] == [
        head.person_id
    ]
    assert not reading.agreed("expert", region).exists()
    head.person.consents.update(withdrawn_at="2099-01-01T00:00:00Z")
    assert not reading.agreed("mentor", region).exists()


def test_nobody_answers_for_the_head(cycle, ministry, head, officer):
    row = effective.ask(cycle, [head.person_id], by=ministry)[0]

    with pytest.raises(PermissionDenied):
        effective.answer(row.pk, roles=[], by=officer)


def test_declining_gives_no_consent(cycle, ministry, head):
    row = effective.ask(cycle, [head.person_id], by=ministry)[0]

    effective.answer(row.pk, roles=[], by=head)

    row.refresh_from_db()
    assert row.answer == "declined"
    assert not head.person.consents.exists()


def test_declining_later_withdraws_the_consent(cycle, ministry, head, region):
    factories.consent_text(region, "expertise")
    row = effective.ask(cycle, [head.person_id], by=ministry)[0]
    effective.answer(row.pk, roles=["mentor"], by=head)
    assert list(EffectiveHead.objects.offering("mentor")) == [row]

    effective.answer(row.pk, roles=[], by=head)

    assert not EffectiveHead.objects.offering("mentor").exists()
    assert head.person.consents.get().withdrawn_at is not None


# Needs


@pytest.mark.parametrize(
    ("need", "proposed"),
    [
        (Need(0, 0, 5, 5), {}),
        (
            Need(1, 2, 1, 1),
            {"training": 1, "mentoring": 1, "transfer": 1, "competition": 1},
        ),
        (Need(2, 0, 0, 4), {"competition": 2}),
        (Need(0, 3, 9, 0), {"training": 3, "mentoring": 3}),
    ],
)
def test_actions_close_the_need(need, proposed):
    found = {row.kind: row.people for row in needs_rules.propose(need, 2026)}

    assert found == proposed


@pytest.fixture
def analysis(region, school, ministry):
    factories.member(school)
    return needs.begin(region, until=dt.date(2099, 12, 31), by=ministry)


def test_needs_are_counted_and_actions_proposed(analysis, school):
    line = analysis.lines[0]

    assert (line["unit"], line["bare"], line["prospective"]) == (
        school.parent_id,
        1,
        1,
    )
    assert {row.kind for row in analysis.actions.all()} == {"training", "mentoring"}


def test_a_year_has_one_analysis(analysis, region, ministry):
    with pytest.raises(Refused):
        needs.begin(region, until=analysis.until, by=ministry)


def test_an_approved_plan_changes_no_more(analysis, ministry, operator):
    with pytest.raises(PermissionDenied):
        needs.approve(analysis.pk, by=operator)
    needs.approve(analysis.pk, by=ministry)
    action = analysis.actions.first()

    for change in (
        lambda: needs.plan(action, by=ministry),
        lambda: needs.drop(action.pk, by=ministry),
        lambda: needs.recount(analysis.pk, until=analysis.until, by=ministry),
    ):
        with pytest.raises(Refused):
            change()


def test_the_wizard_ends_in_a_plan(client, ministry, region, school):
    factories.member(school)
    client.force_login(ministry)
    year = dt.date.today().year  # noqa: DTZ011 - the page asks for this year
    client.post(reverse("reserve:needs"), {"until": f"{year + 1}-12-31"})
    made = NeedsAnalysis.objects.get()
    action = made.actions.first()
    values = {
        "unit": school.parent_id,
        "kind": "competition",
        "people": 2,
        "due_on": f"{year + 1}-04-01",
    }
    client.post(reverse("reserve:needs_action", args=[action.pk]), values)
    client.post(reverse("reserve:needs_add", args=[made.pk]), values)

    client.post(reverse("reserve:needs_approve", args=[made.pk]))

    made.refresh_from_db()
    page = client.get(reverse("reserve:needs_analysis", args=[made.pk]))
    assert made.status == "approved"
    assert made.actions.filter(kind="competition", people=2).count() == 2
    assert page.status_code == 200
    assert client.get(reverse("reserve:needs_xlsx", args=[made.pk])).status_code == 200
