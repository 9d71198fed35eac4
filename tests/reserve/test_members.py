"""Inclusion, exclusion, terms and reminders through the services."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from portal.years import years_later
from reserve.models import Consent, ExclusionGround, Level, Member, Nomination, Vacancy
from reserve.services import consents, members, reminders, terms
from tests import factories as portal_rows
from tests.reserve import factories

TODAY = dt.date(2026, 11, 20)


def include(school: Unit, by: User, **fields: object) -> Member:
    """Include somebody who consents, unless `fields` say otherwise."""
    region = factories.region_of(school)
    person = fields.pop("person", None) or portal_rows.person()
    if fields.pop("agrees", True):
        factories.consent(person, region)
    values = {
        "unit": school,
        "owner": region,
        "level": Level.REGIONAL,
        "post": "head",
        "readiness": factories.readiness(region),
        "on": TODAY,
        "order_number": "5-к",
        "by": by,
        **fields,
    }
    return members.include(person, **values)


def test_inclusion_begins_a_history_of_three_years(
    school: Unit, ministry: User
) -> None:
    member = include(school, ministry)

    assert member.term_ends_on == dt.date(2029, 11, 20)
    assert [row.target for row in member.transitions.all()] == ["training"]
    entry = JournalEntry.objects.get(action="reserve_member_included")
    assert (entry.subject_id, entry.details) == (member.pk, {})


def test_the_day_29_february_has_an_end() -> None:
    assert years_later(dt.date(2028, 2, 29), 3) == dt.date(2031, 2, 28)


def test_inclusion_needs_a_consent(school: Unit, ministry: User) -> None:
    with pytest.raises(Refused):
        include(school, ministry, agrees=False)


def test_a_person_is_in_a_reserve_once(school: Unit, ministry: User) -> None:
    member = include(school, ministry)

    with pytest.raises(Refused):
        include(school, ministry, person=member.person)


def test_a_person_may_be_in_two_reserves_and_is_counted_once(
    school: Unit, municipality: Unit, ministry: User
) -> None:
    member = include(school, ministry)
    include(
        school,
        ministry,
        person=member.person,
        owner=municipality,
        level=Level.MUNICIPAL,
    )

    assert Member.objects.active().count() == 2
    assert Member.objects.active().values("person").distinct().count() == 1


def test_a_municipality_includes_into_its_own_reserve_only(
    school: Unit, other_school: Unit, officer: User
) -> None:
    with pytest.raises(PermissionDenied):
        include(school, officer)
    with pytest.raises(Refused):
        include(other_school, officer, owner=school.parent, level=Level.MUNICIPAL)


def test_exclusion_takes_a_ground_in_use_of_the_region(
    school: Unit, ministry: User
) -> None:
    member = include(school, ministry)
    alien = factories.ground(portal_rows.region())
    retired = factories.ground(factories.region_of(school), "old")
    ExclusionGround.objects.filter(pk=retired.pk).update(is_active=False)
    retired.refresh_from_db()

    for ground in (alien, retired):
        with pytest.raises(Refused):
            members.exclude(member.pk, ground=ground, reason="", by=ministry)
    with pytest.raises(Refused):
        members.move(member.pk, Member.Status.EXCLUDED, by=ministry)

    ground = factories.ground(factories.region_of(school))
    done = members.exclude(member.pk, ground=ground, reason="Письмо", by=ministry)
    assert (done.status, done.ground, done.left_reason) == (
        "excluded",
        ground,
        "Письмо",
    )


def test_a_step_is_not_dated_before_the_present_state_began(
    school: Unit, ministry: User
) -> None:
    member = include(school, ministry, on=TODAY - dt.timedelta(days=60))
    began, before = TODAY - dt.timedelta(days=10), TODAY - dt.timedelta(days=30)
    members.move(member.pk, Member.Status.PROJECT, by=ministry, on=began)

    with pytest.raises(Refused):
        members.move(member.pk, Member.Status.READY, by=ministry, on=before)

    members.move(member.pk, Member.Status.READY, by=ministry, on=began)
    days = member.transitions.order_by("pk").values_list("on", flat=True)
    assert list(days) == sorted(days)


def test_a_term_becomes_longer_by_a_protocol(school: Unit, ministry: User) -> None:
    member = include(school, ministry)
    until = dt.date(2030, 11, 20)

    with pytest.raises(Refused):
        terms.extend(member.pk, until=until, order_number="", reason="Да", by=ministry)
    with pytest.raises(Refused):
        terms.extend(
            member.pk,
            until=member.term_ends_on,
            order_number="1",
            reason="Да",
            by=ministry,
        )
    terms.extend(member.pk, until=until, order_number="12", reason="План", by=ministry)

    member.refresh_from_db()
    row = member.extensions.get()
    assert (member.term_ends_on, row.from_day, row.to_day) == (
        until,
        dt.date(2029, 11, 20),
        until,
    )


def expiring(school: Unit, days: int, person=None) -> Member:
    """A member whose term ends in so many days."""
    return factories.member(
        school,
        person,
        included_on=TODAY - dt.timedelta(days=900),
        term_ends_on=TODAY + dt.timedelta(days=days),
    )


def test_terms_that_are_over_end_by_themselves_once(
    school: Unit, ministry: User
) -> None:
    over, last_day = expiring(school, -1), expiring(school, 0)

    assert terms.expire_due(TODAY) == 1
    assert terms.expire_due(TODAY) == 0
    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, over.left_on) == ("expired", TODAY)
    assert last_day.is_active


def nomination(member: Member, by: User) -> Nomination:
    """A running nomination of the member."""
    vacancy = Vacancy.objects.create(
        position=factories.post(member.unit),
        kind=Vacancy.Kind.NOW,
        free_on=TODAY,
        reason="Уход",
        opened_by=by,
    )
    return Nomination.objects.create(
        vacancy=vacancy,
        person=member.person,
        member=member,
        submitted_on=TODAY,
        due_on=TODAY,
        submitted_by=by,
    )


def test_nobody_expires_while_being_approved_for_a_post(
    school: Unit, ministry: User
) -> None:
    member = expiring(school, -5)
    nomination(member, ministry)

    assert terms.expire_due(TODAY) == 0


@pytest.mark.parametrize(
    ("days", "step"), [(91, 0), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7)]
)
def test_reminders_come_at_90_30_and_7_days_once(
    school: Unit, officer: User, days: int, step: int
) -> None:
    user = factories.candidate_user()
    member = expiring(school, days, user.person)

    for _ in range(2):
        reminders.remind(TODAY)

    sent = Notification.objects.filter(key__startswith="reserve:term")
    assert sent.count() == (2 if step else 0)
    if step:
        assert {row.user for row in sent} == {user, officer}
        assert reminders.step(member, TODAY) == step
        assert all(row.key.endswith(f":{step}") for row in sent)


def test_withdrawal_hides_the_file_and_ends_what_runs(
    school: Unit, ministry: User, officer: User
) -> None:
    region = factories.region_of(school)
    user = factories.candidate_user()
    ground = factories.ground(region, members.WITHDRAWN)
    member = factories.member(school, user.person, status=Member.Status.APPROVAL)
    running = nomination(member, ministry)
    application = factories.application(
        factories.competition(region, ministry), school, user.person
    )

    consents.withdraw(user.person, by=user)

    assert not Member.objects.visible_to(ministry).exists()
    assert Member.objects.within(ministry).count() == 1
    for row in (member, running, application):
        row.refresh_from_db()
    assert (running.status, application.status) == ("withdrawn", "withdrawn")
    assert (member.status, member.ground) == ("excluded", ground)
    told = Notification.objects.filter(key__startswith="reserve:consent")
    assert {row.user for row in told} == {officer}
    assert user.person.last_name not in told.get().text


def test_without_the_ground_the_membership_waits_for_the_commission(
    school: Unit, ministry: User
) -> None:
    user = factories.candidate_user()
    member = factories.member(school, user.person, status=Member.Status.APPROVAL)

    consents.withdraw(user.person, by=user)

    member.refresh_from_db()
    assert member.status == Member.Status.READY


def test_staff_records_a_withdrawal_where_it_works_only(
    school: Unit, other_school: Unit, officer: User
) -> None:
    ours, theirs = factories.member(school), factories.member(other_school)

    consents.withdraw(ours.person, by=officer)

    with pytest.raises(PermissionDenied):
        consents.withdraw(theirs.person, by=officer)
    with pytest.raises(Refused):
        consents.withdraw(ours.person, by=officer)


def test_a_consent_on_the_portal_is_only_one_s_own(school: Unit, officer: User) -> None:
    region = factories.region_of(school)
    text, user = factories.consent_text(region), factories.candidate_user()

    with pytest.raises(PermissionDenied):
        consents.give(user.person, text, by=officer)
    first = consents.give(user.person, text, by=user)
    again = consents.give(user.person, text, by=user)
    paper = consents.give(
        portal_rows.person(), text, by=officer, form=Consent.Form.PAPER
    )

    assert first == again
    assert (first.form, paper.form, paper.recorded_by) == ("portal", "paper", officer)
