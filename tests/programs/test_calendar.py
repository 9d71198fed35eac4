"""The calendar: whose dates it shows, in which state, by month and by year."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Membership, Unit, User
from programs.models import DayOff, Event, Occurrence, Program
from programs.views.calendars import month_of
from tests import factories as base
from tests.programs import factories

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A program of the region in force."""
    return factories.program(region, published_by=ministry)


@pytest.fixture
def seminar(program: Program) -> Event:
    """An event that runs in every municipality."""
    return factories.event(
        program, number="1.12", name="Управленческая среда", runs="municipalities"
    )


def place_of(user: User) -> Unit:
    """Where the user works."""
    return Membership.objects.get(user=user).unit


def shown(client: Client, user: User, **query: str) -> str:
    """The page of the calendar as the user sees it."""
    client.force_login(user)
    return client.get(reverse("programs:calendar"), query).content.decode()


def on(number: int, month: int = 11) -> dict[str, dt.date]:
    """Both days of an occurrence of one day of 2026."""
    day = dt.date(2026, month, number)
    return {"starts_on": day, "due_on": day}


def test_an_officer_sees_own_dates_and_those_of_the_region(
    client: Client, program: Program, seminar: Event, officer: User, other_school: Unit
) -> None:
    assert other_school.parent
    own = factories.occurrence(seminar, place_of(officer), **on(10))
    elsewhere = factories.occurrence(seminar, other_school.parent, **on(10))
    above = factories.occurrence(factories.event(program, name="Совет"), **on(11))

    page = shown(client, officer, month="2026-11")

    assert f'href="{reverse("programs:occurrence", args=[own.pk])}"' in page
    assert f'href="{reverse("programs:occurrence", args=[above.pk])}"' in page
    assert f'href="{reverse("programs:occurrence", args=[elsewhere.pk])}"' not in page


def test_a_region_sees_one_chip_for_all_municipalities(
    client: Client, seminar: Event, ministry: User
) -> None:
    for _number in range(3):
        place = base.municipality(seminar.program.unit)
        factories.occurrence(seminar, place, **on(10))

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"month": "2026-11"})

    (cell,) = answer.context["shown"].month.days
    assert [placed.item.bar.total for placed in cell.items] == [3]
    url = reverse("programs:event", args=[seminar.pk])
    assert cell.items[0].item.url == url


def test_a_municipality_narrows_the_region(
    client: Client, seminar: Event, ministry: User
) -> None:
    places = [base.municipality(seminar.program.unit) for _number in range(2)]
    made = [factories.occurrence(seminar, place, **on(10)) for place in places]

    page = shown(client, ministry, month="2026-11", municipality=str(places[0].pk))

    assert f'href="{reverse("programs:occurrence", args=[made[0].pk])}"' in page
    assert f'href="{reverse("programs:occurrence", args=[made[1].pk])}"' not in page


def test_states_are_said_in_words(
    client: Client, program: Program, ministry: User, officer: User
) -> None:
    now = timezone.localdate()
    month = now.strftime("%Y-%m")
    first = now.replace(day=1)
    event = factories.event(program)
    day = {"starts_on": first, "due_on": first}
    factories.occurrence(
        event, status="held", held_on=first, held_by=officer, result="Да", **day
    )
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    factories.occurrence(event, starts_on=last, due_on=last)

    client.force_login(officer)
    found = client.get(reverse("programs:calendar"), {"month": month}).context["shown"]

    assert found.counts["held"] == 1
    assert found.total == 2


def test_long_events_stand_above_the_grid(
    client: Client, program: Program, ministry: User
) -> None:
    factories.occurrence(factories.event(program, name="Весь ноябрь"))

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"month": "2026-11"})

    month = answer.context["shown"].month
    assert [entry.event.name for entry in month.spans] == ["Весь ноябрь"]
    assert month.days[0].date == dt.date(2026, 11, 30)


def test_events_without_a_date_are_named_below(
    client: Client, program: Program, ministry: User
) -> None:
    factories.event(
        program, number="1.7", schedule_kind="undated", starts_on=None, ends_on=None
    )

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"month": "2026-11"})

    assert [event.number for event in answer.context["shown"].undated] == ["1.7"]


def test_a_day_off_of_the_region_is_marked(
    client: Client, program: Program, ministry: User
) -> None:
    DayOff.objects.create(unit=program.unit, on=dt.date(2026, 11, 18))

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"month": "2026-11"})

    days = [day for week in answer.context["shown"].month.weeks for day in week]
    off = {day.date.day for day in days if day.is_inside and day.is_off}
    assert {4, 18, 1, 7, 8} <= off
    assert 17 not in off


def test_the_year_counts_what_is_due_in_each_month(
    client: Client, program: Program, ministry: User
) -> None:
    event = factories.event(program)
    factories.occurrence(
        event, starts_on=dt.date(2026, 10, 1), due_on=dt.date(2026, 11, 30)
    )
    factories.occurrence(event, **on(5, 2))

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"view": "year", "year": "2026"})

    totals = {
        summary.month.first.month: summary.total for summary in answer.context["months"]
    }
    assert {month for month, total in totals.items() if total} == {2, 11}
    assert answer.status_code == 200


def test_filters_go_along(client: Client, program: Program, ministry: User) -> None:
    other = factories.program(program.unit, published_by=ministry)
    factories.occurrence(factories.event(program), **on(10))
    factories.occurrence(factories.event(other), **on(11))

    client.force_login(ministry)
    answer = client.get(
        reverse("programs:calendar"), {"month": "2026-11", "program": other.pk}
    )

    assert [day.date.day for day in answer.context["shown"].month.days] == [11]
    assert f"program={other.pk}" in answer.content.decode()


def test_drafts_have_no_dates(client: Client, region: Unit, ministry: User) -> None:
    draft = factories.program(region)
    factories.occurrence(factories.event(draft), **on(10))

    client.force_login(ministry)
    answer = client.get(reverse("programs:calendar"), {"month": "2026-11"})

    assert answer.context["shown"].total == 0


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-05", dt.date(2026, 5, 1)),
        ("", dt.date(2026, 11, 1)),
        ("2026-13", dt.date(2026, 11, 1)),
        ("99999999-1", dt.date(2026, 11, 1)),
        ("0001-01", dt.date(2026, 11, 1)),
        ("x-y", dt.date(2026, 11, 1)),
    ],
)
def test_nonsense_in_the_address_is_this_month(text: str, month: dt.date) -> None:
    assert month_of(text, TODAY) == month


def test_whoever_sees_no_programs_has_no_calendar(client: Client, region: Unit) -> None:
    client.force_login(base.user("nobody"))

    assert client.get(reverse("programs:calendar")).status_code == 403


def test_an_occurrence_of_today_is_under_way(
    client: Client, program: Program, officer: User
) -> None:
    now = timezone.localdate()
    made = factories.occurrence(factories.event(program), starts_on=now, due_on=now)

    client.force_login(officer)
    found = client.get(reverse("programs:calendar")).context["shown"]

    assert found.counts == {"running": 1}
    assert Occurrence.objects.get() == made
