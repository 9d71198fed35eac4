"""The five documents as data: their counts, and that nothing personal is in them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from programs import schedules, text_files
from programs.next_period import day_moved, text_for, words_moved
from programs.schedules import Period
from programs.texts import ProgramText

TOPICS = [8, 12, 6, 13, 10, 13, 5, 2, 6, 7]


def by_section(text: ProgramText) -> list[int]:
    """How many rows each heading has, in the order of the headings."""
    counts = Counter(row.section[-1] for row in text.events)
    return [counts[row.key] for row in text.sections if counts[row.key]]


def undated(text: ProgramText) -> int:
    """How many rows have an empty deadline."""
    period = Period(text.plan_starts_on, text.plan_ends_on, text.is_school_year)
    read = (
        schedules.read(row.schedule_original, period, name=row.name)
        for row in text.events
    )
    return sum(found.kind == "undated" for found in read)


def test_khabarovsk_has_what_its_document_has() -> None:
    text = text_files.read("khabarovsk-2023")
    kinds = Counter(row.kind for row in text.clauses)

    assert by_section(text) == [20, 14]
    assert undated(text) == 1
    assert len(text.indicators) == 9
    assert Counter(row.track for row in text.indicators) == {"1": 4, "2": 5}
    assert (kinds["task"], kinds["result"], kinds["basis"]) == (7, 8, 9)
    assert [row.due_on for row in text.clauses if row.due_on] == [date(2023, 12, 31)]
    assert (text.act, text.act_number, text.act_on) == (
        "protocol",
        "2",
        date(2023, 2, 16),
    )


def test_khabarovsk_bodies_answer_for_its_events() -> None:
    text = text_files.read("khabarovsk-2023")
    shifted = [row.number for row in text.events if "|" in row.bodies_original]

    assert shifted == ["2.5", "2.6", "2.10"]
    assert all(row.responsible for row in text.events)
    assert {row.role for row in text.bodies} >= {"curator", "lead", "administrator"}


def test_kamyshin_has_what_its_document_has() -> None:
    text = text_files.read("kamyshin-2022")

    assert by_section(text) == [5, 3, 2, 6]
    assert (len(text.indicators), len(text.stages)) == (5, 3)
    assert [row.is_present for row in text.clauses if row.kind == "annex"] == [
        True,
        False,
    ]
    assert sum(row.kind == "mechanism" for row in text.clauses) == 5
    assert (text.starts_on, text.ends_on) == (date(2022, 8, 1), date(2024, 12, 31))


def test_kamyshin_keeps_both_values_of_its_fifth_indicator() -> None:
    values = text_files.read("kamyshin-2022").indicators[4].values

    assert [(row.variant, row.value) for row in values] == [
        ("паспорт", Decimal(2)),
        ("раздел 4", Decimal(20)),
    ]
    assert not any(row.is_chosen for row in values)


def test_smolensk_has_tracks_problems_measures_and_rows() -> None:
    text = text_files.read("smolensk-2022")
    kinds = Counter(row.kind for row in text.sections)

    assert kinds == {"track": 3, "problem": 6, "measure": 16}
    assert (len(text.events), undated(text)) == (37, 9)
    assert text.is_school_year
    assert Counter(row.section[0].split("-")[1] for row in text.events) == {
        "1": 26,
        "2": 9,
        "3": 2,
    }


def test_molchanovo_has_topics_under_its_weak_criteria() -> None:
    text = text_files.read("molchanovo-2022")

    assert len(text.sections) == 10
    assert Counter(row.section[0] for row in text.events) == {
        "criterion-3": 3,
        "criterion-5": 4,
        "criterion-9": 6,
        "criterion-10": 2,
    }
    assert {row.form for row in text.events} == {"recommendation"}
    assert text.reply_by == date(2022, 10, 20)


def test_nizhnyaya_tura_has_its_directions_and_claims() -> None:
    text = text_files.read("nizhnyaya-tura-2024")
    claims = [row.details.get("value") for row in text.clauses if row.kind == "claim"]

    assert by_section(text) == TOPICS
    assert len(text.events) == sum(TOPICS) == 82
    assert Counter(row.change_in_document for row in text.indicators) == {
        "grew": 8,
        "stable": 7,
    }
    assert claims[:3] == [63, 86, 25]
    assert sum(row.kind == "problem" for row in text.clauses) == 9


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_every_key_of_a_document_is_there(name: str) -> None:
    text = text_files.read(name)
    bodies = {row.key for row in text.bodies}
    sections = {row.key for row in text.sections}

    for row in text.events:
        assert {*row.responsible, *row.co_executors} <= bodies
        assert set(row.section) <= sections
    assert {row.parent for row in text.sections} - {""} <= sections


@pytest.mark.parametrize("path", sorted(text_files.ROOT.glob("*.yaml")))
def test_no_people_phones_or_mail(path) -> None:
    words = path.read_text(encoding="utf-8")

    assert "@" not in words
    assert not re.search(r"\(\d{3,5}\)\s?\d|(?<!\d)\d{1,3}-\d\d-\d\d(?!\d)|\+7", words)
    assert not re.search(r"\b[А-Я]\.\s?[А-Я]\.\s?[А-Я][а-я]+", words)


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("август 2023 г.", "август 2026 г."),
        ("2023-2024 гг.", "2026-2027 гг."),
        ("2022/2023 уч.г.", "2025/2026 уч.г."),
        ("2022/23 учебный год", "2025/26 учебный год"),
        ("с 01.09.23 по 31.05.2024", "с 01.09.26 по 31.05.2027"),
        ("36 ч., приказ 1203-02", "36 ч., приказ 1203-02"),
        ("", ""),
    ],
)
def test_years_move_in_words(words: str, moved: str) -> None:
    assert words_moved(words, 3) == moved


def test_the_last_day_of_a_month_stays_the_last() -> None:
    assert day_moved(date(2023, 2, 28), 1) == date(2024, 2, 29)
    assert day_moved(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert day_moved(date(2023, 4, 12), 3) == date(2026, 4, 12)


def test_a_text_for_a_next_period_is_not_approved_yet() -> None:
    text = text_for(
        text_files.read("khabarovsk-2023"),
        code="next",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
    )

    assert (text.act, text.act_number, text.act_on) == ("none", "", None)
    assert text.plan_starts_on == date(2026, 1, 1)
    assert text.events[2].schedule_original == "2026-2027 гг."
    assert {row.key for row in text.events} == {""}
    assert [row.due_on for row in text.clauses if row.due_on] == [date(2026, 12, 31)]
