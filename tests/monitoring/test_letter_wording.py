import json
from dataclasses import replace
from decimal import Decimal

import pytest

from monitoring.letter_pdf import layout, wording
from monitoring.letter_pdf.content import (
    Executor,
    IndicatorRow,
    Municipality,
    Peers,
    Population,
    Scale,
    Total,
    from_json,
    to_json,
)
from monitoring.letter_pdf.render import letter_html
from tests.monitoring.letters import CASES, sample


@pytest.mark.parametrize(("level", "praised"), [("high", True), ("low", False)])
def test_only_a_good_result_without_weak_indicators_is_praised(level, praised):
    rows = tuple(replace(row, weak=False) for row in sample().indicators)
    total = replace(sample().total, level=level)

    html = letter_html(sample(indicators=rows, total=total, recommendations=()), 1)

    assert ("поделиться опытом" in html) is praised


def test_executor_lines_that_are_empty_are_left_out():
    html = letter_html(sample(executor=Executor(phone="000-00-00")), 1)

    assert html.count("000-00-00</p>") == 1
    assert '<div class="exec">' not in letter_html(sample(executor=Executor()), 1)


def test_short_term_letter_has_the_narrow_margin():
    assert "margin-left: 20mm" in letter_html(sample(kept_years=5), 1)
    assert "margin-left: 30mm" in letter_html(sample(kept_years=15), 1)


@pytest.mark.parametrize("case", CASES)
def test_content_survives_json(case):
    letter = CASES[case]()

    assert from_json(json.loads(json.dumps(to_json(letter)))) == letter


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("dated_on", "2026-02-30", "LetterContent.dated_on"),
        ("decimals", "1", "LetterContent.decimals"),
        ("surprise", 1, "surprise"),
        ("scale", {"medium_from": "abc", "high_from": "80"}, "scale.medium_from"),
        ("total", {"level": "best"}, "total.level"),
        ("asks", [{"due_on": None}], r"asks\[0\]: what"),
        ("authority", [], "authority"),
    ],
)
def test_wrong_json_names_the_field(field, value, place):
    data = to_json(sample()) | {field: value}

    with pytest.raises(ValueError, match=place):
        from_json(data)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Total(Decimal("65.3"), "medium"), "65,3 % (средний уровень). "),
        (
            Total(Decimal("65.3"), "medium", Decimal("-0.1"), "fell"),
            "оно снизилось на 0,1 п. п. ",
        ),
        (
            Total(Decimal("65.3"), "medium", Decimal("0.3"), "stable"),
            "оно почти не изменилось (+0,3 п. п.). ",
        ),
        (
            Total(Decimal("65.3"), "medium", Decimal(0), "stable"),
            "оно не изменилось. ",
        ),
    ],
)
def test_result_words_follow_the_trend(total, words):
    assert words in wording.result(sample(total=total))


@pytest.mark.parametrize(
    ("population", "words"),
    [
        (Population(411), "руководителей 411 образовательных организаций по"),
        (Population(1), "руководителей 1 образовательной организации по"),
        (Population(421), "руководителей 421 образовательной организации по"),
        (
            Population(3, "школы", "школ", "Лесного района"),
            "руководителей 3 школ Лесного района по",
        ),
        (Population(0), "руководителей образовательных организаций по"),
    ],
)
def test_population_has_the_right_form(population, words):
    cycle = replace(sample().cycle, population=population)

    assert words in wording.intro(sample(cycle=cycle))


def test_municipal_letter_speaks_of_the_municipality():
    addressee = replace(sample().addressee, kind="municipality")
    letter = sample(addressee=addressee, peers=Peers("", 22, 1), municipality=None)

    words = wording.result(letter)

    assert "Сводное значение Вашего муниципального образования – 65,3 %" in words
    assert "(22 муниципальных образования) – 70,2 %" in words
    assert "Ваше муниципальное образование – в первой четверти группы" in words


def test_municipality_and_peers_are_left_out_when_unknown():
    letter = sample(peers=None, municipality=Municipality("району", Decimal("50")))

    words = wording.result(letter)

    assert "По району оно составило 50,0 %. Показателей" in words
    assert "медиан" not in words.lower()


def test_own_borders_are_drawn_and_told():
    row = replace(sample().indicators[0], borders=Scale(Decimal(15), Decimal("30.5")))

    line = layout._line(row, sample())

    assert (line.bar.low, line.bar.high) == (60, 121)
    assert line.borders == "15 и 30,5"


def test_bar_without_value_is_empty():
    line = layout._line(IndicatorRow("1.1", "Показатель"), sample())

    assert line.bar.value is None
    assert line.bar.median is None
    assert line.bar.words.startswith("Показатель: нет данных, границы")
