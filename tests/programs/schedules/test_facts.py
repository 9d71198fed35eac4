"""The deadlines of five real documents, field by field."""

import datetime as dt
import json
from pathlib import Path

import pytest

from programs.schedules import Period, from_json, occurrences, read, to_json

FACTS = json.loads((Path(__file__).parent / "data" / "facts.json").read_text("utf-8"))


def period_of(program):
    start, end, is_school_year = FACTS["periods"][program]
    return Period(
        dt.date.fromisoformat(start), dt.date.fromisoformat(end), is_school_year
    )


@pytest.mark.parametrize("row", FACTS["schedules"], ids=lambda row: row["program"])
def test_every_deadline_of_the_documents_is_read(row):
    expected = row["schedule"]

    found = read(expected["original"], period_of(row["program"]), name=row["name"])

    assert {name: to_json(found)[name] for name in expected} == expected
    assert from_json(to_json(found)) == found


def test_there_are_ninety():
    assert len(FACTS["schedules"]) == 90


@pytest.mark.parametrize(
    ("program", "text", "count"),
    [
        ("kamyshin", "1 раз в квартал", 10),
        ("kamyshin", "в течение года", 3),
        ("kamyshin", "октябрь-ноябрь 2022, 2023, 2024", 3),
        ("kamyshin", "июнь, июль 2022", 2),
        ("khabarovsk", "2023-2024 гг.", 1),
        ("khabarovsk", "2023, 2024", 2),
        ("khabarovsk", "ежегодно", 2),
        ("khabarovsk_monitoring", "сентябрь, март – июнь ежегодно", 8),
        ("smolensk", "2022/2023 уч.г.", 1),
        ("smolensk", "", 0),
    ],
)
def test_occurrences_are_those_of_the_document(program, text, count):
    period = period_of(program)

    assert len(occurrences(read(text, period), period)) == count


def test_a_recurrence_in_the_name_wins_over_the_school_year():
    period = period_of("smolensk")

    found = read("2022/2023 уч.г.", period, name="Ежемесячная диалоговая площадка")

    assert found.kind == "monthly"
    assert "kind from name «Ежемесячная»" in found.inferred
    assert [finding.words for finding in found.findings] == ["Ежемесячная"]
    assert len(occurrences(found, period)) == 12


def test_a_recurrence_in_the_name_gives_no_dates_to_an_empty_cell():
    found = read("", period_of("smolensk"), name="Ежемесячная площадка")

    assert (found.kind, found.start, found.end) == ("undated", None, None)
    assert "RECURRENCE_IN_NAME" in found.codes


def test_a_recurrence_in_the_name_leaves_exact_months_alone():
    found = read("апрель 2023 г.", period_of("smolensk"), name="Ежегодный конкурс")

    assert (found.kind, found.start) == ("window", "2023-04")
    assert "RECURRENCE_IN_NAME" in found.codes


def test_the_year_2023_lies_partly_outside_a_school_year():
    found = read("2023", period_of("smolensk"))

    assert (found.start, found.end) == ("2023-01", "2023-12")
    assert "DEADLINE_OUTSIDE_PERIOD" in found.codes
