"""Nominations through their services: who may take which step, once and for all."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.utils import timezone

from portal.access import GRANTS, Role
from portal.errors import Refused
from portal.models import Appointment, JournalEntry, Membership, Position
from portal.services import people
from reserve import states
from reserve.models import Member, Nomination, NominationStep, Transition, Vacancy
from reserve.services import nominations, vacancies
from tests import factories as base
from tests.reserve import factories

Status = Nomination.Status
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=40)


@pytest.fixture
def vacancy(school, officer) -> Vacancy:
    return factories.vacancy(school, officer)


@pytest.fixture
def member(school) -> Member:
    return factories.member(school, status="ready")


@pytest.fixture
def approved(vacancy, member, officer) -> Nomination:
    return factories.nomination(vacancy, member, officer, status="approved")


# Nominating


def test_a_ready_member_is_nominated_and_waits_for_approval(vacancy, member, officer):
    made = nominations.submit(vacancy.pk, member_id=member.pk, by=officer)

    member.refresh_from_db()
    assert member.status == Member.Status.APPROVAL
    assert made.due_on == TODAY + dt.timedelta(days=5)
    assert made.steps.get().status == Status.SUBMITTED


def test_a_member_in_training_is_not_nominated(vacancy, school, officer):
    learning = factories.member(school)

    with pytest.raises(Refused):
        nominations.submit(vacancy.pk, member_id=learning.pk, by=officer)


def test_nobody_is_nominated_twice_for_a_post(vacancy, member, officer):
    nominations.submit(vacancy.pk, member_id=member.pk, by=officer)

    with pytest.raises(Refused):
        nominations.submit(vacancy.pk, member_id=member.pk, by=officer)


def test_an_officer_nominates_own_people_only(vacancy, other_school, officer):
    foreign = factories.member(other_school, status="ready")

    with pytest.raises(PermissionDenied):
        nominations.submit(vacancy.pk, member_id=foreign.pk, by=officer)


def test_nobody_is_nominated_to_a_filled_vacancy(vacancy, member, officer):
    Vacancy.objects.update(status="filled")

    with pytest.raises(Refused):
        nominations.submit(vacancy.pk, member_id=member.pk, by=officer)


def test_outside_the_reserve_needs_a_reason_and_a_consent(vacancy, region, officer):
    person = base.person()
    with pytest.raises(Refused):
        nominations.submit_outside(vacancy.pk, person, outside_reason="Так", by=officer)
    factories.consent(person, region)
    with pytest.raises(Refused):
        nominations.submit_outside(vacancy.pk, person, outside_reason=" ", by=officer)

    made = nominations.submit_outside(
        vacancy.pk, person, outside_reason="Готовых нет.", by=officer
    )

    entry = JournalEntry.objects.get(action="reserve_nomination_submitted")
    assert made.member is None
    assert entry.details["is_outside"] is True


def test_a_member_is_not_nominated_as_an_outsider(vacancy, member, officer):
    with pytest.raises(Refused):
        nominations.submit_outside(
            vacancy.pk, member.person, outside_reason="Так", by=officer
        )


# Steps


@pytest.mark.parametrize("role", [*Role, "own"])
@pytest.mark.parametrize("source", Status.values)
def test_each_step_is_open_to_those_of_the_table(
    vacancy, member, officer, school, source, role
):
    appointment = None
    if source == Status.APPOINTED:
        appointment = base.appoint(base.person(), school)
    made = factories.nomination(
        vacancy, member, officer, source, reason="Так", appointment=appointment
    )
    by = _own(member) if role == "own" else _user(role, school)

    for target in Status.values:
        with transaction.atomic():
            assert (target, taken(made, target, by)) == (
                target,
                is_open(source, target, role),
            )
            transaction.set_rollback(True)


def is_open(source, target, role) -> bool:
    """Whether the table lets the role take the step."""
    whose = states.NOMINATION.get((source, target), frozenset())
    return states.OWN in whose if role == "own" else bool(GRANTS[role] & whose)


def taken(made, target, by) -> bool:
    """Whether the service took the step; a refused one changes nothing."""
    before = Nomination.objects.get(pk=made.pk).status
    try:
        take(made, target, by)
    except (Refused, PermissionDenied):
        assert Nomination.objects.get(pk=made.pk).status == before
        return False
    assert Nomination.objects.get(pk=made.pk).status == target
    return True


def _own(member):
    user = factories.candidate_user("own")
    user.person = member.person
    user.save()
    return user


def _user(role, school):
    levels = {Role.MUNICIPAL: school.parent, Role.HEAD: school}
    return base.user("tester", role, levels.get(role, school.parent.parent))


def take(made, target, by):
    """Take the step by its service."""
    if target == Status.APPOINTED:
        nominations.appoint(made.pk, starts_on=LATER, order_number="7-к", by=by)
    else:
        nominations.move(made.pk, target, by=by, reason="Так решено")


def test_a_refusal_needs_a_reason_and_makes_the_member_ready(
    vacancy, member, officer, ministry
):
    made = factories.nomination(vacancy, member, officer)
    with pytest.raises(Refused):
        nominations.move(made.pk, Status.REFUSED, by=ministry)

    nominations.move(made.pk, Status.REFUSED, by=ministry, reason="Нет стажа")

    member.refresh_from_db()
    assert member.status == Member.Status.READY


def test_a_member_stays_under_approval_for_another_post(
    vacancy, member, officer, ministry, municipality
):
    other = factories.vacancy(base.organization(municipality), officer)
    made = factories.nomination(vacancy, member, officer)
    factories.nomination(other, member, officer)

    nominations.move(made.pk, Status.REFUSED, by=ministry, reason="Нет стажа")

    member.refresh_from_db()
    assert member.status == Member.Status.APPROVAL


def test_one_candidate_is_approved_for_a_post(approved, school, officer, ministry):
    second = factories.member(school)
    made = factories.nomination(approved.vacancy, second, officer, status="interview")

    with pytest.raises(Refused):
        nominations.move(made.pk, Status.APPROVED, by=ministry)


def test_each_step_has_its_own_deadline(vacancy, member, officer, ministry):
    made = factories.nomination(vacancy, member, officer)

    nominations.move(made.pk, Status.DOCUMENTS, by=ministry)

    made.refresh_from_db()
    assert made.due_on == TODAY + dt.timedelta(days=10)
    assert made.steps.latest("pk").due_on == made.due_on


# The appointment


def test_the_post_changes_hands_on_the_day(approved, member, school, officer):
    former = base.appoint(base.person(), school)

    made = nominations.appoint(
        approved.pk, starts_on=LATER, order_number="7-к", by=officer
    )

    former.refresh_from_db()
    member.refresh_from_db()
    approved.refresh_from_db()
    approved.vacancy.refresh_from_db()
    assert former.ends_on == LATER
    assert made.person == member.person
    assert (made.starts_on, made.order_number) == (LATER, "7-к")
    assert approved.appointment == made
    assert approved.vacancy.status == Vacancy.Status.FILLED
    assert (member.status, member.left_on) == (Member.Status.APPOINTED, LATER)
    assert Transition.objects.filter(member=member, target="appointed").exists()
    assert NominationStep.objects.filter(status="appointed").exists()


def test_a_day_in_the_past_closes_the_former_then(approved, school, officer):
    former = base.appoint(base.person(), school)
    day = TODAY - dt.timedelta(days=20)

    nominations.appoint(approved.pk, starts_on=day, order_number="7-к", by=officer)

    former.refresh_from_db()
    assert former.ends_on == day


def test_the_present_full_time_post_ends_the_same_day(
    approved, member, municipality, officer
):
    present = base.appoint(member.person, base.organization(municipality))

    nominations.appoint(approved.pk, starts_on=LATER, order_number="7-к", by=officer)

    present.refresh_from_db()
    assert present.ends_on == LATER


def test_a_second_job_goes_on(approved, member, municipality, officer):
    second = base.appoint(member.person, base.organization(municipality))
    second.is_part_time = True
    second.save()

    nominations.appoint(approved.pk, starts_on=LATER, order_number="7-к", by=officer)

    second.refresh_from_db()
    assert second.ends_on is None


def test_other_nominations_end_with_a_reason(
    approved, member, school, municipality, officer
):
    rival = factories.member(school)
    to_same = factories.nomination(approved.vacancy, rival, officer)
    elsewhere = factories.vacancy(base.organization(municipality), officer)
    of_same = factories.nomination(elsewhere, member, officer)

    nominations.appoint(approved.pk, starts_on=LATER, order_number="7-к", by=officer)

    for row in (to_same, of_same):
        row.refresh_from_db()
        assert row.status == Status.WITHDRAWN
        assert row.reason
    rival.refresh_from_db()
    assert rival.status == Member.Status.READY


def test_every_reserve_of_the_person_lets_them_go(
    approved, member, municipality, officer
):
    second = factories.member(member.unit, member.person, owner=municipality)

    nominations.appoint(approved.pk, starts_on=LATER, order_number="7-к", by=officer)

    second.refresh_from_db()
    assert second.status == Member.Status.APPOINTED


def test_a_member_from_elsewhere_is_appointed_by_the_post_s_officer(
    vacancy, other_school, officer, ministry
):
    foreign = factories.member(other_school, status="ready")
    made = factories.nomination(vacancy, foreign, ministry, status="approved")

    nominations.appoint(made.pk, starts_on=LATER, order_number="7-к", by=officer)

    foreign.refresh_from_db()
    assert foreign.status == Member.Status.APPOINTED


def test_the_account_leads_the_school_from_the_day_on(approved, member, school, head):
    user = factories.candidate_user("new")
    user.person = member.person
    user.save()
    officer = approved.submitted_by

    nominations.appoint(approved.pk, starts_on=LATER, order_number="7-к", by=officer)

    def heads(day):
        rows = Membership.objects.filter(unit=school, role=Role.HEAD)
        return set(rows.in_force(day).values_list("user", flat=True))

    assert heads(LATER - dt.timedelta(days=1)) == {head.pk}
    assert heads(LATER) == {user.pk}


def test_a_deputy_gets_no_role_of_a_head(school, officer, member):
    Member.objects.update(post=Position.Kind.DEPUTY)
    position = factories.post(school, Position.Kind.DEPUTY)
    made = factories.nomination(
        factories.vacancy(school, officer, position=position),
        member,
        officer,
        status="approved",
    )

    nominations.appoint(made.pk, starts_on=LATER, order_number="7-к", by=officer)

    assert Appointment.objects.filter(position=position).count() == 1
    assert not Membership.objects.filter(role=Role.HEAD, unit=school).exists()


def test_a_day_before_the_former_began_is_refused(approved, school, officer):
    base.appoint(base.person(), school, starts_on=LATER)

    with pytest.raises(Refused):
        nominations.appoint(
            approved.pk, starts_on=TODAY, order_number="7-к", by=officer
        )

    approved.refresh_from_db()
    assert approved.status == Status.APPROVED


def test_both_doors_end_the_former_alike(school, administrator, officer):
    former = base.appoint(base.person(), school)

    people.appoint_head(
        school.pk, base.person(), starts_on=LATER, order_number="1", by=administrator
    )

    former.refresh_from_db()
    assert former.ends_on == LATER
    with pytest.raises(PermissionDenied):
        people.appoint(
            former.position_id,
            base.person(),
            starts_on=LATER,
            order_number="1",
            by=administrator,
        )


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_make_one(
    transactional_db, approved, school, officer, ministry
):
    base.appoint(base.person(), school)

    answers = together(
        *[
            lambda user=user, shift=shift: nominations.appoint(
                approved.pk,
                starts_on=LATER + dt.timedelta(days=shift),
                order_number="7-к",
                by=user,
            )
            for shift, user in enumerate([officer, ministry, officer, ministry])
        ]
    )

    refused = [str(one) for one in answers if isinstance(one, Refused)]
    assert len(refused) == 3
    assert len(set(refused)) == 1
    assert refused[0]
    assert Appointment.objects.filter(ends_on=None).count() == 1
    assert Nomination.objects.filter(status="appointed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_is_appointed_to_one_of_two_posts(
    transactional_db, approved, member, municipality, officer
):
    other = factories.vacancy(base.organization(municipality), officer)
    second = factories.nomination(other, member, officer, status="approved")

    answers = together(
        *[
            lambda pk=pk: nominations.appoint(
                pk, starts_on=LATER, order_number="7-к", by=officer
            )
            for pk in (approved.pk, second.pk)
        ]
    )

    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert Appointment.objects.filter(person=member.person).count() == 1


def together(*acts):
    """Do the acts at the same moment; return what each gave or was refused."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


# Vacancies


def test_a_post_has_one_open_vacancy(school, officer):
    vacancies.declare(factories.post(school), free_on=TODAY, reason="Ушла", by=officer)

    with pytest.raises(Refused):
        vacancies.declare(
            factories.post(school), free_on=TODAY, reason="Ушла", by=officer
        )


def test_cancelling_withdraws_the_nominations(vacancy, member, officer):
    made = factories.nomination(vacancy, member, officer)

    vacancies.cancel(vacancy.pk, reason="Остаётся", by=officer)

    made.refresh_from_db()
    member.refresh_from_db()
    assert made.status == Status.WITHDRAWN
    assert member.status == Member.Status.READY


def test_a_head_declares_no_vacancies(school, head):
    with pytest.raises(PermissionDenied):
        vacancies.declare(factories.post(school), free_on=TODAY, reason="Так", by=head)


def test_a_forecast_becomes_a_vacancy_on_its_day(vacancy):
    assert vacancies.turn_due(vacancy.free_on) == 1

    vacancy.refresh_from_db()
    assert vacancy.kind == Vacancy.Kind.NOW
