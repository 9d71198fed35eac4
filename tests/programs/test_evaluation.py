"""Evaluation: figures recounted, signature freezes them, early warning foretells."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from monitoring.models import Cycle, Result
from portal.errors import Refused
from portal.models import Unit, User
from programs import evaluation_tasks, forecasts
from programs.models import Evaluation, Event, Occurrence, Program, TargetValue
from programs.reading import evaluation as reading
from programs.reading import indicator_facts, target_facts, targets, warning
from programs.services import evaluations, hand_values
from tests import factories as portal_rows
from tests.programs import factories

pytestmark = pytest.mark.django_db
DICE = random.Random(11)  # noqa: S311 - the same world every time


@dataclass
class World:
    """A program in force with two tracks, and its people."""

    region: Unit
    ministry: User
    operator: User
    program: Program


@pytest.fixture
def world() -> World:
    """The program."""
    region = portal_rows.region()
    ministry = portal_rows.user("ministry", "ministry", region)
    operator = portal_rows.user("operator", "operator", region)
    program = factories.program(region, published_by=ministry)
    return World(region, ministry, operator, program)


def sign(world: World, year: int | None = 2026) -> Evaluation:
    """Write and sign."""
    evaluations.write(
        world.program.pk,
        year=year,
        conclusion="Цели достигнуты.",
        proposals="",
        by=world.ministry,
    )
    return evaluations.sign(world.program.pk, year=year, by=world.ministry)


# Figures


def _column(row: Occurrence, today: dt.date) -> str:
    if row.status == "cancelled":
        return "cancelled"
    if row.status == "planned":
        return "overdue" if row.due_on < today else "ahead"
    assert row.held_on is not None
    if row.held_on > row.due_on:
        return "late"
    return "moved" if row.moves_count else "on_time"


def test_dates_are_recounted(world: World) -> None:
    """Every date is in one column, by track and by body, as by hand."""
    tracks = [
        factories.section(world.program, f"Трек {n}", number=str(n)) for n in (1, 2)
    ]
    inner = factories.section(world.program, "Проблема", parent=tracks[1])
    bodies = ["operator", "ministry"]
    today = timezone.localdate()
    for number in range(12):
        place = DICE.choice([*tracks, inner, None])
        event = factories.event(world.program, section=place)
        factories.body(world.program, bodies[number % 2], name=f"Орган {number % 2}")
        for _ in range(DICE.randrange(4)):
            _date(event, world, today)
    rows = list(Occurrence.objects.select_related("event__section"))
    found = reading.figures(world.program, 2026)
    for key in reading.COLUMNS[:-1]:
        expected = [
            row
            for row in rows
            if _column(row, today) == key and row.due_on.year == 2026
        ]
        assert found["all"][key] == len(expected), key
        inside = [row for row in expected if _top(row.event) == tracks[1].pk]
        named = [row for row in found["sections"] if row["name"] == "Трек 2"]
        assert named[0][key] == len(inside)
        assert sum(row[key] for row in found["sections"]) == len(expected)
    undated = [event for event in Event.objects.all() if not event.occurrences.exists()]
    assert found["all"]["undated"] == len(undated)


def _date(event: Event, world: World, today: dt.date) -> None:
    due = dt.date(DICE.choice([2026, 2026, 2027]), DICE.randrange(1, 13), 15)
    row = factories.occurrence(event, starts_on=due, due_on=due)
    row.status = DICE.choice(["planned", "held", "held", "cancelled"])
    row.moves_count = DICE.randrange(2)
    row.cancel_reason = "Болезнь" if row.status == "cancelled" else ""
    if row.status == "held":
        row.held_on = due + dt.timedelta(days=DICE.choice([-1, 0, 5]))
        row.held_by, row.result = world.ministry, "Проведено"
    row.save()


def _top(event: Event) -> int | None:
    section = event.section
    while section and section.parent:
        section = section.parent
    return section.pk if section else None


@pytest.mark.usefixtures("november")
def test_indicator_from_published_results_only(world: World) -> None:
    """The fact comes from the published cycle of the program's method."""
    method = portal_rows.methodology(world.region)
    indicator = portal_rows.indicator(method, "1.1")
    Program.objects.filter(pk=world.program.pk).update(methodology=method)
    row = factories.indicator(
        world.program,
        measured_by="indicator",
        indicator_code="1.1",
        baseline=50,
        goal=70,
    )
    for year, value, status in ((2025, 60, "published"), (2026, 72, "computed")):
        cycle = portal_rows.cycle(method, world.region, year=year, status=status)
        Result.objects.create(
            cycle=cycle,
            unit=world.region,
            indicator=indicator,
            value=value,
            level="medium",
            state="counted",
            reported=1,
            expected=1,
        )
    program = Program.objects.select_related("methodology", "unit").get(
        pk=world.program.pk
    )
    fact = indicator_facts.of_year(program, 2026)[0]
    assert (fact.fact, fact.before, fact.state) == (None, 60, "uncounted")
    facts = target_facts.of_program(program, 2026)
    ahead = warning.of_indicators(program, facts)[row.pk]
    assert (ahead.rule, f"{ahead.value}", f"{ahead.short}") == ("stays", "60", "10")
    assert ahead.measured_in == 2025
    table = targets.table_of(program).lines
    (line,) = targets.with_facts(table, facts.indicators, {row.pk: ahead})
    assert line.outcome == "awaited"  # never "not counted" beside what is expected
    Cycle.objects.filter(year=2026).update(status="published")
    fact = indicator_facts.of_year(program, 2026)[0]
    assert (fact.fact, fact.source, fact.state) == (72, "monitoring", "reached")
    TargetValue.objects.filter(indicator=row).update(value=75)
    fact = indicator_facts.of_year(program, 2026)[0]
    assert (fact.state, fact.short_of) == ("running", 3)


