"""The succession map: when posts will be free, who covers them, who sees what."""

from __future__ import annotations

import datetime as dt
import random
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from monitoring.models import Cycle, RiskEntry
from portal.models import JournalEntry, Position
from reserve import cover
from reserve.cover import Advice, Cover
from reserve.models import Consent, Tenure, Vacancy
from reserve.reading import succession, vacancies
from reserve.reading.succession import Lens
from tests import factories as base
from tests.reserve import factories

TODAY = dt.date(2026, 11, 20)
LENS = Lens(TODAY, 2028)


@pytest.fixture
def held(school):
    """The head of the school, with a tenure to fill in."""
    return Tenure.objects.create(appointment=base.appoint(base.person(), school))


def keep(tenure: Tenure, **fields: object) -> None:
    Tenure.objects.filter(pk=tenure.pk).update(**fields)


def line(user, lens=LENS):
    found = succession.lines(user, lens)
    return found[0] if found else None


# When and why


@pytest.mark.parametrize(
    ("fields", "day", "reasons"),
    [
        ({}, None, None),
        ({"contract_ends_on": dt.date(2027, 8, 31)}, dt.date(2027, 8, 31), "contract"),
        ({"contract_ends_on": dt.date(2029, 1, 1)}, None, None),
        ({"contract_ends_on": dt.date(2026, 1, 1)}, TODAY, "contract"),
        (
            {"attestation_due_on": dt.date(2028, 6, 1)},
            dt.date(2028, 6, 1),
            "attestation",
        ),
        ({"birth_year": 1962}, dt.date(2027, 12, 31), "age"),
        ({"birth_year": 1990}, None, None),
    ],
)
def test_a_post_is_free_by_its_nearest_reason(ministry, held, fields, day, reasons):
    keep(held, **fields)

    found = line(ministry)

    assert (found.free_on if found else None) == day
    assert (found.reasons if found else None) == ([reasons] if reasons else None)


def test_a_post_without_a_head_is_free_now(ministry, school):
    found = line(ministry)

    assert (found.free_on, found.reasons, found.is_vacant) == (TODAY, ["vacant"], True)


def test_a_post_with_an_appointed_successor_is_not_free(ministry, school):
    base.appoint(base.person(), school, ends_on=dt.date(2027, 1, 1))
    base.appoint(base.person(), school, starts_on=dt.date(2027, 1, 1))

    assert line(ministry) is None


def test_repeated_risk_is_a_reason(ministry, region, school, held):
    method = base.methodology(region)
    cycle = base.cycle(method, region, year=2025, status=Cycle.Status.COMPUTED)
    entry = {"person": held.appointment.person, "unit": school, "value": 30}
    RiskEntry.objects.create(cycle=cycle, years_in_row=1, **entry)
    assert line(ministry) is None
    RiskEntry.objects.update(years_in_row=2)

    found = line(ministry)

    assert (found.reasons, found.risk_years) == (["risk"], 2)


def test_a_filter_keeps_a_reason(ministry, held):
    keep(held, contract_ends_on=dt.date(2027, 1, 1), birth_year=1962)

    assert line(ministry, Lens(TODAY, 2028, reason="age")).reasons == [
        "contract",
        "age",
    ]
    assert line(ministry, Lens(TODAY, 2028, reason="risk")) is None


# Who covers


def test_cover_counts_people_once(ministry, school, region, municipality):
    first = factories.member(school, status="ready")
    factories.member(school, first.person, status="ready", owner=municipality)

    assert line(ministry).fits == 1
    assert line(ministry).cover == Cover.THIN


def test_withdrawn_consent_uncovers_at_once(ministry, school):
    factories.member(school, status="ready")
    Consent.objects.update(withdrawn_at="2099-01-01T00:00:00Z")

    assert line(ministry).fits == 0


def test_map_and_match_agree_on_everybody(ministry, region):
    chance = random.Random(7)  # noqa: S311 - a world by chance, the same each time
    places = [base.municipality(region) for _ in range(4)]
    schools = [
        base.organization(place, chance.choice(["general", "preschool"]))
        for place in places
        for _ in range(3)
    ]
    for school in schools:
        factories.vacancy(school, ministry)
    for _ in range(40):
        member = factories.member(
            chance.choice(schools),
            status=chance.choice(["training", "ready", "ready", "approval"]),
            post=chance.choice(["head", "head", "deputy"]),
            organization_types=chance.choice([[], ["general"], ["preschool"]]),
        )
        member.municipalities.set(chance.sample(places, chance.randint(0, 2)))
    factories.nomination(
        Vacancy.objects.first(),
        factories.member(schools[0], status="ready"),
        ministry,
    )

    by_map = {row.unit_id: row.fits for row in succession.lines(ministry, LENS)}

    rows = Vacancy.objects.select_related("position__unit__organization")
    by_match = {
        row.position.unit_id: len(vacancies.match(row, ministry, TODAY).fits)
        for row in rows
    }
    assert by_map == by_match
    assert len(set(by_map.values())) > 2


