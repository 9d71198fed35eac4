"""Board, list, card and health: what is shown, to whom, with how many queries."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.models import JournalEntry, Unit, User
from reserve.models import Application, Member, StageResult
from reserve.reading import board, funnel, health, stays
from reserve.reading.marks import marks
from tests import factories as portal_rows
from tests.reserve import factories

S = Member.Status


def client_of(user: User) -> Client:
    """A client signed in as the user."""
    client = Client()
    client.force_login(user)
    return client


def crowd(school: Unit, count: int) -> list[Member]:
    """Members in every active state in turn."""
    states = Member.ACTIVE
    return [
        factories.member(school, status=states[at % len(states)]) for at in range(count)
    ]


def test_the_board_shows_states_with_some_cards_and_the_rest(
    school: Unit, ministry: User
) -> None:
    for _ in range(board.CARDS + 2):
        factories.member(school, status=S.READY)
    factories.member(school, status=S.TRAINING)

    columns = board.columns(
        Member.objects.visible_to(ministry), ministry, timezone.localdate()
    )

    by_state = {column.state: column for column in columns}
    ready = by_state["ready"]
    assert [column.state for column in columns] == list(Member.ACTIVE)
    assert (ready.count, len(ready.cards), ready.more) == (
        board.CARDS + 2,
        board.CARDS,
        2,
    )
    assert [code for code, _label in ready.cards[0].targets] == [
        "training",
        "internship",
        "project",
    ]


@pytest.mark.parametrize("name", ["", "members/", "health/"])
def test_more_members_take_no_more_queries(
    name: str, school: Unit, ministry: User
) -> None:
    client = client_of(ministry)
    crowd(school, 5)
    client.get(f"/reserve/{name}")
    crowd(school, 1)  # so that nothing is kept of the page before
    with CaptureQueriesContext(connection) as few:
        client.get(f"/reserve/{name}")
    crowd(school, 25)

    with CaptureQueriesContext(connection) as many:
        client.get(f"/reserve/{name}")

    assert len(many) == len(few)


def test_a_card_moves_by_its_form_and_comes_back_to_the_board(
    school: Unit, ministry: User
) -> None:
    member = factories.member(school)
    client = client_of(ministry)

    answer = client.post(
        f"/reserve/members/{member.pk}/move/",
        {"target": "internship", "next": "/reserve/?post=head"},
    )

    member.refresh_from_db()
    assert answer.headers["Location"] == "/reserve/?post=head"
    assert member.status == S.INTERNSHIP


def test_a_step_leads_to_no_other_site(school: Unit, ministry: User) -> None:
    member = factories.member(school)

    answer = client_of(ministry).post(
        f"/reserve/members/{member.pk}/move/",
        {"target": "appointed", "next": "https://elsewhere.example/"},
    )

    member.refresh_from_db()
    assert answer.headers["Location"] == f"/reserve/members/{member.pk}/"
    assert member.status == S.TRAINING


def test_each_opening_of_a_card_is_on_record_and_shown_once_a_day(
    school: Unit, ministry: User
) -> None:
    member = factories.member(school)
    client = client_of(ministry)

    for _ in range(3):
        page = client.get(f"/reserve/members/{member.pk}/")

    entries = JournalEntry.objects.filter(action="reserve_file_opened")
    assert entries.count() == 3
    assert set(entries.values_list("subject_id", flat=True)) == {member.pk}
    assert page.context["openings_count"] == 1


def test_a_municipality_sees_no_name_and_no_count_of_another(
    school: Unit, other_school: Unit, officer: User
) -> None:
    ours = factories.member(school, portal_rows.person(last_name="Нашева"))
    theirs = factories.member(other_school, portal_rows.person(last_name="Иная"))
    client = client_of(officer)

    for path in ("", "members/", "members/?state=any", "health/", "health/test/"):
        body = client.get(f"/reserve/{path}").content.decode()
        assert "Иная" not in body, path
    page = client.get("/reserve/health/")
    assert page.context["use"].people == 1
    assert client.get(f"/reserve/members/{theirs.pk}/").status_code == 404
    assert client.get(f"/reserve/members/{ours.pk}/").status_code == 200


def test_figures_of_the_region_stay_hidden_while_groups_are_small(
    school: Unit, other_school: Unit
) -> None:
    region = factories.region_of(school)
    for _ in range(9):
        factories.member(other_school)
    for _ in range(4):
        left(factories.member(school))

    assert health.compared(region) is None
    left(factories.member(school))
    assert health.compared(region) == health.Use(people=14, appointed=5)


def left(member: Member, on: dt.date | None = None) -> None:
    """Let the member be appointed."""
    day = on or member.included_on + dt.timedelta(days=100)
    Member.objects.filter(pk=member.pk).update(status=S.APPOINTED, left_on=day)


def test_the_list_finds_filters_and_sorts(school: Unit, ministry: User) -> None:
    first = factories.member(school, portal_rows.person(last_name="Ёлкина"))
    second = factories.member(
        school, portal_rows.person(last_name="Берёзова"), status=S.READY
    )
    left(factories.member(school, portal_rows.person(last_name="Ушедшая")))
    client = client_of(ministry)

    def found(query: str) -> list[Member]:
        return list(client.get(f"/reserve/members/{query}").context["page"])

    assert found("?sort=-name")[-1] == second
    assert found("?search=елк") == [first]
    assert found("?state=ready") == [second]
    assert len(found("")) == 2
    assert len(found("?state=any")) == 3
    assert found("?state=appointed")[0].person.last_name == "Ушедшая"


def test_the_list_leaves_as_a_file_on_record(school: Unit, ministry: User) -> None:
    factories.member(school, portal_rows.person(last_name="=1+1"))

    answer = client_of(ministry).get("/reserve/members/members.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[2][0].startswith("=1+1")
    entry = JournalEntry.objects.get(action="reserve_members_exported")
    assert entry.details == {"count": 1}


def test_every_mark_counts_what_its_list_shows(school: Unit, ministry: User) -> None:
    today = timezone.localdate()
    crowd(school, 7)
    factories.member(
        school,
        included_on=today - dt.timedelta(days=400),
        term_ends_on=today + dt.timedelta(days=10),
    )
    seen = Member.objects.visible_to(ministry)
    counts = board.counts(seen, marks(today))
    client = client_of(ministry)

    for name in marks(today):
        page = client.get(f"/reserve/members/?mark={name}").context["page"]
        assert page.paginator.count == counts[name], name


def test_the_funnel_counts_people_at_the_step_they_reached(
    school: Unit, ministry: User
) -> None:
    competition = factories.competition(factories.region_of(school), ministry)
    stage = competition.stages.get(kind="test")
    rows = [factories.application(competition, school) for _ in range(4)]
    Application.objects.filter(pk__in=[rows[1].pk, rows[2].pk]).update(
        status=Application.Status.ADMITTED
    )
    StageResult.objects.create(
        application=rows[2], stage=stage, points=80, is_passed=True
    )
    Application.objects.filter(pk=rows[3].pk).update(status="included")
    left(factories.member(school, rows[3].person, application=rows[3]))

    steps = funnel.steps(funnel.applications(ministry))

    assert [step.count for step in steps] == [4, 3, 2, 1, 1, 1, 1]
    assert steps[1].passed == 75
    for step in steps:
        page = client_of(ministry).get(f"/reserve/health/{step.key}/").context["page"]
        assert page.paginator.count == step.count, step.key


def test_health_counts_years_stays_and_waiting(school: Unit, ministry: User) -> None:
    today = timezone.localdate()
    day = today - dt.timedelta(days=800)
    factories.member(school, included_on=day)
    left(factories.member(school, included_on=day), day + dt.timedelta(days=300))
    rows = Member.objects.within(ministry)

    assert health.use(rows).share == 50
    assert stays.to_appointment(rows) == 300
    assert stays.waiting(rows, today) == [(2, 1)]
    year = health.years(rows)[0]
    assert (year.year, year.included, year.active, year.appointed) == (
        day.year,
        2,
        1,
        1,
    )
    stay = stays.stays(rows, today)[0]
    assert (stay.state, stay.days, stay.stays) == ("training", 800, 2)
    page = client_of(ministry).get("/reserve/members/?mark=no_offer&waited=2")
    assert page.context["page"].paginator.count == 1


def test_posts_of_closed_organizations_are_not_counted(
    municipality: Unit, school: Unit, ministry: User
) -> None:
    today = timezone.localdate()
    closed = portal_rows.organization(municipality)
    for unit in (school, closed):
        factories.post(unit)
    Unit.objects.filter(pk=closed.pk).update(valid_to=today)

    page = client_of(ministry).get("/reserve/health/")

    (place,) = page.context["places"]
    (kind,) = page.context["types"]
    assert (place.posts, kind.posts) == (1, 1)


def test_my_reserve_shows_one_s_own_and_nothing_to_others(
    school: Unit, ministry: User
) -> None:
    user = factories.candidate_user()
    member = factories.member(school, user.person)

    page = client_of(user).get("/reserve/mine/")

    assert [row["member"] for row in page.context["memberships"]] == [member]
    assert client_of(user).get("/reserve/").headers["Location"] == "/reserve/mine/"
    other = client_of(portal_rows.user("nobody")).get("/reserve/mine/")
    assert other.context["memberships"] == []