@pytest.mark.usefixtures("november")
def test_two_target_indicators_of_one_indicator_have_its_fact(world: World) -> None:
    """The document may set two targets by the same measurement."""
    method = portal_rows.methodology(world.region)
    indicator = portal_rows.indicator(method, "1.1")
    Program.objects.filter(pk=world.program.pk).update(methodology=method)
    for goal in (70, 80):
        values = {"measured_by": "indicator", "indicator_code": "1.1", "goal": goal}
        factories.indicator(world.program, **values)
    cycle = portal_rows.cycle(method, world.region, year=2026, status="published")
    Result.objects.create(
        cycle=cycle,
        unit=world.region,
        indicator=indicator,
        value=72,
        level="medium",
        state="counted",
        reported=1,
        expected=1,
    )
    program = Program.objects.select_related("methodology", "unit").get(
        pk=world.program.pk
    )

    facts = indicator_facts.of_year(program, 2026)

    assert [(fact.fact, fact.state) for fact in facts] == [
        (72, "reached"),
        (72, "running"),
    ]


def test_indicators_of_one_population_are_counted_at_once(world: World) -> None:
    """The number of queries goes by populations, not by indicators."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            indicator_facts.of_year(world.program, 2026)
        return len(queries)

    counts = []
    for _number in range(2):
        for measured_by in ("participation", "practices", "reserve_test"):
            factories.indicator(
                world.program, measured_by=measured_by, population="heads"
            )
        counts.append(asked())

    assert counts[0] == counts[1]


def test_contradictory_target_is_not_judged(world: World) -> None:
    """Two targets without a choice: the fact stands beside both."""
    row = factories.indicator(world.program, goal=None, measured_by="hand")
    TargetValue.objects.create(
        indicator=row, value=2, variant="паспорт", is_chosen=True
    )
    TargetValue.objects.create(
        indicator=row, value=20, variant="раздел 4", is_chosen=False
    )
    hand_values.write(
        row.pk, year=2026, value=Decimal(5), reason="Отчёт", by=world.ministry
    )
    fact = indicator_facts.of_year(world.program, 2026)[0]
    assert (fact.state, len(fact.goals)) == ("contradictory", 2)


def test_dynamics_compares_with_the_year_before(world: World) -> None:
    """A sign of change needs two years, or the baseline."""
    row = factories.indicator(
        world.program, measure="dynamics", operator="gt", goal=None, baseline=40
    )
    hand_values.write(
        row.pk, year=2026, value=Decimal(45), reason="Отчёт", by=world.ministry
    )
    assert indicator_facts.of_year(world.program, 2026)[0].state == "reached"
    hand_values.write(
        row.pk, year=2027, value=Decimal(45), reason="Отчёт", by=world.ministry
    )
    fact = indicator_facts.of_year(world.program, 2027)[0]
    assert (fact.judged, fact.state) == (0, "running")


def test_hand_value_needs_a_source_and_a_right(world: World) -> None:
    """No source, no value; a year outside the program neither."""
    row = factories.indicator(world.program)
    with pytest.raises(Refused):
        hand_values.write(
            row.pk, year=2026, value=Decimal(5), reason=" ", by=world.ministry
        )
    with pytest.raises(Refused):
        hand_values.write(
            row.pk, year=2030, value=Decimal(5), reason="Отчёт", by=world.ministry
        )
    stranger = portal_rows.user("stranger", "ministry", portal_rows.region())
    with pytest.raises(PermissionDenied):
        hand_values.write(
            row.pk, year=2026, value=Decimal(5), reason="Отчёт", by=stranger
        )


# Signature


def test_signed_figures_stay(world: World, client: Client) -> None:
    """What was counted on the day of signing is shown for ever."""
    row = factories.indicator(world.program)
    hand_values.write(
        row.pk, year=2026, value=Decimal(5), reason="Отчёт", by=world.ministry
    )
    sign(world)
    hand_values.write(
        row.pk, year=2026, value=Decimal(50), reason="Отчёт", by=world.ministry
    )
    client.force_login(world.ministry)
    page = client.get(
        reverse("programs:evaluation", args=[world.program.pk]), {"year": 2026}
    )
    assert page.context["figures"]["indicators"][0]["fact"] == "5"
    with pytest.raises(Refused):
        sign(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.update(conclusion="Иначе")


def test_signature_wants_a_conclusion_and_the_right(world: World) -> None:
    """The operator writes, the ministry signs, and only with a conclusion."""
    with pytest.raises(Refused):
        evaluations.sign(world.program.pk, year=2026, by=world.ministry)
    evaluations.write(
        world.program.pk, year=2026, conclusion="Да", proposals="", by=world.operator
    )
    with pytest.raises(PermissionDenied):
        evaluations.sign(world.program.pk, year=2026, by=world.operator)
    with pytest.raises(Refused):
        sign(world, 2029)


def test_pages_and_files(world: World, client: Client) -> None:
    """Year, final, PDF with tags, workbook."""
    factories.indicator(world.program)
    factories.target(factories.event(world.program))
    sign(world, None)
    client.force_login(world.ministry)
    url = reverse("programs:evaluation", args=[world.program.pk])
    assert client.get(url).status_code == 200
    assert client.get(url, {"year": "final"}).status_code == 200
    assert client.get(url, {"year": "2031"}).status_code == 404
    pdf = client.get(reverse("programs:evaluation_pdf", args=[world.program.pk]))
    assert pdf.content.startswith(b"%PDF")
    root = PdfReader(BytesIO(pdf.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    sheet = client.get(reverse("programs:evaluation_xlsx", args=[world.program.pk]))
    assert sheet.content.startswith(b"PK")


def test_the_page_counts_the_targets_once(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The early warning goes by the facts of the tables."""
    factories.indicator(world.program)
    factories.target(factories.event(world.program))
    asked: list[str] = []

    def counted(name: str, inner: Any) -> Any:
        def act(*args: Any) -> Any:
            asked.append(name)
            return inner(*args)

        return act

    for module, name in ((target_facts, "of_events"), (indicator_facts, "of_year")):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    client.force_login(world.ministry)
    url = reverse("programs:evaluation", args=[world.program.pk])

    page = client.get(url, {"year": timezone.localdate().year})

    assert page.context["outlook"] is not None
    assert sorted(asked) == ["of_events", "of_year"]