def test_sums_add_up(ministry, region, held):
    keep(held, contract_ends_on=dt.date(2027, 1, 1))
    other = base.organization(base.municipality(region))
    factories.member(other, status="ready")
    factories.member(other)

    found = succession.of_region(ministry, LENS)

    total = found.total
    assert (total.posts, total.free, total.by_year) == (2, 2, (1, 1, 0))
    assert (total.full, total.thin, total.bare) == (0, 1, 1)
    assert (found.people_ready, found.people) == (1, 2)
    assert found.bare_places == 1


def test_the_map_takes_as_many_queries_for_many_posts(ministry, region):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            succession.of_region(ministry, LENS)
            succession.lines(ministry, LENS)
        return len(queries)

    count()  # reads the user's roles
    few = count()
    for _ in range(5):
        factories.member(base.organization(base.municipality(region)), status="ready")

    assert count() == few


@pytest.mark.parametrize(
    ("known", "advice"),
    [
        ({"is_vacant": True}, Advice.DECLARE),
        ({"fits": 1, "is_declared": True}, Advice.NOMINATE),
        ({"fits": 2}, Advice.NOTHING),
        ({"fits": 1, "prospective": 1}, Advice.TRAIN),
        ({"elsewhere": 3}, Advice.NEIGHBORS),
        ({}, Advice.COMPETITION),
    ],
)
def test_each_post_has_a_first_thing_to_do(known, advice):
    facts = {
        "fits": 0,
        "is_vacant": False,
        "is_declared": False,
        "elsewhere": 0,
        "prospective": 0,
    }

    assert cover.advice(**{**facts, **known}) == advice


def test_the_board_says_the_same_as_the_map(client, ministry, school, other_school):
    factories.member(school, status="ready")
    client.force_login(ministry)

    board = client.get(reverse("reserve:home")).context
    there = client.get(board["map_url"]).context["map"]

    assert [row.name for row in board["bare"]] == [other_school.parent.short_name]
    assert board["bare"] == [row for row in there.rows if row.bare]
    assert board["bare"][0].why == "vacant"


@pytest.mark.parametrize("page", ["home", "succession", "health", "members"])
def test_kept_figures_follow_a_change_at_once(client, ministry, school, page):
    member = factories.member(school, status="ready")
    client.force_login(ministry)
    address = reverse(f"reserve:{page}")
    before = said(client, address)
    assert said(client, address) == before

    Consent.objects.update(withdrawn_at="2099-01-01T00:00:00Z")
    type(member).objects.update(status="training")

    after = said(client, address)
    assert after != before
    assert member.person.last_name not in after


def said(client, address: str) -> str:
    """Return the page without its tokens, which are new each time."""
    return re.sub(r"\w{64}", "", client.get(address).content.decode())


# Who sees


def test_an_officer_sees_own_posts_and_people(client, officer, school, other_school):
    elsewhere = factories.member(other_school, status="ready")
    elsewhere.municipalities.add(school.parent)
    client.force_login(officer)

    page = client.get(reverse("reserve:succession_unit", args=[school.parent_id]))
    foreign = client.get(
        reverse("reserve:succession_unit", args=[other_school.parent_id])
    )

    assert elsewhere.person.last_name not in page.content.decode()
    assert [row.fits for row in succession.lines(officer, LENS)] == [0]
    assert foreign.status_code == 404


def test_the_ministry_sees_who_is_ready(client, ministry, school):
    factories.member(school, base.person(last_name="Готовцева"), status="ready")
    client.force_login(ministry)

    page = client.get(reverse("reserve:succession_unit", args=[school.parent_id]))

    assert "Готовцева" in page.content.decode()


def test_the_file_holds_map_and_posts(client, ministry, school):
    factories.member(school, base.person(last_name="Готовцева"), status="ready")
    client.force_login(ministry)

    answer = client.get(reverse("reserve:succession_xlsx"))

    book = load_workbook(BytesIO(answer.content))
    posts = list(book.worksheets[1].iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in posts] == [school.short_name]
    assert "Готовцева" in posts[0][6]
    assert JournalEntry.objects.filter(action="reserve_succession_exported").exists()


def test_a_head_sees_no_map(client, head):
    client.force_login(head)

    assert client.get(reverse("reserve:succession")).status_code == 403


def test_deputies_are_not_on_the_map(ministry, school, held):
    factories.post(school, Position.Kind.DEPUTY)

    assert line(ministry) is None
