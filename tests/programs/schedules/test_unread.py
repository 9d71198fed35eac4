"""Words that must not become a date."""

import pytest

from programs.schedules import occurrences, read
from tests.programs.schedules.expected import PROGRAM, SCHOOL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("см. п. 2.1", "см"),
        ("после утверждения бюджета", "после утверждения бюджета"),
        ("май 2023 или позже", "или позже"),
        ("13 квартал", "13 квартал"),
        ("5 квартал 2023", "5 квартал"),
        ("32 мая", "32"),
        ("31.02.2023", "31.02.2023"),
        ("29 февраля 2023", "29 февраля 2023"),
        ("до востребования", "востребования"),
        ("в каникулы", "каникулы"),
        ("2022/2023 уч.г. СОИРО", "соиро"),
        ("2022/2025 уч.г.", "2022/2025"),
        ("в течение 5 рабочих дней", "рабочих"),
        ("в течение месяца со дня утверждения", "утверждения"),
        ("апрель 2023, далее по согласованию сторон", "далее"),
        ("1 раз в четверть", "четверть"),
        ("с 10 по 1 мая 2023", "с 10 по"),
        ("зима 2023", "зима 2023"),
        ("2 декада", "2 декада"),
        ("2 раза в год (май)", "2 раза в год (май)"),
        ("ежеквартально до 10 числа", "до 10 числа"),
        ("единовременно", "единовременно"),
        ("2", "2"),
        ("2.10", "2 10"),
        ("май-", "-"),
        ("декабрь 2023 / март 2024", "/"),
        ("за 3 дня до начала", "3 дня"),
        ("2024-2023", "2024"),
        ("не раньше мая 2023", "раньше"),
        ("кроме мая 2023", "кроме"),
        ("0 мая", "0"),
        ("0 раз в год", "0 раз"),
    ],
)
@pytest.mark.parametrize("period", [PROGRAM, SCHOOL])
def test_what_is_not_understood_to_the_last_word_is_unread(text, words, period):
    found = read(text, period)

    assert (found.kind, found.start, found.end) == ("unread", None, None)
    assert any(words in finding.words for finding in found.findings)
    assert found.original == text
    assert occurrences(found, period) == []


def test_a_month_that_never_comes_in_the_period_is_unread():
    assert not read("29 февраля", SCHOOL).is_read


def test_a_month_by_a_timetable_needs_one_year():
    assert not read("октябрь, по графику", PROGRAM).is_read
    assert read("октябрь, по графику", SCHOOL).start == "2022-10"
