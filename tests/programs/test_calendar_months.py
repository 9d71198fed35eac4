"""Months as weeks of days: where short and long things stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from programs import months
from programs.months import Month

TODAY = dt.date(2026, 11, 20)


@dataclass(frozen=True)
class Thing:
    """Something with days."""

    first: dt.date
    last: dt.date


def day(number: int, month: int = 11) -> dt.date:
    """A day of 2026."""
    return dt.date(2026, month, number)


def november(*things: Thing) -> Month[Thing]:
    """November 2026 with weekends off."""
    return months.month(
        day(1), things, today=TODAY, is_off=lambda date: date.weekday() > 4
    )


def test_weeks_are_whole_and_name_today_and_days_off() -> None:
    found = november()

    days = [cell for week in found.weeks for cell in week]
    assert {len(week) for week in found.weeks} == {7}
    assert (days[0].date, days[-1].date) == (day(26, 10), day(6, 12))
    assert [cell.date for cell in days if cell.is_today] == [TODAY]
    assert sum(cell.is_inside for cell in days) == 30
    assert not any(cell.is_holiday for cell in days)


def test_a_short_thing_stands_on_each_of_its_days_within_the_month() -> None:
    found = november(Thing(day(30, 10), day(2)))

    assert [cell.date for cell in found.days] == [day(1), day(2)]
    assert found.spans == []


def test_a_long_thing_stands_above_and_on_its_last_day() -> None:
    found = november(Thing(day(5), day(25)), Thing(day(1, 10), day(31, 12)))

    assert len(found.spans) == 2
    (due,) = found.days
    assert (due.date, due.items[0].is_due) == (day(25), True)


def test_what_does_not_fit_into_a_cell_unfolds() -> None:
    found = november(*[Thing(day(10), day(10))] * 5)

    (cell,) = found.days
    assert (len(cell.shown), len(cell.more)) == (3, 2)


def test_other_months_are_left_out() -> None:
    found = november(Thing(day(1, 10), day(31, 10)), Thing(day(1, 12), day(2, 12)))

    assert found.days == []
    assert found.spans == []


@pytest.mark.parametrize(
    ("of", "by", "found"),
    [
        (dt.date(2026, 1, 31), -1, dt.date(2025, 12, 1)),
        (dt.date(2026, 12, 5), 1, dt.date(2027, 1, 1)),
        (dt.date(2026, 5, 5), 0, dt.date(2026, 5, 1)),
    ],
)
def test_months_follow_each_other(of: dt.date, by: int, found: dt.date) -> None:
    assert months.shifted(of, by) == found
