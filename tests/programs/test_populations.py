"""Populations against a plain recount over raw rows, and facts of targets."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from monitoring.models import Cycle, RiskEntry
from portal.models import Appointment, Organization, Person, Unit, User
from programs import populations
from programs.models import Event, EventTarget, Occurrence, Participation, Program
from programs.populations import Place
from programs.reading import event_facts, target_facts
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    ManagementTeam,
    Member,
    TeamMember,
    TeamRole,
)
from tests import factories as portal_rows
from tests.programs import factories
from tests.reserve import factories as reserve_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)
DICE = random.Random(20261120)  # noqa: S311 - the same world every time


@dataclass
class World:
    """A region with everything that can be counted."""

    region: Unit
    program: Program
    events: list[Event]


@pytest.fixture
def world() -> World:
    """A region of three municipalities with random schools, people and marks."""
    DICE.seed(20261120)  # the same world whichever test comes first
    region = portal_rows.region()
    ministry = portal_rows.user("ministry", "ministry", region)
    towns = [portal_rows.municipality(region) for _ in range(3)]
    schools = [
        portal_rows.organization(
            DICE.choice(towns),
            DICE.choice(["general", "general", "preschool"]),
            is_low_results=DICE.random() < 0.4,
            is_innovative=DICE.random() < 0.5,
        )
        for _ in range(14)
    ]
    Organization.objects.update(staff=10)
    for school in schools:
        _post(school)
    _risk(region, schools)
    _reserve(region, towns, schools)
    _teams(region, schools)
    program = factories.program(region, published_by=ministry)
    events = [factories.event(program) for _ in range(3)]
    _marks(events, towns, schools)
    return World(region, program, events)


def _post(school: Unit) -> None:
    if DICE.random() < 0.15:
        return
    ended = DICE.random() < 0.2
    ends = DAY - dt.timedelta(days=30) if ended else None
    portal_rows.appoint(portal_rows.person(), school, ends_on=ends)


def _risk(region: Unit, schools: list[Unit]) -> None:
    method = portal_rows.methodology(region)
    for year in (2024, 2025):
        cycle = portal_rows.cycle(method, region, year=year)
        status = Cycle.Status.COMPUTED
        on = dt.date(year, 11, 1)
        Cycle.objects.filter(pk=cycle.pk).update(status=status, reference_on=on)
        for school in DICE.sample(schools, 5):
            for post in Appointment.objects.filter(position__unit=school):
                RiskEntry.objects.create(
                    cycle=cycle,
                    person=post.person,
                    unit=school,
                    value=40,
                    years_in_row=1,
                )


def _reserve(region: Unit, towns: list[Unit], schools: list[Unit]) -> None:
    for number in range(9):
        school = DICE.choice(schools)
        person = portal_rows.person()
        left = number % 4 == 0
        kept = {"included_on": DAY - dt.timedelta(days=100), "owner": region}
        gone = {"left_on": DAY - dt.timedelta(days=5), "status": "expired"}
        reserve_rows.member(school, person, **kept, **(gone if left else {}))
        if number % 3 == 1:
            kept["owner"] = school.parent
            reserve_rows.member(school, person, **kept)


def _teams(region: Unit, schools: list[Unit]) -> None:
    role = TeamRole.objects.create(owner=region, code="x", name="Роль")
    for number, school in enumerate(DICE.sample(schools, 6)):
        team = ManagementTeam.objects.create(
            unit=school,
            name="Команда",
            formed_on=DAY - dt.timedelta(days=200),
            dissolved_on=DAY - dt.timedelta(days=1) if number == 0 else None,
        )
        for _ in range(3):
            TeamMember.objects.create(team=team, person=portal_rows.person(), role=role)


def _marks(events: list[Event], towns: list[Unit], schools: list[Unit]) -> None:
    people = list(Person.objects.all())
    for event in events:
        for month in (3, 6, 9):
            row = factories.held(event, dt.date(2026, month, 10))
            for person in DICE.sample(people, 12):
                state = DICE.choice(["attended", "attended", "absent", "invited"])
                unit = DICE.choice(schools)
                factories.participation(row, person, unit, state=state)
            for unit in DICE.sample([*towns, *schools], 3):
                factories.participation(row, None, unit, state="attended")
        ahead = factories.occurrence(
            event, starts_on=dt.date(2026, 12, 1), due_on=dt.date(2026, 12, 2)
        )
        for person in DICE.sample(people, 6):
            factories.participation(ahead, person, DICE.choice(schools))


# The oracle: plain Python over raw rows


def heads_now() -> dict[int, Unit]:
    """Person → school of heads in office."""
    return {
        post.person_id: post.position.unit
        for post in Appointment.objects.select_related("position__unit__organization")
        if post.position.kind == "head"
        and post.starts_on <= DAY
        and (post.ends_on is None or post.ends_on > DAY)
    }


def recount() -> dict[str, set[int]]:
    """Ids of every population."""
    heads = heads_now()
    last = max(cycle.year for cycle in Cycle.objects.all())
    members = [
        row
        for row in Member.objects.all()
        if row.included_on <= DAY and (row.left_on is None or row.left_on > DAY)
    ]
    teams = [
        row
        for row in ManagementTeam.objects.select_related("unit__organization")
        if row.dissolved_on is None or row.dissolved_on > DAY
    ]
    units = list(Unit.objects.select_related("organization"))
    schools = [row for row in units if row.kind == "organization"]
    return {
        "heads": set(heads),
        "heads_low_results": {
            person for person, unit in heads.items() if unit.organization.is_low_results
        },
        "heads_at_risk": {
            row.person_id
            for row in RiskEntry.objects.select_related("cycle")
            if row.cycle.year == last
        },
        "reserve": {row.person_id for row in members},
        "teams": {row.pk for row in teams},
        "teams_innovative": {
            row.pk for row in teams if row.unit.organization.is_innovative
        },
        "municipalities": {row.pk for row in units if row.kind == "municipality"},
        "organizations": {row.pk for row in schools},
        "organizations_innovative": {
            row.pk for row in schools if row.organization.is_innovative
        },
    }


def took(event: Event, key: str, whole: set[int], *, coming: bool) -> set[int]:
    """Who of the population took part, by going through every mark."""
    rows = [
        row
        for row in Participation.objects.select_related("occurrence", "unit")
        if row.occurrence.event_id == event.pk and _counts(row, coming=coming)
    ]
    people = {row.person_id for row in rows if row.person_id}
    if key in ("heads", "heads_low_results", "heads_at_risk", "reserve"):
        return people & whole
    if key.startswith("organizations"):
        return {row.unit_id for row in rows} & whole
    if key == "municipalities":
        return {
            row.unit_id if row.unit.kind == "municipality" else row.unit.parent_id
            for row in rows
        } & whole
    as_whole = {row.unit_id for row in rows if row.person_id is None}
    return {
        team
        for team in whole
        for found in [ManagementTeam.objects.get(pk=team)]
        if found.unit_id in as_whole or _half(found, people)
    }


def _half(team: ManagementTeam, people: set[int]) -> bool:
    members = {row.person_id for row in TeamMember.objects.filter(team=team)}
    there = members & people
    return bool(there) and 2 * len(there) >= len(members)


def _counts(row: Participation, *, coming: bool) -> bool:
    status = row.occurrence.status
    if status in Occurrence.DONE:
        return row.state == "attended"
    return coming and status == "planned" and row.state != "absent"


KEYS = [
    "heads",
    "heads_low_results",
    "heads_at_risk",
    "reserve",
    "teams",
    "teams_innovative",
    "municipalities",
    "organizations",
    "organizations_innovative",
]


def test_every_population_is_recounted(world: World) -> None:
    """Counts and lists agree with going through the rows."""
    expected = recount()
    counted = populations.count([*KEYS, "staff", ""], world.region, day=DAY)
    assert {key: counted[key] for key in KEYS} == {
        key: len(expected[key]) for key in KEYS
    }
    assert counted["staff"] == 10 * len(expected["organizations"])
    assert counted[""] is None
    place = Place(world.region, DAY)
    for key in KEYS:
        ids = set(populations.ids(key, place).values_list("who", flat=True))
        assert ids == expected[key], key


def test_branch_and_types_narrow(world: World) -> None:
    """A municipality counts its own, types narrow heads and organizations."""
    town = Unit.objects.municipalities().first()
    assert town is not None
    own = {
        person: unit
        for person, unit in heads_now().items()
        if unit.parent_id == town.pk
    }
    assert populations.count(["heads"], town, day=DAY) == {"heads": len(own)}
    general = [unit for unit in own.values() if unit.organization.type == "general"]
    found = populations.count(["heads"], town, day=DAY, types=("general",))
    assert found == {"heads": len(general)}


@pytest.mark.parametrize("key", KEYS)
def test_facts_are_recounted(world: World, key: str) -> None:
    """K with and without those named ahead, for each event at once."""
    whole = recount()[key]
    assert whole, "the world has some of every population"
    rows = [factories.target(event, population=key, value=30) for event in world.events]
    facts = event_facts.facts(world.program, _of(rows), DAY)
    for event, fact in zip(world.events, facts, strict=True):
        assert fact.whole == len(whole)
        assert fact.fact == len(took(event, key, whole, coming=False)), key
        assert fact.coming == len(took(event, key, whole, coming=True)), key


def _of(rows: list[EventTarget]) -> list[EventTarget]:
    return list(
        EventTarget.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("event__program")
        .order_by("pk")
    )


def test_number_of_queries_does_not_grow(world: World) -> None:
    """Ten times as many targets of one population cost the same queries."""
    few = [factories.target(world.events[0])]
    many = [factories.target(event) for event in world.events for _ in range(10)]
    counts = []
    for rows in (_of(few), _of(many)):
        with CaptureQueriesContext(connection) as caught:
            event_facts.facts(world.program, rows, DAY)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_share_needs_whole_people(world: World) -> None:
    """The smallest number that reaches the share, and what is missing to it."""
    row = factories.target(world.events[0], value=Decimal("99.9"))
    fact = target_facts.of_event(world.events[0])[0]
    heads = len(recount()["heads"])
    assert fact.target == row
    assert fact.needed == heads
    assert fact.missing == heads - int(fact.fact or 0)
    assert fact.state == "running"


def test_growth_is_of_those_tested_twice(world: World) -> None:
    """Mean after against mean before, in percent."""
    member = Member.objects.filter(left_on=None).first()
    assert member is not None
    plan = DevelopmentPlan.objects.create(
        member=member,
        starts_on=dt.date(2026, 2, 1),
        ends_on=dt.date(2026, 12, 1),
        due_on=dt.date(2026, 3, 1),
    )
    for before, after in ((40, 50), (60, 70), (50, None)):
        Deficit.objects.create(
            plan=plan, topic="Тема", source="test", before=before, after=after
        )
    factories.target(
        world.events[0],
        measure="growth",
        value=10,
        population="reserve",
        measured_by="reserve_test",
        original="рост на 10 %",
    )
    fact = target_facts.of_event(world.events[0])[0]
    assert (fact.fact, fact.marks) == (Decimal("20.0"), 1)
    assert fact.state == "reached"


def test_yearly_words_count_the_year_only(world: World) -> None:
    """Marks of another year do not count for «ежегодно»."""
    event = factories.event(world.program)
    head = next(iter(heads_now()))
    last = factories.held(event, dt.date(2026, 12, 1) - dt.timedelta(days=366))
    Program.objects.filter(pk=world.program.pk).update(starts_on=dt.date(2025, 1, 1))
    event = Event.objects.get(pk=event.pk)
    school = heads_now()[head]
    factories.participation(last, Person.objects.get(pk=head), school, state="attended")
    factories.target(event)
    factories.target(event, original="ежегодно не менее 40 % руководителей ОО")
    whole, yearly = target_facts.of_event(event)
    assert (whole.fact, yearly.fact) == (1, 0)


def test_document_is_reached_by_a_mark(world: World) -> None:
    """A person's mark with its day decides."""
    row = factories.target(
        world.events[0], measure="document", value=None, population="", operator=""
    )
    assert target_facts.of_event(world.events[0])[0].state == "running"
    row.reached_on, row.reached_note = timezone.localdate(), "Приказ № 5"
    row.reached_by = User.objects.get(username="ministry")
    row.save()
    assert target_facts.of_event(world.events[0])[0].state == "reached"


def test_unknown_population_says_why(world: World) -> None:
    """No list, no share: the reason is shown instead of a number."""
    factories.target(world.events[0], population="", measured_by="hand")
    fact = target_facts.of_event(world.events[0])[0]
    assert (fact.fact, fact.state, fact.reason) == (
        None,
        "uncounted",
        "unknown_population",
    )
