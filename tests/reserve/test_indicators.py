"""Track 2 counted from the demo equals a count in plain Python, unit by unit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
from django.urls import reverse

from monitoring import sources
from monitoring.demo import loading
from monitoring.demo.loading import Size
from monitoring.models import CountedValue, Cycle, Value
from portal.accounts import robot
from portal.models import Unit, User
from reserve import indicators
from reserve.counters import Place
from reserve.models import (
    Consent,
    ManagementTeam,
    Member,
    PlanItem,
    TeamTraining,
)
from tests import factories
from tests.reserve import factories as rows

DAY = dt.date(2026, 12, 11)
YEAR_BEFORE = DAY - dt.timedelta(days=365)
Pairs = dict[int, tuple[int, int]]


# The oracle: members and teams read one by one, nothing of the counters used


def on_the_day(member: Member) -> bool:
    return member.included_on <= DAY and (
        member.left_on is None or member.left_on > DAY
    )


def standing(team: ManagementTeam) -> bool:
    return team.formed_on <= DAY and (
        team.dissolved_on is None or team.dissolved_on > DAY
    )


def trained(team: ManagementTeam) -> bool:
    done = [row.finished_on for row in TeamTraining.objects.filter(team=team)]
    return any(day is not None and day <= DAY for day in done)


def formed_reserves() -> Pairs:
    owners = {
        member.owner_id
        for member in Member.objects.filter(level="municipal")
        if on_the_day(member)
    }
    places = Unit.objects.filter(kind="municipality")
    return {unit.pk: (int(unit.pk in owners), 1) for unit in places}


def schools_in_reserve() -> Pairs:
    units = {member.unit_id for member in Member.objects.all() if on_the_day(member)}
    schools = Unit.objects.filter(organization__type="general")
    return {unit.pk: (int(unit.pk in units), 1) for unit in schools}


def appointed(*, sample: bool = False) -> Pairs:
    whole: dict[int, set[int]] = defaultdict(set)
    part: dict[int, set[int]] = defaultdict(set)
    for member in Member.objects.filter(level="municipal"):
        was_there = member.left_on is None or member.left_on > YEAR_BEFORE
        if member.included_on > DAY or not was_there:
            continue
        whole[member.unit_id].add(member.person_id)
        if member.status == "appointed" and member.left_on and member.left_on <= DAY:
            part[member.unit_id].add(member.person_id)
    units = Unit.objects.filter(kind="organization")
    return {
        unit.pk: (len(part[unit.pk]), len(whole[unit.pk]))
        for unit in units
        if not sample or part[unit.pk]
    }


def formed_teams() -> Pairs:
    places = set()
    for team in ManagementTeam.objects.select_related("unit"):
        if standing(team):
            unit = team.unit
            places.add(unit.pk if unit.kind == "municipality" else unit.parent_id)
    units = Unit.objects.filter(kind="municipality")
    return {unit.pk: (int(unit.pk in places), 1) for unit in units}


def trained_teams() -> Pairs:
    pairs = {unit.pk: (0, 0) for unit in Unit.objects.filter(kind="organization")}
    for team in ManagementTeam.objects.filter(unit__kind="organization"):
        if standing(team):
            k, o = pairs[team.unit_id]
            pairs[team.unit_id] = (k + trained(team), o + 1)
    return pairs


ORACLE = {
    "2.1": formed_reserves,
    "2.2": schools_in_reserve,
    "2.3": appointed,
    "2.4": formed_teams,
    "2.5": trained_teams,
}


def total(pairs: Pairs, branch: Unit) -> tuple[int, int]:
    """Sum the pairs of the units in the branch."""
    units = set(Unit.objects.within(branch).values_list("pk", flat=True))
    inside = [pair for pk, pair in pairs.items() if pk in units]
    return sum(k for k, _o in inside), sum(o for _k, o in inside)


@pytest.fixture
def demo(db: None) -> Cycle:
    size = Size(organizations=90, closed_cycles=2)
    loading.load(size, password="long enough a word", by=robot())
    return Cycle.objects.get(status=Cycle.Status.COLLECTING)


def test_every_value_of_the_demo_is_that_of_plain_python(demo: Cycle) -> None:
    counted: dict[str, Pairs] = defaultdict(dict)
    for row in CountedValue.objects.filter(cycle=demo).select_related("indicator"):
        pair = (int(row.numerator), int(row.denominator))
        counted[row.indicator.code][row.unit_id] = pair

    for code, oracle in ORACLE.items():
        assert counted[code] == oracle(), code
    assert sum(k for k, _o in counted["2.2"].values()) > 5
    assert sum(k for k, _o in counted["2.3"].values()) > 0


def test_sums_of_every_municipality_and_the_region_agree(demo: Cycle) -> None:
    branches = [demo.owner, *Unit.objects.filter(kind="municipality")]
    user = User.objects.get(username="ministry")

    for indicator, source in sources.of_cycle(demo):
        pairs = ORACLE[indicator.code]()
        for branch in branches:
            used = source.rows(demo, branch, user).readings[0]
            assert used.is_used
            assert (used.numerator, used.denominator) == total(pairs, branch)


def test_the_documents_sample_stands_beside_with_its_finding(demo: Cycle) -> None:
    user = User.objects.get(username="ministry")

    behind = indicators.APPOINTED.rows(demo, demo.owner, user)
    sample = behind.readings[1]

    assert (sample.numerator, sample.denominator) == total(
        appointed(sample=True), demo.owner
    )
    assert sample.share(1) > behind.readings[0].share(1)
    assert behind.findings
    schools = indicators.SCHOOLS_IN_RESERVE.rows(demo, demo.owner, user)
    assert schools.readings[1].denominator < schools.readings[0].denominator
    assert schools.readings[1].numerator == schools.readings[0].numerator


def test_the_demo_enters_what_it_counts_but_for_reasons(demo: Cycle) -> None:
    entered = {
        (row.unit_id, row.indicator_id): row for row in Value.objects.filter(cycle=demo)
    }

    for row in CountedValue.objects.filter(cycle=demo):
        value = entered[row.unit_id, row.indicator_id]
        same = not row.differs(value.numerator, value.denominator)
        assert same != bool(value.comment)


# Rules, one by one


@pytest.fixture
def place(region) -> Place:
    return Place(region, DAY)


def counts(counter, place: Place) -> Pairs:
    return {
        row.unit_id: (row.numerator, row.denominator) for row in counter.by_unit(place)
    }


def test_a_region_without_a_reserve_is_not_counted(region, school):
    method = factories.methodology(region)
    cycle = factories.cycle(method, region)

    assert list(indicators.SCHOOLS_IN_RESERVE.count(cycle)) == []
    rows.member(school)
    assert len(list(indicators.SCHOOLS_IN_RESERVE.count(cycle))) == 1


def test_members_count_from_inclusion_until_they_leave(place, school):
    member = rows.member(school, included_on=DAY + dt.timedelta(days=1))

    assert counts(indicators.IN_RESERVE, place)[school.pk] == (0, 1)
    Member.objects.filter(pk=member.pk).update(included_on=DAY)
    assert counts(indicators.IN_RESERVE, place)[school.pk] == (1, 1)
    Member.objects.filter(pk=member.pk).update(left_on=DAY, status="expired")
    assert counts(indicators.IN_RESERVE, place)[school.pk] == (0, 1)


def test_a_person_in_two_reserves_counts_once(place, school, municipality):
    one = rows.member(school, level="municipal", owner=municipality)
    rows.member(
        school, one.person, level="municipal", owner=municipality, post="deputy"
    )

    assert counts(indicators.APPOINTED, place)[school.pk] == (0, 1)


def test_only_general_schools_count_for_schools(place, municipality):
    evening = factories.organization(municipality, type="evening")
    rows.member(evening)

    assert evening.pk not in counts(indicators.SCHOOLS_IN_RESERVE, place)
    assert counts(indicators.IN_RESERVE, place)[evening.pk] == (1, 1)


def test_projects_count_only_where_there_are_members(place, school, municipality):
    factories.organization(municipality)
    member = rows.member(school)
    plan = member.plans.create(
        starts_on=DAY - dt.timedelta(days=90),
        ends_on=DAY,
        due_on=DAY - dt.timedelta(days=90),
    )

    assert counts(indicators.IN_PROJECTS, place) == {school.pk: (0, 1)}
    PlanItem.objects.create(
        plan=plan,
        kind="project",
        name="Проект",
        hours=10,
        starts_on=plan.starts_on,
        ends_on=DAY,
        status="running",
    )
    assert counts(indicators.IN_PROJECTS, place) == {school.pk: (1, 1)}


def test_teams_go_through_programs_all_or_not(place, school):
    teams = [
        ManagementTeam.objects.create(
            unit=school, name=name, formed_on=dt.date(2026, 1, 15), order_number="1"
        )
        for name in ("Первая", "Вторая")
    ]
    for team in teams:
        assert counts(indicators.TEAMS_THROUGH_PROGRAMS, place) == {school.pk: (0, 1)}
        team.trainings.create(
            name="Управленческий акселератор",
            hours=36,
            starts_on=dt.date(2026, 2, 1),
            finished_on=dt.date(2026, 3, 1),
        )

    assert counts(indicators.TEAMS_THROUGH_PROGRAMS, place) == {school.pk: (1, 1)}
    assert counts(indicators.TEAMS_BY_ORDER, place)[school.pk] == (1, 1)


# Rights


@pytest.fixture
def cycle(region, settings) -> Cycle:
    method = factories.methodology(region, code="khabarovsk-2023")
    factories.indicator(method, "2.2")
    return factories.cycle(method, region)


def url(cycle: Cycle, unit: Unit) -> str:
    indicator = cycle.methodology.indicators.get()
    args = [cycle.pk, unit.pk, indicator.pk]
    return reverse("monitoring:counted_rows", args=args)


def test_names_are_for_those_who_may_open_the_file(
    client, cycle, school, officer, head, administrator, ministry
):
    person = factories.person(last_name="Резервова")
    rows.member(school, person)

    for user, is_named in (
        (officer, True),
        (ministry, True),
        (head, False),
        (administrator, False),
    ):
        client.force_login(user)
        page = client.get(url(cycle, school)).content.decode()
        assert ("Резервова" in page) == is_named, user


def test_a_withdrawn_consent_hides_the_name_and_keeps_the_number(
    client, cycle, school, ministry
):
    member = rows.member(school, factories.person(last_name="Резервова"))
    consent = Consent.objects.get(person=member.person)
    consent.withdrawn_at = consent.given_at
    consent.save()
    client.force_login(ministry)

    behind = indicators.SCHOOLS_IN_RESERVE.rows(cycle, school, ministry)
    page = client.get(url(cycle, school)).content.decode()

    assert (behind.hidden, len(behind.rows)) == (1, 0)
    assert behind.readings[0].numerator == 1
    assert "Резервова" not in page


def test_an_officer_sees_no_rows_elsewhere(client, cycle, other_school, officer):
    rows.member(other_school, factories.person(last_name="Резервова"))
    client.force_login(officer)

    assert client.get(url(cycle, other_school)).status_code == 404
    assert client.get(url(cycle, cycle.owner)).status_code == 404
