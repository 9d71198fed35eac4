"""The Gantt: places on the line, lanes, pages, the same number of queries."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.models import Unit, User
from programs import timeline
from programs.models import Occurrence, Program
from programs.reading import gantt_shapes
from programs.reading.bars import Bar, Was
from programs.timeline import Strip
from tests import factories as base
from tests.programs import factories

YEAR = timeline.around(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
TODAY = dt.date(2026, 11, 20)


def test_a_line_holds_whole_quarters() -> None:
    line = timeline.around(dt.date(2026, 2, 10), dt.date(2026, 11, 3))

    assert (line.first, line.last) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    ticks = [(tick.number, tick.x) for tick in timeline.quarters(line)]
    assert ticks == [(1, "0"), (2, "24.66"), (3, "49.59"), (4, "74.79")]
    assert len(timeline.months(line)) == 12


def test_a_long_line_names_no_months() -> None:
    line = timeline.around(dt.date(2022, 8, 1), dt.date(2024, 12, 31))

    assert timeline.months(line) == []
    assert len(timeline.quarters(line)) == 10


def test_a_bar_takes_both_its_days_and_is_cut_at_the_ends() -> None:
    january = timeline.strip(YEAR, dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert january is not None
    assert january.x == 0
    assert january.width == pytest.approx(100 * 31 / 365)
    long = timeline.strip(YEAR, dt.date(2025, 6, 1), dt.date(2027, 1, 1))
    assert long == Strip(0, 100, is_cut_left=True, is_cut_right=True)
    assert timeline.strip(YEAR, dt.date(2027, 1, 1), dt.date(2027, 2, 1)) is None


def test_a_day_is_wide_enough_to_be_seen_and_stays_inside() -> None:
    last = timeline.strip(YEAR, dt.date(2026, 12, 31), dt.date(2026, 12, 31))

    assert last is not None
    assert last.width == timeline.NARROWEST
    assert last.end <= 100


def test_today_is_on_the_line_or_nowhere() -> None:
    assert timeline.at(YEAR, dt.date(2026, 7, 2)) == pytest.approx(50, abs=0.2)
    assert timeline.at(YEAR, dt.date(2027, 1, 1)) is None


def test_overlapping_bars_take_lanes() -> None:
    bars = [Strip(0, 10), Strip(5, 10), Strip(10, 5), Strip(16, 5)]

    assert timeline.lanes(bars) == [0, 1, 0, 0]


def bar(first: int, last: int, **counts: int) -> Bar:
    """A bar within November."""
    return Bar(1, dt.date(2026, 11, first), dt.date(2026, 11, last), **counts)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (bar(1, 10, planned=1, held=5), "late"),
        (bar(1, 30, planned=1), "running"),
        (bar(25, 30, planned=1), "ahead"),
        (bar(1, 10, held=3, cancelled=1), "held"),
        (bar(1, 10, cancelled=1), "cancelled"),
    ],
)
def test_a_bar_is_late_if_anything_of_it_is(found: Bar, state: str) -> None:
    assert found.state(TODAY) == state


def test_many_bars_over_each_other_are_one_with_their_sums() -> None:
    many = [bar(first, 20 + first, planned=1) for first in range(1, 8)]

    (shape,) = gantt_shapes.shapes(many, YEAR, TODAY)

    assert (shape.bar.planned, shape.bar.first.day, shape.bar.last.day) == (7, 1, 27)


@pytest.mark.parametrize(
    ("months", "rooms"),
    [([2], [True]), ([2, 3], [False, True]), ([2, 6], [True, True])],
)
def test_a_word_covers_no_other_bar(months: list[int], rooms: list[bool]) -> None:
    """In the first half of the year the word of a state stands after its bar."""
    found = [
        Bar(1, dt.date(2026, month, 1), dt.date(2026, month, 20), planned=1)
        for month in months
    ]

    drawn = gantt_shapes.shapes(found, YEAR, TODAY)

    assert [shape.has_room for shape in drawn] == rooms


def test_the_first_plan_of_a_moved_bar_is_drawn() -> None:
    moved = Bar(
        1,
        dt.date(2026, 12, 1),
        dt.date(2026, 12, 10),
        planned=1,
        was=[Was(dt.date(2026, 11, 1), dt.date(2026, 11, 10))],
    )

    (shape,) = gantt_shapes.shapes([moved], YEAR, TODAY)

    assert len(shape.was) == 1
    assert float(shape.was[0][0]) < float(shape.x)
    assert shape.was_said


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A program in force with three dates and a row without a deadline."""
    found = factories.program(region, published_by=ministry)
    track = factories.section(found)
    first = factories.event(found, section=track, number="1.1", name="Семинар")
    factories.occurrence(first)
    factories.event(
        found,
        section=track,
        number="1.7",
        name="Без срока",
        schedule_kind="undated",
        schedule_original="",
        starts_on=None,
        ends_on=None,
    )
    return found