def test_a_fact_without_a_target_says_so(world: World) -> None:
    """What is counted is not called "not counted"."""
    rows = [
        factories.indicator(world.program, goal=None),
        factories.indicator(world.program, goal=None, measure="dynamics"),
        factories.indicator(world.program),
    ]
    for row in rows[:2]:
        values = {"year": 2026, "value": Decimal(5), "reason": "Отчёт"}
        hand_values.write(row.pk, by=world.ministry, **values)
    facts = target_facts.of_program(world.program, 2026).indicators
    lines = targets.with_facts(targets.table_of(world.program).lines, facts, {})

    assert [line.outcome for line in lines] == ["aimless", "alone", "uncounted"]


def test_evaluation_through_the_pages(world: World, client: Client) -> None:
    """Write, then sign, then nothing more is offered."""
    client.force_login(world.ministry)
    query = "?year=2026"
    edit = reverse("programs:evaluation_edit", args=[world.program.pk]) + query
    client.post(edit, {"conclusion": "Хорошо", "proposals": "Продолжить"})
    client.post(reverse("programs:evaluation_sign", args=[world.program.pk]) + query)
    row = Evaluation.objects.get()
    assert (row.year, row.signed_by) == (2026, world.ministry)
    page = client.get(reverse("programs:evaluation", args=[world.program.pk]) + query)
    assert not page.context["may_sign"]


