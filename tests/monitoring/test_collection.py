"""The collection matrix: its counts, its filters, bulk acceptance."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from monitoring import collection
from monitoring.models import Cycle, Submission, Value
from portal.models import Unit, User
from tests import factories

Status = Submission.Status
SENT = {"status": Status.SUBMITTED, "submitted_at": "2026-11-20T00:00Z"}
LATE = {"status": Status.SUBMITTED, "submitted_at": "2026-12-20T00:00Z"}


@pytest.fixture
def method(region: Unit):
    return factories.methodology(region)


@pytest.fixture
def indicators(method):
    return [factories.indicator(method, code) for code in ("1.1", "1.2")]


@pytest.fixture
def cycle(method, indicators, region: Unit) -> Cycle:
    return factories.cycle(method, region)


def tally(cycle: Cycle, user: User, today: dt.date) -> collection.Tally:
    """The counts of all the user sees."""
    rows = collection.followed(cycle, Submission.objects.visible_to(user), today)
    return collection.total(collection.tallies(rows).values())


def group(cycle: Cycle, user: User, today: dt.date, unit: Unit) -> collection.Group:
    """The municipality, opened."""
    rows = collection.followed(cycle, Submission.objects.visible_to(user), today)
    counted = collection.tallies(rows)
    return collection.groups(rows, [unit.pk], counted, unit.pk)[0]


def url(cycle: Cycle) -> str:
    return reverse("monitoring:collection", args=[cycle.pk])


def test_filled_submitted_accepted_and_late_are_counted(
    cycle, indicators, municipality, ministry
) -> None:
    schools = [factories.organization(municipality) for _ in range(5)]
    factories.submission(cycle, schools[0], **LATE)
    factories.submission(cycle, schools[1], **{**SENT, "status": Status.ACCEPTED})
    factories.submission(
        cycle, schools[2], status=Status.RETURNED, return_reason="Проверьте"
    )
    factories.value(cycle, schools[3], indicators[0], 1, 2)
    factories.value(cycle, schools[3], indicators[1], not_applicable_reason="Нет")
    factories.value(cycle, schools[4], indicators[0], 1)

    before = tally(cycle, ministry, dt.date(2026, 12, 11))
    after = tally(cycle, ministry, dt.date(2026, 12, 12))

    assert (before.total, before.submitted, before.accepted) == (5, 2, 1)
    assert (before.waiting, before.returned, before.missing) == (1, 1, 3)
    assert (before.filled, before.expected, before.share) == (2, 10, 20)
    assert (before.late, after.late) == (1, 4)


def test_the_last_day_still_is_in_time(cycle, school, ministry) -> None:
    factories.submission(
        cycle, school, status=Status.SUBMITTED, submitted_at="2026-12-11T23:59+10:00"
    )

    line = group(cycle, ministry, dt.date(2027, 1, 1), school.parent).lines[0]

    assert not line.is_late


def test_a_municipalitys_own_submission_stands_in_its_row(
    cycle, method, municipality, ministry
) -> None:
    factories.indicator(method, collected_at="municipality")
    factories.submission(cycle, municipality)

    found = group(cycle, ministry, dt.date(2026, 11, 20), municipality)

    assert (found.own.unit, found.own.expected, found.lines) == (municipality, 1, [])


def test_indicators_are_counted_for_those_who_report_them(
    cycle, method, municipality, ministry
) -> None:
    factories.indicator(method, organization_types=["preschool"])
    factories.indicator(method, sample_flag="rural")
    units = {
        "school": factories.organization(municipality),
        "rural": factories.organization(municipality, is_rural=True),
        "preschool": factories.organization(municipality, type="preschool"),
    }
    for unit in units.values():
        factories.submission(cycle, unit)

    lines = group(cycle, ministry, dt.date(2026, 11, 20), municipality).lines

    asked = {line.unit: line.expected for line in lines}
    assert [asked[unit] for unit in units.values()] == [2, 3, 3]


def test_a_head_goes_to_their_own_form(client, cycle, school, head) -> None:
    factories.submission(cycle, school)
    client.force_login(head)

    answer = client.get(url(cycle))

    assert answer.url == reverse("monitoring:entry", args=[cycle.pk, school.pk])


def test_an_officer_sees_their_own_municipality_opened(
    client, cycle, school, other_school, officer
) -> None:
    for unit in (school, other_school):
        factories.submission(cycle, unit)
    client.force_login(officer)

    page = client.get(url(cycle)).content.decode()

    assert school.short_name in page
    assert other_school.short_name not in page
    assert other_school.parent.short_name not in page


def test_another_region_does_not_exist(client, cycle, outsider) -> None:
    client.force_login(outsider)

    assert client.get(url(cycle)).status_code == 404
    accept = reverse("monitoring:collection_accept", args=[cycle.pk])
    assert client.post(accept).status_code == 404


def test_a_municipality_is_opened_by_its_link_also_as_a_part(
    client, cycle, school, other_school, ministry
) -> None:
    for unit in (school, other_school):
        factories.submission(cycle, unit)
    client.force_login(ministry)

    closed = client.get(url(cycle)).content.decode()
    opened = client.get(
        url(cycle), {"open": school.parent_id}, headers={"HX-Request": "true"}
    ).content.decode()

    assert school.short_name not in closed
    assert school.short_name in opened
    assert "<html" not in opened


@pytest.mark.parametrize(
    ("state", "shown"),
    [("waiting", 1), ("missing", 1), ("late", 0), ("accepted", 0), ("returned", 0)],
)
def test_a_state_narrows_the_rows(
    state, shown, client, cycle, school, other_school, ministry
) -> None:
    cycle.closes_on = dt.date(2099, 1, 1)
    cycle.run_on = dt.date(2099, 1, 1)
    cycle.save()
    factories.submission(cycle, school, **SENT)
    factories.submission(cycle, other_school)
    client.force_login(ministry)

    page = client.get(url(cycle), {"state": state}).content.decode()

    assert page.count('class="toggle"') == shown


def test_rows_are_sorted_by_the_address(
    client, cycle, school, other_school, ministry
) -> None:
    factories.submission(cycle, school)
    factories.submission(cycle, other_school, **SENT)
    client.force_login(ministry)
    names = [school.parent.short_name, other_school.parent.short_name]

    up = client.get(url(cycle), {"sort": "submitted"}).content.decode()
    down = client.get(url(cycle), {"sort": "-submitted"}).content.decode()

    assert up.index(names[0]) < up.index(names[1])
    assert down.index(names[1]) < down.index(names[0])


def test_many_are_accepted_after_a_question(
    client, cycle, municipality, ministry, officer
) -> None:
    schools = [factories.organization(municipality) for _ in range(3)]
    for school in schools[:2]:
        factories.submission(cycle, school, submitted_by=officer, **SENT)
    factories.submission(cycle, schools[2])
    client.force_login(ministry)
    accept = reverse("monitoring:collection_accept", args=[cycle.pk])

    question = client.get(accept, {"branch": municipality.pk}).content.decode()
    assert Submission.objects.filter(status=Status.ACCEPTED).count() == 0
    client.post(accept, {"unit": [school.pk for school in schools]})

    assert question.count('name="unit"') == 2
    assert Submission.objects.filter(status=Status.ACCEPTED).count() == 2


def test_nothing_marked_is_said(client, cycle, ministry) -> None:
    client.force_login(ministry)

    page = client.get(reverse("monitoring:collection_accept", args=[cycle.pk]))

    assert page.status_code == 200
    assert 'name="unit"' not in page.content.decode()


def test_without_the_right_nothing_is_accepted(
    client, cycle, school, head, administrator
) -> None:
    factories.submission(cycle, school, **SENT)
    accept = reverse("monitoring:collection_accept", args=[cycle.pk])

    for user in (head, administrator):
        client.force_login(user)
        client.post(accept, {"unit": school.pk})

    assert Submission.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("count", [10, 100])
def test_queries_do_not_grow_with_organizations(
    count, client, cycle, indicators, region, ministry, django_assert_max_num_queries
) -> None:
    for _ in range(count // 5):
        municipality = factories.municipality(region)
        for _ in range(5):
            school = factories.organization(municipality)
            factories.value(cycle, school, indicators[0], 1, 2)
    client.force_login(ministry)
    client.get(url(cycle))

    with django_assert_max_num_queries(22) as queries:
        page = client.get(url(cycle), {"open": municipality.pk, "size": 100})

    assert page.content.decode().count('class="toggle"') == count // 5
    assert len(queries) == QUERIES.setdefault("matrix", len(queries))


QUERIES: dict[str, int] = {}


def test_the_database_counts_complete_values_whatever_the_door(
    cycle, indicators, school, other_school
) -> None:
    one, two = indicators
    factories.value(cycle, school, one, 1, 2)
    factories.value(cycle, school, two, 1)
    factories.value(cycle, other_school, one, not_applicable_reason="Нет")
    counts = Submission.objects.filter(cycle=cycle).order_by("unit_id")

    def filled() -> list[int]:
        return list(counts.values_list("filled", flat=True))

    assert filled() == [1, 1]
    Value.objects.update(numerator=1, denominator=1, not_applicable_reason="")
    assert filled() == [2, 1]
    Value.objects.filter(unit=school).delete()
    assert filled() == [0, 1]


def test_many_municipalities_are_paged_and_summed_whole(
    client, cycle, indicators, region, ministry
) -> None:
    for _ in range(101):
        factories.submission(
            cycle, factories.organization(factories.municipality(region))
        )
    client.force_login(ministry)

    page = client.get(url(cycle), {"page": 2}).content.decode()
    odd = client.get(url(cycle), {"page": "9" * 5000, "open": "9" * 5000})

    assert page.count('class="toggle"') == 25
    assert "101" in page
    assert odd.status_code == 200
