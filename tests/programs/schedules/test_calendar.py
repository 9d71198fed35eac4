"""Working days of Russia and of a region."""

import datetime as dt

import pytest

from programs.schedules.calendar import is_working, working


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-05-09", False),  # Victory Day
        ("2023-05-08", False),  # moved from 8 January
        ("2023-02-24", False),  # moved from 1 January
        ("2024-04-27", True),  # a Saturday worked for 29 April
        ("2024-04-29", False),
        ("2024-11-02", True),  # a Saturday worked for 30 April
        ("2025-11-01", True),  # a Saturday worked for 3 November
        ("2023-05-10", True),
        ("2023-05-13", False),
        ("2035-01-01", False),  # known by the law, years ahead
    ],
)
def test_days_of_the_country(day, expected):
    assert is_working(dt.date.fromisoformat(day)) is expected


def test_a_region_has_days_of_its_own():
    memorial, saturday = dt.date(2023, 4, 25), dt.date(2023, 4, 29)
    extra = {memorial: False, saturday: True}

    assert not is_working(memorial, extra)
    assert is_working(saturday, extra)
    assert working(extra)(saturday)
    assert not is_working(saturday)