# Early warning


@pytest.mark.parametrize(
    ("fact", "held", "ahead", "value", "misses"),
    [
        (10, 2, 2, "20.0", False),
        (10, 2, 1, "15.0", True),
        (10, 2, 0, "10.0", True),
        (0, 0, 3, None, False),
        (0, 0, 0, "0.0", True),
        (30, 1, 9, "100.0", False),
    ],
)
def test_forecast_by_dates(
    fact: int, held: int, ahead: int, value: str | None, misses: bool
) -> None:
    """Each date ahead brings the mean of those held, never more than there are."""
    found = forecasts.by_dates(
        Decimal(fact), Decimal(20), held=held, ahead=ahead, most=100
    )
    assert found.value == (None if value is None else Decimal(value))
    assert found.will_miss is misses


def test_forecast_by_time() -> None:
    """Half of the year, half of the way."""
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    part = forecasts.elapsed(first, last, dt.date(2026, 7, 2))
    assert forecasts.evenly(Decimal(6), Decimal(12), part).short < Decimal("0.1")
    assert forecasts.evenly(Decimal(3), Decimal(12), part).will_miss
    early = forecasts.elapsed(first, last, dt.date(2026, 1, 5))
    assert forecasts.evenly(Decimal(0), Decimal(12), early).value is None
    assert forecasts.stays(Decimal(17), Decimal(15), higher_is_better=False).short == 2


def test_warning_reaches_the_home_page(world: World) -> None:
    """A target that will be missed is a task of the ministry only."""
    for _ in range(9):
        portal_rows.head_user(
            portal_rows.organization(portal_rows.municipality(world.region))
        )
    event = factories.event(world.program)
    factories.held(event, dt.date(2026, 3, 10))
    factories.target(event)
    facts = target_facts.of_program(world.program, 2026)
    missed = warning.outlook(world.program, facts).missed
    assert [row.forecast.rule for row in missed] == ["dates"]
    titles = [task.url for task in evaluation_tasks.tasks(world.ministry)]
    assert any("#outlook" in url for url in titles)
    assert list(evaluation_tasks.tasks(world.operator)) == []
