"""Pages of growth: who sees what, meetings in three fields, PDF, workbooks."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.access import Role
from portal.models import Attachment, JournalEntry, Unit, User
from reserve.models import DevelopmentPlan, Member, StudyGroup
from reserve.reading import growth as growth_reading
from reserve.reading import plans as plans_reading
from reserve.services import consents
from tests import factories, paper
from tests.reserve import factories as rows
from tests.reserve import growth


@pytest.fixture
def member(school: Unit) -> Member:
    return rows.member(school)


@pytest.fixture
def plan(member: Member, officer: User) -> DevelopmentPlan:
    return growth.plan(member, status="approved", by=officer)


@pytest.fixture
def mentor(member: Member) -> User:
    person = factories.person()
    growth.pair(member, person)
    return factories.user("mentor", person=person)


def signed_in(user: User) -> Client:
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *args: object) -> str:
    """The address of a page of the reserve."""
    return reverse(f"reserve:{name}", args=args)


def test_a_mentor_sees_only_their_pairs_and_plans(
    plan: DevelopmentPlan, mentor: User, school: Unit, officer: User
) -> None:
    stranger = rows.member(school)
    other = growth.plan(stranger, status="approved", by=officer)
    pair = growth.pair(stranger, factories.person())
    client = signed_in(mentor)

    assert client.get(address("plan", plan.pk)).status_code == 200
    assert client.get(address("plan", other.pk)).status_code == 404
    assert client.get(address("mentorship", pair.pk)).status_code == 404
    assert client.get(address("mentorships")).status_code == 403
    body = client.get(address("mentoring")).content.decode()
    assert plan.member.person.last_name in body


def test_a_withdrawn_consent_hides_the_plan_and_the_pair(
    plan: DevelopmentPlan, mentor: User, officer: User
) -> None:
    pair = plan.member.mentorships.get()
    own = growth.member_user(plan.member)
    consents.withdraw(plan.member.person, by=own)

    for user in (mentor, officer):
        client = signed_in(user)
        assert client.get(address("plan", plan.pk)).status_code == 404
        assert client.get(address("mentorship", pair.pk)).status_code == 404
        assert client.get(address("plan_item", plan.items.get().pk)).status_code == 404
    assert signed_in(own).get(address("plan", plan.pk)).status_code == 200


def test_another_municipality_gets_404_and_no_rows(
    plan: DevelopmentPlan, other_school: Unit
) -> None:
    stranger = factories.user("other", Role.MUNICIPAL, other_school.parent)
    client = signed_in(stranger)

    assert client.get(address("plan", plan.pk)).status_code == 404
    body = client.get(address("plans")).content.decode()
    assert plan.member.person.last_name not in body


def test_an_opening_is_on_record_but_ones_own_is_not(
    plan: DevelopmentPlan, officer: User
) -> None:
    own = growth.member_user(plan.member)

    signed_in(own).get(address("plan", plan.pk))
    signed_in(officer).get(address("plan", plan.pk))

    entry = JournalEntry.objects.get(action="reserve_file_opened")
    assert (entry.by, entry.subject_id) == (officer, plan.member_id)


def test_a_mentor_adds_a_meeting_in_three_fields(
    plan: DevelopmentPlan, mentor: User
) -> None:
    pair = plan.member.mentorships.get()
    url = address("mentorship", pair.pk)
    values = {
        "held_on": timezone.localdate().isoformat(),
        "topic": "Педсовет",
        "outcome": "План закупок",
    }

    response = signed_in(mentor).post(url, values)

    assert response.status_code == 302
    assert pair.meetings.get().topic == "Педсовет"


def test_the_member_reports_progress_and_attaches_evidence(
    plan: DevelopmentPlan,
) -> None:
    client = signed_in(growth.member_user(plan.member))
    item = plan.items.get()

    client.post(
        address("plan_item", item.pk),
        {"status": "running", "hours_done": "12", "result": ""},
    )
    client.post(
        reverse("file_add", args=["reserve.planitem", item.pk]),
        {"upload": paper.upload("Отчёт.pdf", paper.PDF), "kind": "report"},
    )

    item.refresh_from_db()
    assert (item.status, item.hours_done) == ("running", 12)
    assert Attachment.objects.get().owner_id == item.pk


def test_the_member_draws_up_and_sends_the_own_plan(member: Member) -> None:
    client = signed_in(growth.member_user(member))
    today = timezone.localdate().isoformat()

    client.post(address("plan_add", member.pk), {"starts_on": today, "goal": "Школа"})
    plan = member.plans.get()
    client.post(
        address("deficit_add", plan.pk),
        {"topic": "Финансы", "source": "self", "goal": "Закупки", "before": "40"},
    )
    client.post(
        address("plan_item_add", plan.pk),
        {
            "kind": "course",
            "name": "Курс",
            "hours": "36",
            "starts_on": today,
            "ends_on": today,
            "deficit": plan.deficits.get().pk,
        },
    )
    client.post(address("plan_send", plan.pk))

    plan.refresh_from_db()
    assert plan.status == DevelopmentPlan.Status.SENT


def test_the_staff_enters_points_and_returns_with_a_reason(
    member: Member, officer: User
) -> None:
    plan = growth.plan(member, status="sent")
    weak = plan.deficits.get()
    client = signed_in(officer)

    client.post(
        address("plan_points", plan.pk),
        {f"before_{weak.pk}": "48", f"after_{weak.pk}": "70"},
    )
    client.post(address("plan_return", plan.pk), {"reason": "Добавьте практику"})

    plan.refresh_from_db()
    weak.refresh_from_db()
    assert (plan.status, plan.return_reason) == ("draft", "Добавьте практику")
    assert weak.after == 70


def test_the_plan_is_a_tagged_russian_pdf(plan: DevelopmentPlan, officer: User) -> None:
    response = signed_in(officer).get(address("plan_pdf", plan.pk))

    made = pypdf.PdfReader(BytesIO(response.getvalue()))
    root = made.trailer["/Root"]
    assert root["/Lang"] == "ru"
    assert "/StructTreeRoot" in root
    assert plan.member.person.last_name in made.pages[0].extract_text()


def test_lists_go_out_as_workbooks_and_are_on_record(
    plan: DevelopmentPlan, mentor: User, officer: User, school: Unit
) -> None:
    growth.internship(plan.member, growth.site(school))
    growth.team(school)
    client = signed_in(officer)

    for name in ("plans", "mentorships", "internships", "teams"):
        response = client.get(address(f"{name}_xlsx"))
        book = openpyxl.load_workbook(BytesIO(response.getvalue()))
        assert book.active.max_row == 3, name

    assert JournalEntry.objects.filter(action__endswith="_exported").count() == 4


def test_learners_are_picked_only_among_the_offered(
    member: Member, region: Unit, officer: User, other_school: Unit
) -> None:
    group: StudyGroup = growth.group(region)
    other = rows.member(other_school)
    ticked = [
        f"{member.person_id}:{member.unit_id}",
        f"{other.person_id}:{other.unit_id}",
    ]

    signed_in(officer).post(address("group_pick", group.pk), {"who": ticked})

    assert group.learners.get().person == member.person


def test_new_heads_are_offered_too(region: Unit, school: Unit, officer: User) -> None:
    head = factories.person()
    begins = timezone.localdate() - dt.timedelta(days=60)
    factories.appoint(head, school, starts_on=begins)
    group = growth.group(region)
    url = address("group_pick", group.pk)

    body = signed_in(officer).get(url, {"who": "heads"}).content.decode()

    assert head.last_name in body


def test_a_pair_is_made_on_its_page(
    member: Member, school: Unit, officer: User
) -> None:
    mentor = factories.person()
    factories.appoint(mentor, school)
    values = {
        "mentee": f"member-{member.pk}",
        "mentor": mentor.pk,
        "order_number": "12-к",
        "order_on": "2026-09-01",
        "starts_on": "2026-09-01",
        "ends_on": "2099-09-01",
    }

    signed_in(officer).post(address("mentorship_add"), values)

    assert member.mentorships.get().mentor == mentor


def test_an_internship_is_planned_on_its_page(
    member: Member, school: Unit, officer: User
) -> None:
    site = growth.site(school)
    values = {
        "member": member.pk,
        "kind": "internship",
        "site": site.pk,
        "starts_on": "2099-02-02",
        "ends_on": "2099-02-20",
        "hours": "36",
    }
    client = signed_in(officer)

    client.post(address("internship_add"), values)
    body = client.get(address("internships")).content.decode()

    assert member.internships.get().site == site
    assert member.person.last_name in body


def test_a_team_is_formed_filled_and_trained_on_its_pages(
    school: Unit, region: Unit, officer: User
) -> None:
    role = growth.role(region)
    client = signed_in(officer)

    client.post(
        address("team_add"),
        {"unit": school.pk, "name": "Команда", "formed_on": "2026-09-01"},
    )
    team = school.management_teams.get()
    client.post(
        address("team_member_add", team.pk),
        {
            "role": role.pk,
            "known": "",
            "last_name": "Речная",
            "first_name": "Ирина",
            "gender": "female",
        },
    )
    client.post(
        address("team_training_add", team.pk),
        {"name": "Команда изменений", "hours": "36", "starts_on": "2026-09-01"},
    )

    assert "Речная" in client.get(address("team", team.pk)).content.decode()
    assert team.trainings.get().hours == 36


def test_parts_of_the_card_answer_the_member_and_the_staff(
    plan: DevelopmentPlan, officer: User, head: User, mentor: User
) -> None:
    own = growth.member_user(plan.member)

    for user in (officer, own):
        assert plans_reading.of_member(plan.member, user)["shown"].plan == plan
        assert len(growth_reading.of_member(plan.member, user)["pairs"]) == 1
    assert plans_reading.of_member(plan.member, head) is None
    assert growth_reading.of_member(plan.member, head) is None


@pytest.mark.parametrize("name", ["plans", "mentorships", "internships", "teams"])
def test_lists_ask_the_same_number_of_queries_for_more_rows(
    name: str, school: Unit, officer: User, django_assert_max_num_queries: object
) -> None:
    for _number in range(12):
        member = rows.member(school)
        growth.plan(member)
        growth.pair(member, factories.person())
        growth.internship(member, kind="assistant")
        growth.team_member(growth.team(school), member.person)
    client = signed_in(officer)
    client.get(address(name))

    with django_assert_max_num_queries(24):
        client.get(address(name))
