"""Naming the day of a planned event: within its days, wherever it was moved."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Occurrence
from programs.services import occurrences
from tests.programs import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(region: Unit, ministry: User) -> Occurrence:
    """A date of September 2026."""
    event = factories.event(factories.program(region, published_by=ministry))
    first, last = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
    return factories.occurrence(event, starts_on=first, due_on=last)


def named(row: Occurrence, month: int, day: int, by: User) -> Occurrence:
    """The date with its day named."""
    on = dt.date(2026, month, day)
    return occurrences.name_day(
        row.pk, version=None, by=by, starts_on=on, due_on=on, place="", mode="online"
    )


def moved(row: Occurrence, month: int, by: User) -> None:
    """Move the date to another whole month of thirty days."""
    first, last = dt.date(2026, month, 1), dt.date(2026, month, 28)
    occurrences.move(row.pk, starts_on=first, due_on=last, reason="Перенос", by=by)


@pytest.mark.parametrize("month", [6, 11])
def test_a_day_of_the_month_it_was_moved_to(
    row: Occurrence, operator: User, month: int
) -> None:
    moved(row, month, operator)

    named(row, month, 10, operator)
    found = named(row, month, 17, operator)  # another one after all

    assert found.starts_on == dt.date(2026, month, 17)


@pytest.mark.parametrize("month", [9, 10, 12])
def test_days_outside_the_moved_ones_are_a_move(
    row: Occurrence, operator: User, month: int
) -> None:
    moved(row, 11, operator)

    with pytest.raises(Refused):
        named(row, month, 15, operator)


def test_an_undone_move_brings_the_planned_days_back(
    row: Occurrence, operator: User
) -> None:
    moved(row, 11, operator)
    occurrences.take_back(row.moves.get().pk, by=operator)

    assert named(row, 9, 15, operator).starts_on == dt.date(2026, 9, 15)
