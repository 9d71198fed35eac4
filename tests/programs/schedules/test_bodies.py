"""Cells that hold a deadline and bodies."""

import pytest

from programs.schedules import read, split_bodies
from tests.programs.schedules.expected import SCHOOL

KNOWN = {
    "СОИРО": "iro",
    "ОМСУ": "omsu",
    "Департамент": "department",
    "Департамент Смоленской области по образованию и науке": "department",
    "ХК ИРО": "iro",
}


@pytest.mark.parametrize(
    ("text", "words", "bodies"),
    [
        ("2022/2023 уч.г. СОИРО, ОМСУ", "2022/2023 уч.г.", ["iro", "omsu"]),
        ("В течении 2023 г. Департамент, ОМСУ", "В течении 2023 г.",
         ["department", "omsu"]),
        ("СОИРО и ОМСУ, 2023", "2023", ["iro", "omsu"]),
        ("2022/2023 уч.г.\nСОИРО\nСОИРО", "2022/2023 уч.г.", ["iro"]),
        ("май 2023 (СОИРО, ОМСУ)", "май 2023", ["iro", "omsu"]),
        ("май 2023; департамент  смоленской области по образованию и науке",
         "май 2023", ["department"]),
        ("СОИРО", "", ["iro"]),
        ("сентябрь, март – июнь ежегодно", "сентябрь, март – июнь ежегодно", []),
        ("по плану-графику ХК ИРО", "по плану-графику ХК ИРО", []),
        ("по плану СОИРО, ОМСУ", "по плану СОИРО", ["omsu"]),
        ("СОИРОвский план", "СОИРОвский план", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_bodies_are_told_from_the_deadline(text, words, bodies):
    assert split_bodies(text, KNOWN) == (words, bodies)


def test_without_known_bodies_the_cell_stays():
    assert split_bodies(" 2023 СОИРО ", {}) == ("2023 СОИРО", [])


def test_the_rest_is_read():
    words, _ = split_bodies("2022/2023 уч.г. СОИРО, ОМСУ", KNOWN)

    assert read(words, SCHOOL).kind == "academic_year"
