"""Pages of the roadmap: list, board, overdue, an event, a date, bulk, documents."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.models import AwaitedDocument, Event, Move, Occurrence
from programs.reading.filters import Chosen
from tests import paper
from tests.programs import factories
from tests.programs.tracking import force, proven, series

TODAY = timezone.localdate()
LATE = TODAY - dt.timedelta(days=5)
AHEAD = TODAY + dt.timedelta(days=20)


@pytest.fixture
def program(region, ministry):
    """A program in force, from the year of the examples to the one after this."""
    return factories.program(
        region,
        published_by=ministry,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(TODAY.year + 1, 12, 31),
    )


@pytest.fixture
def spread(program, region):
    """A mentoring that runs in every municipality."""
    return factories.event(
        program,
        name="Закрепление наставников",
        kind=Event.Kind.MENTORING,
        runs=Event.Runs.MUNICIPALITIES,
        starts_on=LATE,
        ends_on=AHEAD,
    )


def place(event: Event, unit=None, due_on: dt.date = LATE, **fields) -> Occurrence:
    """A one-day date of the event."""
    return factories.occurrence(event, unit, starts_on=due_on, due_on=due_on, **fields)


def client_of(user) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(user)
    return client


def page(user, name: str, *args: object, **query: object) -> str:
    """What the page says."""
    answer = client_of(user).get(reverse(f"programs:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


# Filters


def test_filters_are_kept_in_the_address(program, ministry) -> None:
    query = {"program": str(program.pk), "state": "overdue", "year": "all", "body": "x"}

    chosen = Chosen.from_query(query, ministry, TODAY)

    assert chosen.query_string() == f"?program={program.pk}&year=all&state=overdue"
    assert Chosen.from_query({"year": str(TODAY.year)}, ministry).query_string() == ""


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 40, "1' or '1"])
def test_nonsense_in_the_address_shows_nothing_and_breaks_nothing(
    program, spread, ministry, value
) -> None:
    names = ("program", "section", "body", "municipality", "year", "state", "page")
    for name in names:
        page(ministry, "events", **{name: value})
        page(ministry, "board", **{name: value})
        page(ministry, "overdue", **{name: value})


def test_an_officer_counts_only_the_own_municipality(
    program, spread, school, other_school, officer, ministry
) -> None:
    place(spread, school.parent)
    place(spread, other_school.parent)

    def counts(user):
        (row,) = Chosen.from_query({}, user, TODAY).tallies()
        return row["planned"]

    assert (counts(officer), counts(ministry)) == (1, 2)


def test_tallies_of_both_sources_have_one_shape(
    program, spread, school, officer, ministry
) -> None:
    row = place(spread, school.parent)
    force(row, "held", ministry)

    (own,) = Chosen.from_query({}, officer, TODAY).tallies()
    (whole,) = Chosen.from_query({}, ministry, TODAY).tallies()

    assert own == whole


# The list


def test_one_row_an_event_with_its_progress(
    program, spread, school, other_school, ministry
) -> None:
    place(spread, school.parent)
    force(place(spread, other_school.parent), "held", ministry)

    text = page(ministry, "events")

    assert text.count(f'id="e{spread.pk}"') == 1
    assert "1 из 2" in text or "1 of 2" in text


def test_rows_without_dates_are_counted_and_linked(program, ministry) -> None:
    factories.event(program, schedule_kind="unread", starts_on=None, ends_on=None)

    assert "state=unread" in page(ministry, "events")
    assert "state=undated" not in page(ministry, "events")


def test_queries_do_not_grow_with_rows(program, region, ministry, officer) -> None:
    def counted(user, name):
        client = client_of(user)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"programs:{name}"))
        return len(queries)

    def fill(number):
        for _one in range(number):
            event = factories.event(program, starts_on=LATE, ends_on=AHEAD)
            factories.target(event)
            place(event)
            place(event, due_on=AHEAD)

    fill(2)
    few = {name: counted(ministry, name) for name in ("events", "board", "overdue")}
    fill(10)

    assert few == {name: counted(ministry, name) for name in few}


def test_the_file_has_a_line_for_each_row(program, spread, ministry) -> None:
    place(spread)

    answer = client_of(ministry).get(reverse("programs:events_xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    names = [row[3].value for row in sheet.iter_rows(min_row=3)]
    assert names == [spread.name]


def test_above_the_list_stand_five_that_wait_and_how_many_there_are(
    program, ministry
) -> None:
    for number in range(7):
        place(factories.event(program), due_on=LATE - dt.timedelta(days=number))
    place(factories.event(program), due_on=AHEAD)

    client = client_of(ministry)
    first = client.get(reverse("programs:events")).context["first"]

    assert (len(first.rows), first.count, first.has_more) == (5, 7, True)
    assert {row.code for row in first.rows} == {"overdue"}
    listed = client.get(f"{reverse('programs:events')}{first.query}").context
    assert listed["first"] is None
    assert sum(len(group.rows) for group in listed["groups"]) == first.count


def test_an_officer_sees_above_the_list_what_is_the_own_to_mark(
    program, spread, school, officer, ministry
) -> None:
    place(factories.event(program, name="Краевой семинар"))
    client = client_of(officer)
    ahead = place(factories.event(program), school.parent, AHEAD)

    first = client.get(reverse("programs:events")).context["first"]
    assert (first.count, [row.event for row in first.rows]) == (0, [ahead.event])
    place(spread, school.parent)
    first = client.get(reverse("programs:events")).context["first"]
    assert (first.count, [row.event for row in first.rows]) == (1, [spread])
    listed = client.get(f"{reverse('programs:events')}{first.query}").context
    assert [row.event for group in listed["groups"] for row in group.rows] == [spread]


def test_what_waits_stands_above_the_first_page_only(program, ministry) -> None:
    for _number in range(60):
        place(factories.event(program))

    answer = client_of(ministry).get(reverse("programs:events"), {"page": 2})

    assert answer.context["page"].number == 2
    assert answer.context["first"] is None


def test_nothing_in_force_says_so(region, ministry) -> None:
    assert "empty" in page(ministry, "events")


# Board and overdue


def test_a_row_stands_once_on_the_board(
    program, spread, school, other_school, ministry
) -> None:
    place(spread, school.parent)
    force(place(spread, other_school.parent), "held", ministry)

    text = page(ministry, "board")

    assert text.count(reverse("programs:event", args=[spread.pk])) == 1


def test_overdue_by_body_and_by_municipality(
    program, spread, school, other_school, ministry, officer
) -> None:
    place(spread, school.parent)
    place(spread, other_school.parent)
    place(spread, other_school.parent, AHEAD)

    region_page = page(ministry, "overdue")
    own_page = page(officer, "overdue")

    assert school.parent.short_name in region_page
    assert other_school.parent.short_name in region_page
    assert "Институт развития образования" in region_page
    assert other_school.parent.short_name not in own_page


def test_coming_dates_are_listed_apart(program, spread, school, officer) -> None:
    row = place(spread, school.parent, AHEAD)
    address = reverse("programs:occurrence", args=[row.pk])

    assert address in page(officer, "overdue", what="coming")
    assert address not in page(officer, "overdue")


# An event and a date


def test_an_event_of_municipalities_is_counted_by_days_for_the_region(
    program, spread, school, other_school, ministry, officer
) -> None:
    place(spread, school.parent)
    place(spread, other_school.parent)

    assert "h-series" in page(ministry, "event", spread.pk)
    assert page(ministry, "event", spread.pk).count("<table") == 2
    assert page(officer, "event", spread.pk).count("<table") == 1


def test_a_date_is_marked_as_held_in_one_form(program, spread, school, officer) -> None:
    row = place(spread, school.parent)
    data = {
        "version": 0,
        "held_on": LATE.isoformat(),
        "mode": "on_site",
        "hours": "4",
        "participants": "12",
        "result": "Закреплены шесть пар.",
        "evidence": [paper.upload("Приказ.pdf", paper.PDF)],
    }

    answer = client_of(officer).post(
        reverse("programs:occurrence_hold", args=[row.pk]), data
    )

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.status, row.participants, row.held_by) == ("held", 12, officer)


def test_participants_come_by_a_filter(program, spread, school, head, officer) -> None:
    row = place(spread, school.parent)
    data = {
        "version": 0,
        "held_on": LATE.isoformat(),
        "who": "heads",
        "result": "Закреплены шесть пар.",
        "evidence": [paper.upload("Приказ.pdf", paper.PDF)],
    }

    client_of(officer).post(reverse("programs:occurrence_hold", args=[row.pk]), data)

    row.refresh_from_db()
    assert (row.status, row.participants) == ("held", 1)
    assert row.participations.get().person == head.person


def test_without_a_file_the_form_comes_back(program, spread, school, officer) -> None:
    row = place(spread, school.parent)
    data = {"version": 0, "held_on": LATE.isoformat(), "result": "Есть"}

    answer = client_of(officer).post(
        reverse("programs:occurrence_hold", args=[row.pk]), data
    )

    row.refresh_from_db()
    assert (answer.status_code, row.status) == (200, "planned")


def test_a_conflict_shows_both_and_the_next_press_goes_over_it(
    program, spread, school, officer, ministry
) -> None:
    row = place(spread, school.parent, AHEAD)
    Occurrence.objects.filter(pk=row.pk).update(version=3, place="Дворец творчества")
    url = reverse("programs:occurrence_cancel", args=[row.pk])
    data = {"version": 0, "reason": "Нет лектора"}

    first = client_of(officer).post(url, data)
    second = client_of(officer).post(url, data | {"version": 3})

    assert 'name="version" value="3"' in first.content.decode()
    row.refresh_from_db()
    assert (second.status_code, row.status) == (302, "cancelled")


def test_steps_of_the_board_lead_to_their_pages(program, spread, ministry) -> None:
    row = place(spread)

    answer = client_of(ministry).get(
        reverse("programs:occurrence_go", args=[row.pk]), {"target": "hold"}
    )

    assert answer.url == reverse("programs:occurrence_hold", args=[row.pk])


def test_the_last_move_is_undone_from_the_page(program, ministry) -> None:
    event, _rows = series(program)
    client = client_of(ministry)
    client.post(
        reverse("programs:event_shift", args=[event.pk]),
        {"days": "7", "reason": "Карантин"},
    )
    assert Move.objects.count() == 3

    client.post(reverse("programs:event_undo", args=[event.pk]))

    assert Move.objects.count() == 0


# Many at once


def test_bulk_asks_first_and_then_takes_the_step(program, ministry) -> None:
    event, _rows = series(program)
    url = reverse("programs:events_bulk")
    client = client_of(ministry)
    query = {"event": [event.pk], "step": "shift"}

    asked = client.get(url, query)
    done = client.post(url, {**query, "days": "7", "reason": "Карантин"})

    assert event.name in asked.content.decode()
    assert done.status_code == 302
    assert Move.objects.count() == 3


def test_bulk_of_an_officer_stays_at_home(
    program, spread, school, other_school, officer
) -> None:
    mine = place(spread, school.parent)
    theirs = place(spread, other_school.parent)

    client_of(officer).post(
        reverse("programs:events_bulk"),
        {"event": [spread.pk], "step": "cancel", "reason": "Паводок"},
    )
    report = client_of(officer).post(
        reverse("programs:events_bulk"),
        {"date": [theirs.pk], "step": "cancel", "reason": "Паводок"},
    )

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.status, theirs.status) == ("cancelled", "planned")
    assert report.status_code == 404


def test_bulk_leads_back_only_to_these_pages(program, ministry) -> None:
    answer = client_of(ministry).get(
        reverse("programs:events_bulk"), {"next": "https://example.org/"}
    )

    assert answer.url == reverse("programs:events")


# Awaited documents


def test_dates_come_from_the_awaited_document(program, operator, ministry) -> None:
    event = factories.event(
        program,
        schedule_original="по плану-графику",
        schedule_kind="on_schedule",
        awaits_document="план-график",
        starts_on=None,
        ends_on=None,
    )
    client = client_of(operator)
    assert "план-график" in page(operator, "awaited")

    client.post(
        reverse("programs:awaited_ask"), {"program": program.pk, "name": "план-график"}
    )
    document = AwaitedDocument.objects.get()
    dates = reverse("programs:awaited_dates", args=[document.pk, event.pk])
    words = {"words": f"15 мая {TODAY.year + 1} г."}
    assert client.post(dates, words).status_code == 200  # it has not come yet
    client.post(
        reverse("programs:awaited_received", args=[document.pk]),
        {"received_on": TODAY.isoformat()},
    )
    client.post(dates, words)

    row = event.occurrences.get()
    assert row.due_on == dt.date(TODAY.year + 1, 5, 15)
    assert row.is_confirmed


# The home page


def test_home_tells_whom_what_waits(program, spread, school, officer, ministry) -> None:
    row = place(spread, school.parent)
    held = place(spread, school.parent, AHEAD)
    force(held, "held", officer)
    proven(row, officer)

    own = client_of(officer).get("/").content.decode()
    whole = client_of(ministry).get("/").content.decode()

    assert reverse("programs:occurrence_hold", args=[row.pk]) in own
    assert reverse("programs:overdue") in whole
    assert "state=held" in whole
