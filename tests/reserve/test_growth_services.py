"""Pairs, internships with their places, groups and teams: rules and rights."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from portal.access import Role
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import occupancy
from reserve.models import Consent, Internship, Member, Mentorship
from reserve.reading import groups as groups_reading
from reserve.reading import mentorships as pairs_reading
from reserve.reading import teams as teams_reading
from reserve.services import groups, internships, mentorships, teams
from tests import factories
from tests.reserve import factories as rows
from tests.reserve import growth

FIRST, LAST = dt.date(2099, 2, 2), dt.date(2099, 2, 20)


@pytest.fixture
def member(school: Unit) -> Member:
    return rows.member(school)


@pytest.fixture
def other_officer(other_school: Unit) -> User:
    return factories.user("other_officer", Role.MUNICIPAL, other_school.parent)


def make_pair(member: Member, mentor: Person, by: User) -> Mentorship:
    """A pair by the service."""
    return mentorships.create(
        mentor=mentor,
        mentee=member.person,
        member=member,
        unit=member.unit,
        purpose=Mentorship.Purpose.RESERVE,
        order_number="12-к",
        order_on=dt.date(2026, 8, 25),
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2099, 8, 31),
        by=by,
    )


def test_a_pair_is_made_once_and_by_who_may(
    member: Member, officer: User, other_officer: User
) -> None:
    mentor = factories.person()

    made = make_pair(member, mentor, officer)

    assert made.status == Mentorship.Status.RUNNING
    with pytest.raises(Refused):
        make_pair(member, mentor, officer)
    with pytest.raises(Refused):
        make_pair(member, member.person, officer)
    with pytest.raises(PermissionDenied):
        make_pair(member, factories.person(), other_officer)


def test_a_new_head_needs_a_consent_that_may_be_on_paper(
    school: Unit, officer: User, region: Unit
) -> None:
    rows.consent_text(region)
    head, mentor = factories.person(), factories.person()
    values = {
        "mentor": mentor,
        "mentee": head,
        "unit": school,
        "purpose": Mentorship.Purpose.NEW_HEAD,
        "order_number": "3",
        "order_on": dt.date(2026, 9, 1),
        "starts_on": dt.date(2026, 9, 1),
        "ends_on": dt.date(2027, 9, 1),
        "by": officer,
    }

    with pytest.raises(Refused):
        mentorships.create(**values)
    mentorships.create(**values, consent_on_paper=True)

    assert Consent.objects.get(person=head).form == Consent.Form.PAPER


def test_meetings_are_logged_by_the_mentor_and_the_staff(
    member: Member, officer: User, head: User
) -> None:
    mentor = factories.user("mentor", person=factories.person())
    pair = growth.pair(member, mentor.person)
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)

    for user in (mentor, officer):
        mentorships.add_meeting(pair.pk, held_on=today, topic="Педсовет", by=user)

    assert pair.meetings.count() == 2
    with pytest.raises(PermissionDenied):
        mentorships.add_meeting(pair.pk, held_on=today, topic="Педсовет", by=head)
    with pytest.raises(Refused):
        mentorships.add_meeting(pair.pk, held_on=tomorrow, topic="План", by=mentor)


def test_a_finished_pair_has_a_result_and_no_more_meetings(
    member: Member, officer: User
) -> None:
    pair = growth.pair(member, factories.person())

    with pytest.raises(Refused):
        mentorships.finish(pair.pk, status="done", result=" ", by=officer)
    mentorships.finish(pair.pk, status="done", result="Готов", by=officer)

    with pytest.raises(Refused):
        mentorships.add_meeting(
            pair.pk, held_on=timezone.localdate(), topic="Ещё", by=officer
        )


def test_the_load_counts_running_pairs_within_sight(
    school: Unit, other_school: Unit, officer: User, ministry: User
) -> None:
    mentor = factories.person()
    for _number in range(4):
        growth.pair(rows.member(school), mentor)
    growth.pair(rows.member(other_school), mentor)
    growth.pair(rows.member(school), mentor, status="done")

    (mine,) = pairs_reading.loads(officer)
    (whole,) = pairs_reading.loads(ministry)

    assert (mine.running, mine.finished, mine.is_over) == (4, 1, True)
    assert whole.running == 5


def test_places_are_counted_by_the_fullest_day() -> None:
    day = dt.date(2026, 3, 1)
    taken = [
        (day, dt.date(2026, 3, 10)),
        (dt.date(2026, 3, 10), dt.date(2026, 3, 20)),
        (dt.date(2026, 3, 11), dt.date(2026, 4, 2)),
    ]

    assert occupancy.peak(taken, day, dt.date(2026, 3, 9)) == 1
    assert occupancy.peak(taken, day, dt.date(2026, 3, 10)) == 2
    assert occupancy.peak(taken, dt.date(2026, 3, 21), dt.date(2026, 3, 31)) == 1
    assert occupancy.peak([], day, day) == 0
    calendar = occupancy.months(taken, 2, day, 3)
    assert [(one.taken, one.free) for one in calendar] == [(2, 0), (1, 1), (0, 2)]


def test_a_full_site_takes_nobody_more(school: Unit, officer: User) -> None:
    site = growth.site(school, places=1)
    first, second = rows.member(school), rows.member(school)
    values = {"kind": "internship", "site": site, "by": officer}

    internships.plan(first.pk, starts_on=FIRST, ends_on=LAST, **values)
    with pytest.raises(Refused):
        internships.plan(second.pk, starts_on=LAST, ends_on=LAST, **values)
    day = LAST + dt.timedelta(days=1)
    internships.plan(second.pk, starts_on=day, ends_on=day, **values)

    assert site.internships.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once_in_parallel(school: Unit, officer: User) -> None:
    site = growth.site(school, places=1)
    members = [rows.member(school) for _number in range(4)]
    barrier = threading.Barrier(len(members))
    answers: list[str] = []

    def apply(member: Member) -> None:
        barrier.wait()
        try:
            internships.plan(
                member.pk,
                kind="internship",
                site=site,
                starts_on=FIRST,
                ends_on=LAST,
                by=User.objects.get(pk=officer.pk),
            )
            answers.append("taken")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=(one,)) for one in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["refused"] * 3 + ["taken"]
    assert site.internships.count() == 1


def test_an_intern_is_at_one_place_and_acting_needs_an_order(
    member: Member, officer: User, school: Unit
) -> None:
    made = internships.plan(
        member.pk,
        kind="acting",
        unit=school,
        starts_on=FIRST,
        ends_on=LAST,
        by=officer,
    )

    with pytest.raises(Refused):
        internships.plan(
            member.pk,
            kind="assistant",
            unit=school,
            starts_on=LAST,
            ends_on=LAST,
            by=officer,
        )
    with pytest.raises(Refused):
        internships.step(made.pk, target="running", by=officer)
    internships.step(made.pk, target="running", order_number="7", by=officer)
    with pytest.raises(Refused):
        internships.step(made.pk, target="done", by=officer)
    internships.step(made.pk, target="done", result="Справилась", by=officer)

    assert Internship.objects.get(pk=made.pk).result == "Справилась"


def test_promised_places_are_not_taken_away(
    school: Unit, officer: User, member: Member
) -> None:
    site = growth.site(school, places=2)
    growth.internship(member, site)
    growth.internship(rows.member(school), site)

    with pytest.raises(Refused):
        internships.change_site(
            site.pk,
            profile=site.profile,
            places=1,
            contact_post="Директор",
            description="",
            is_active=True,
            by=officer,
        )


def test_a_municipality_enrolls_its_own_into_the_regions_group(
    region: Unit, school: Unit, other_school: Unit, officer: User, ministry: User
) -> None:
    group = growth.group(region)
    mine, other = rows.member(school), rows.member(other_school)

    count = groups.enroll(group.pk, seats=[(mine.person_id, school.pk)] * 2, by=officer)
    with pytest.raises(PermissionDenied):
        groups.enroll(group.pk, seats=[(other.person_id, other_school.pk)], by=officer)
    groups.enroll(group.pk, seats=[(other.person_id, other_school.pk)], by=ministry)

    assert count == 1
    assert groups_reading.learners(group, officer).count() == 1
    assert groups_reading.learners(group, ministry).count() == 2


def test_certificates_need_a_day(region: Unit, member: Member, ministry: User) -> None:
    group = growth.group(region)
    learner = group.learners.create(person=member.person, unit=member.unit)
    day = dt.date(2027, 5, 20)

    with pytest.raises(Refused):
        groups.finish(group.pk, marks={learner.pk: (None, "17")}, by=ministry)
    groups.finish(group.pk, marks={learner.pk: (day, "17")}, by=ministry)

    learner.refresh_from_db()
    assert (learner.finished_on, learner.certificate) == (day, "17")
    with pytest.raises(Refused):
        groups.leave(learner.pk, by=ministry)


def test_a_team_shows_its_gaps(school: Unit, region: Unit, officer: User) -> None:
    leader = growth.role(region)
    data = growth.role(region, "quality", "Работа с данными")
    team = teams.form(school, name="Команда", formed_on=FIRST, by=officer)
    person = factories.person()

    teams.add_member(team.pk, person=person, role=leader, by=officer)

    (row,) = teams_reading.rows_of(teams_reading.seen_by(officer))
    assert (row.members, row.coverage.covered) == (1, 1)
    assert row.coverage.gaps == [data]
    with pytest.raises(Refused):
        teams.add_member(team.pk, person=person, role=leader, by=officer)


def test_a_trained_team_counts_and_a_dissolved_one_is_closed(
    school: Unit, officer: User, other_officer: User
) -> None:
    team = growth.team(school)
    begins = dt.date(2026, 3, 1)

    made = teams.add_training(
        team.pk, name="Команда изменений", hours=36, starts_on=begins, by=officer
    )
    with pytest.raises(PermissionDenied):
        teams.finish_training(made.pk, on=begins, by=other_officer)
    teams.finish_training(made.pk, on=dt.date(2026, 4, 1), by=officer)
    teams.dissolve(team.pk, on=dt.date(2026, 6, 1), by=officer)

    (row,) = teams_reading.rows_of(teams_reading.seen_by(officer))
    assert (row.hours, row.is_trained) == (36, True)
    with pytest.raises(Refused):
        teams.edit(
            team.pk,
            name="Новая",
            formed_on=begins,
            order_number="",
            project="",
            by=officer,
        )