def test_the_page_has_a_row_for_an_event_under_its_section(
    client: Client, program: Program, officer: User
) -> None:
    client.force_login(officer)

    page = client.get(reverse("programs:gantt"), {"year": "2026"}).content.decode()

    assert "1.1. Семинар" in page
    assert "Качество управления" in page
    assert "1.7. Без срока" in page
    assert page.count('class="gantt__room"') == 2
    assert "style=" not in page.split("<main")[1]


def test_a_row_without_a_deadline_leads_to_where_it_is_settled(
    client: Client, program: Program, ministry: User
) -> None:
    client.force_login(ministry)

    chart = client.get(reverse("programs:gantt"), {"year": "2026"}).context["chart"]

    row = next(row for row in chart.events if row.event.number == "1.7")
    assert (row.shapes, row.near, row.is_to_settle) == ([], None, True)


def test_a_program_of_other_years_is_shown_whole(
    client: Client, region: Unit, ministry: User
) -> None:
    old = factories.program(
        region,
        published_by=ministry,
        starts_on=dt.date(2022, 8, 1),
        ends_on=dt.date(2024, 12, 31),
    )
    client.force_login(ministry)

    answer = client.get(reverse("programs:gantt"), {"program": old.pk})

    line = answer.context["line"]
    assert (line.first, line.last) == (dt.date(2022, 7, 1), dt.date(2024, 12, 31))


def test_the_workbook_has_the_rows_and_the_first_plan(
    client: Client, program: Program, officer: User
) -> None:
    day = dt.date(2026, 11, 1)
    Occurrence.objects.update(starts_on=day, due_on=dt.date(2026, 12, 5), moves_count=1)
    client.force_login(officer)

    answer = client.get(reverse("programs:gantt_xlsx"), {"year": "2026"})

    rows = list(load_workbook(BytesIO(answer.content)).active.values)[2:]
    assert [row[1] for row in rows] == ["1.1", "1.7"]
    assert rows[0][11]
    assert rows[1][7]


def queries_of(client: Client, url: str, **query: str) -> int:
    """How many queries the page takes, the session's own left out of the count."""
    client.get(url, query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, query).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["programs:gantt", "programs:calendar"])
def test_the_whole_territory_takes_the_same_number_of_queries(
    client: Client, program: Program, ministry: User, name: str
) -> None:
    client.force_login(ministry)
    before = queries_of(client, reverse(name), year="2026", month="2026-11")
    for number in range(8):
        event = factories.event(program, runs="municipalities")
        for _place in range(5):
            place = base.municipality(program.unit)
            factories.occurrence(
                event, place, starts_on=dt.date(2026, 11, 1 + number), moves_count=1
            )

    after = queries_of(client, reverse(name), year="2026", month="2026-11")

    assert after <= before + 1  # one bar for moved days, none for each


@pytest.mark.usefixtures("november")
def test_days_of_a_document_that_nobody_tracks_are_drawn_as_such(
    client: Client, region: Unit, ministry: User
) -> None:
    old = factories.program(region, published_by=ministry, status="finished")
    factories.event(old)
    client.force_login(ministry)

    answer = client.get(reverse("programs:gantt"), {"program": old.pk})

    (row,) = answer.context["chart"].events
    (shape,) = row.shapes
    assert (shape.state, shape.bar.first) == ("words", dt.date(2026, 11, 1))
