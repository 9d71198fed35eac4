"""Schedules in words, guesses and findings explained."""

import pytest
from django.utils.translation import override

from programs.schedules import Code, Finding, Kind, Schedule, read
from programs.schedules.words import FINDINGS, explain, guesses, kind_words, words
from tests.programs.schedules.expected import PROGRAM, SCHOOL


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("раз в квартал", "каждый квартал, 2023–2024 годы", "every quarter, 2023–2024"),
        ("в течении года", "в течение каждого года, 2023–2024 годы",
         "throughout every year, 2023–2024"),
        ("апрель 2023,2024", "апрель 2023, 2024 годов", "April 2023, 2024"),
        ("до 01.09.2023", "до 1 сентября 2023 года", "by 1 September 2023"),
        ("март – июнь ежегодно", "март – июнь ежегодно", "March – June every year"),
        ("последняя среда месяца", "последняя среда каждого месяца, 2023–2024 годы",
         "the last Wednesday of every month, 2023–2024"),
        ("1 раз в 2 месяца", "1 раз в 2 месяца, 2023–2024 годы",
         "once every 2 months, 2023–2024"),
        ("2 раза в год", "2 раза в год, 2023–2024 годы", "twice a year, 2023–2024"),
        ("2023/24 уч. г.", "2023/2024 учебный год", "school year 2023/2024"),
        ("постоянно", "в течение 2023–2024 годов", "continuously, 2023–2024"),
        ("первая декада мая 2023, 2024", "первая декада мая 2023, 2024 годов",
         "the first ten days of May 2023, 2024"),
        ("каждый четверг", "каждую неделю по четвергам, 2023–2024 годы",
         "every Thursday, 2023–2024"),
        ("по графику", "2023–2024 годы, по документу «График»",
         "2023–2024, according to “График”"),
        ("по запросу", "по мере необходимости", "as needed"),
        ("", "срок не указан", "no deadline given"),
        ("см. п. 2", "срок не прочитан: см. п. 2", "not read: см. п. 2"),
    ],
)  # fmt: skip
def test_phrases_in_both_languages(text, russian, english):
    found = read(text, PROGRAM)

    assert words(found, language="ru") == russian
    assert words(found, language="en-us") == english


def test_guesses_are_sentences():
    found = read("2022/2023 уч.г.", SCHOOL, name="Ежемесячная площадка")

    with override("en"):
        said = guesses(found)

    assert said[0] == "The start is not written: it is assumed."
    assert "«" not in said[-1]
    assert said[-1].endswith("Ежемесячная.")
    assert len(said) == 4


def test_every_finding_and_every_kind_has_words():
    assert {*FINDINGS} == {*Code}
    with override("en"):
        assert explain(Finding(Code.UNREAD, "или позже")) == (
            "These words were not understood: или позже."
        )
        assert all(kind_words(Schedule(kind)) for kind in Kind)
