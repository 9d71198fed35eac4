import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import typography

NBSP = "\u00a0"


def shown(text: str) -> str:
    """Return the text with non-breaking spaces one can see."""
    return text.replace(NBSP, "_")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Школа № 5", "Школа №_5"),
        ("рост на 5 %", "рост на_5_%"),
        ("рост – падение", "рост_– падение"),
        ("на 2,5 п. п. за год", "на_2,5_п._п._за_год"),
        ("с 1 марта 2026 года", "с_1 марта 2026_года"),
        ("имени А. П. Лугова", "имени_А._П._Лугова"),
        ("Ивановой А. П.", "Ивановой_А._П."),
        ("А.П. Иванова", "А.П._Иванова"),
        ("ул. Новая, д. 5", "ул._Новая, д._5"),
        ("(в группе)", "(в_группе)"),
        ("не применимо", "не применимо"),
    ],
)
def test_typeset_puts_non_breaking_spaces(written, expected):
    assert shown(typography.typeset(f"<p>{written}</p>")) == f"<p>{expected}</p>"


def test_typeset_leaves_tags_and_attributes():
    html = '<p title="на 5 %">да</p>'

    assert typography.typeset(html) == html


def test_typeset_drops_unseen_signs_and_composes_letters():
    html = "<p>\u200bмои\u0306\u00ad\ufeff дом\u202fтвой\u2009как\u2011то\x07</p>"

    assert shown(typography.typeset(html)) == "<p>мой дом_твой как-то</p>"


def test_typeset_never_joins_text_with_a_tag():
    html = "<p>\u0338текст</p>"  # a slash that composes with the sign before it

    assert typography.typeset(html).startswith("<p>")


@given(st.text())
def test_typeset_changes_no_markup(text):
    safe = text.replace("<", "").replace(">", "")

    html = typography.typeset(f"<p>{safe}</p>")

    assert html.startswith("<p>")
    assert html.endswith("</p>")
    assert html.count("<") == html.count(">") == 2


def test_plain_text_is_one_line():
    assert typography.plain("Строка\r\n  ещё\tодна и\u0306") == "Строка ещё одна й"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (None, 1, "–"),
        (Decimal("65.25"), 1, "65,3"),
        (Decimal("65.35"), 1, "65,4"),
        (Decimal("-3.25"), 1, "−3,3"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("311.0000"), None, "311"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("1E+2"), None, "100"),
        (1234, None, "1234"),
        (154553, None, "154_553"),
        (Decimal("-1234567.891"), 2, "−1_234_567,89"),
    ],
)
def test_number_is_written_as_in_russian_documents(value, places, expected):
    assert shown(typography.number(value, places)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("2.5", "+2,5"), ("-2.5", "−2,5"), ("0.04", "0,0")]
)
def test_signed_number_has_its_sign_unless_zero(value, expected):
    assert typography.number(Decimal(value), 1, sign=True) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        *(
            (0, "организаций"),
            (1, "организация"),
            (2, "организации"),
            (4, "организации"),
        ),
        *((5, "организаций"), (11, "организаций"), (12, "организаций")),
        *((14, "организаций"), (21, "организация"), (22, "организации")),
        *((111, "организаций"), (411, "организаций"), (421, "организация")),
    ],
)
def test_plural_agrees_with_the_number(count, expected):
    forms = ("организация", "организации", "организаций")

    assert typography.plural(count, *forms) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "школы"), (2, "школ"), (11, "школ"), (411, "школ")]
)
def test_genitive_plural_agrees_with_the_number(count, expected):
    assert typography.plural_genitive(count, "школы", "школ") == expected


def test_dates_are_written_in_digits_and_in_words():
    day = dt.date(2026, 7, 2)

    assert typography.dotted(day) == "02.07.2026"
    assert shown(typography.worded(day)) == "2_июля 2026_г."


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (dt.date(2026, 3, 16), "с 16_марта по 15_мая 2026 года"),
        (dt.date(2025, 12, 1), "с 1_декабря 2025 года по 15_мая 2026 года"),
    ],
)
def test_span_names_the_year_once_if_it_is_one(starts_on, expected):
    assert shown(typography.span(starts_on, dt.date(2026, 5, 15))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Да", "Да."), ("Да.", "Да."), ("Да! ", "Да!"), ("", ""), ("5 п. п.", "5 п. п.")],
)
def test_sentence_ends_in_one_mark(text, expected):
    assert typography.sentence(text) == expected
