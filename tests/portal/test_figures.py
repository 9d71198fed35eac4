import datetime as dt
from decimal import Decimal

import pytest

from portal import figures

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "places", "language", "text"),
    [
        (Decimal("1234.56"), 1, "ru", f"1{NARROW}234,6"),
        (Decimal("1234.56"), 1, "en", f"1{NARROW}234.6"),
        (Decimal("0.25"), 1, "ru", "0,3"),
        (0.25, 1, "ru", "0,3"),
        (Decimal("-2.65"), 1, "ru", f"{MINUS}2,7"),
        (Decimal("-0.04"), 1, "ru", "0,0"),
        (Decimal("80.00"), None, "ru", "80,00"),
        (Decimal("1E+3"), None, "ru", f"1{NARROW}000"),
        (12, None, "ru", "12"),
        (None, 1, "ru", "—"),
    ],
)
def test_number_is_grouped_and_rounded_half_up(value, places, language, text):
    assert figures.number(value, places, language) == text


def test_percent_has_its_sign_by_language():
    assert figures.percent(Decimal("67.85")) == f"67,9{NO_BREAK}%"
    assert figures.percent(Decimal("67.85"), 1, "en") == "67.9%"
    assert figures.percent(None) == "—"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("2.6"), "+2,6"),
        (Decimal("-2.6"), f"{MINUS}2,6"),
        (Decimal("0.04"), "0,0"),
        (Decimal("-0.04"), "0,0"),
        (0, "0,0"),
        (None, "—"),
    ],
)
def test_signed_shows_the_sign_of_the_rounded_figure(value, text):
    assert figures.signed(value) == text


def test_day_is_written_in_words():
    date = dt.date(2026, 10, 20)

    assert figures.day(date) == f"20{NO_BREAK}октября 2026{NO_BREAK}г."
    assert figures.day(date, "en") == f"20{NO_BREAK}October 2026"
    assert figures.day_month(date) == f"20{NO_BREAK}октября"
    assert figures.short_day(date) == "20.10.2026"
    assert figures.day(None) == figures.short_day(None) == "—"


def test_period_names_a_shared_year_once():
    text = figures.period(dt.date(2026, 3, 2), dt.date(2026, 6, 5))

    assert text.replace(NO_BREAK, " ") == "2 марта – 5 июня 2026 г."


def test_period_names_both_years_and_open_ends():
    first, last = dt.date(2025, 9, 1), dt.date(2026, 5, 31)

    both = figures.period(first, last, "en").replace(NO_BREAK, " ")

    assert both == "1 September 2025 – 31 May 2026"
    assert figures.period(first, None) == figures.day(first)
    assert figures.period(None, None) == "—"


def test_moment_has_the_time():
    at = dt.datetime(2026, 5, 21, 14, 32, tzinfo=dt.UTC)

    assert figures.moment(at, "en").replace(NO_BREAK, " ") == "21 May 2026, 14:32"
    assert figures.moment(None) == "—"


@pytest.mark.parametrize(
    ("name", "letters"), [("Лидия Тихонравова", "ЛТ"), ("minister", "M"), ("", "")]
)
def test_initials_are_two_letters_at_most(name, letters):
    assert figures.initials(name) == letters
