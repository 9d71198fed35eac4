"""States of dates on a day: where a month ends, what is late and since when."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.models import Unit, User
from programs.models import Event, Occurrence, Tally
from programs.reading import standing
from tests.programs import factories

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 15)


@pytest.fixture
def event(region: Unit, ministry: User) -> Event:
    """An event of a program in force, without dates."""
    return factories.event(factories.program(region, published_by=ministry))


def fits(state: str, first: dt.date, last: dt.date, event: Event) -> bool:
    """Whether a planned date of these days has the state; tallies say the same."""
    factories.occurrence(event, starts_on=first, due_on=last)
    own = standing.of_days(state, TODAY, tally=False)
    counted = standing.of_days(state, TODAY, tally=True)
    found = Occurrence.objects.filter(own, event=event).exists()
    assert found == Tally.objects.filter(counted, event=event).exists()
    return found


@pytest.mark.parametrize(
    ("first", "last", "is_inside"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 31), False),
        (dt.date(2026, 10, 1), dt.date(2026, 11, 1), True),
        (dt.date(2026, 11, 30), dt.date(2026, 12, 20), True),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 20), False),
    ],
)
def test_a_month_ends_on_its_last_day(
    event: Event, first: dt.date, last: dt.date, *, is_inside: bool
) -> None:
    assert fits(standing.MONTH, first, last, event) == is_inside


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (dt.date(2026, 11, 1), dt.date(2026, 11, 14), standing.OVERDUE),
        (dt.date(2026, 11, 1), TODAY, standing.RUNNING),
        (TODAY, dt.date(2026, 11, 30), standing.RUNNING),
        (dt.date(2026, 11, 16), dt.date(2026, 11, 16), standing.COMING),
    ],
)
def test_a_date_is_late_from_the_day_after_its_last(
    event: Event, first: dt.date, last: dt.date, state: str
) -> None:
    states = (standing.OVERDUE, standing.RUNNING, standing.COMING)
    row = factories.occurrence(event, starts_on=first, due_on=last)

    fitting = [
        one
        for one in states
        if Occurrence.objects.filter(standing.of_days(one, TODAY, tally=False))
    ]

    assert fitting == [state] == [standing.code_of_occurrence(row, TODAY)]
