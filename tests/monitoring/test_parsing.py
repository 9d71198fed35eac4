"""Numbers as people type or paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitoring import parsing
from monitoring.parsing import Typed, Unreadable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17", "17"),
        (" 17 ", "17"),
        ("0", "0"),
        ("007", "7"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1\u2009234", "1234"),
        ("12.50", "12.5"),
        ("85,7 %", "85.7"),
        ("85%", "85"),
        ("100,00", "100"),
        ("999999999999", "999999999999"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert parsing.number(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "-", "—", "–"])
def test_nothing_is_none(text: str) -> None:
    assert parsing.typed(text) == Typed()


@pytest.mark.parametrize("text", ["н/п", "Н/П", "не применимо", "н.п.", "n/a"])
def test_the_word_for_not_applicable_is_told_from_a_number(text: str) -> None:
    assert parsing.typed(text) == Typed(not_applicable=True)


@pytest.mark.parametrize(
    ("text", "expected"), [("да", 1), ("Нет", 0), ("yes", 1), ("1", 1), ("0", 0)]
)
def test_yes_and_no_are_one_and_zero_where_asked(text: str, expected: int) -> None:
    assert parsing.typed(text, yes_no=True).number == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("abc", "«abc»"),
        ("да", "«да»"),
        ("12 34", "«12 34»"),
        ("1,2,3", "«1,2,3»"),
        ("1.234,5", "«1.234,5»"),
        ("nan", "«nan»"),
        ("inf", "«inf»"),
        ("1e999", "«1e999»"),
        ("-5", "«-5»"),
        ("−5", "«−5»"),
        ("1,234", "«1,234»"),
        ("#ДЕЛ/0!", "«#дел/0!»"),
        ("=1+1", "«=1+1»"),
        ("9999999999999", "«9999999999999»"),
        ("٣", "«٣»"),
    ],
)
def test_nonsense_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parsing.number(text)

    assert named in str(refusal.value)


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(Unreadable) as refusal:
        parsing.number("x" * 5000)

    assert len(str(refusal.value)) < 100
