"""Texts of scanned documents: torn rows, split headings, letters without a table."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs import importing
from programs.importing import columns, header_words, headings, outcome, report, rows
from programs.importing.bodies import Body, Known
from programs.importing.header_words import Field, How
from programs.importing.rows import Preview, State
from programs.importing.tables import Told
from programs.schedules import Period
from tests.programs import plan_files
from tests.programs.data_import_text import LETTER, ORDER
from tests.programs.plan_files import Piece

YEAR = Period(dt.date(2025, 9, 1), dt.date(2026, 8, 31), True)
KNOWN = Known(
    [
        Body("uo", "Управление образования Заозёрного округа", ("УО",)),
        Body("cro", "Центр развития образования", ("ЦРО",)),
    ]
)


def preview(text: str, known: Known = KNOWN, **answers: dict[str, object]) -> Preview:
    """How the portal reads the text."""
    tables = importing.read("plan.txt", text.encode())
    mappings = [columns.recognize(table) for table in tables]
    return rows.preview(tables, mappings, known=known, period=YEAR, answers=answers)


def test_a_scanned_plan_is_read_whole() -> None:
    found = preview(ORDER)

    assert [line.name for line in found.lines] == [
        "О правах директора",
        "Разбор случаев с наставником",
        "Поездка в школы-соседи с целью знакомства с учебными мастерскими",
        "Курс о расписании (18 ч.)",
        "Встречи «Кабинет» по очереди в школах округа",
        "Подготовка сборника",
        "Приём заявлений",
    ]
    assert [line.state for line in found.lines[3:5]] == [State.UNDATED, State.GUESS]
    assert found.lines[3].hours == 18


def test_headings_split_over_rows_and_pages_are_joined() -> None:
    lines = preview(ORDER).lines

    paths = [[(one.kind, one.number, one.name) for one in line.path] for line in lines]
    assert paths[0] == [
        ("track", "1", "Учёба руководителей"),
        ("direction", "1", "Новички без опыта"),
        ("measure", "", "Школа новичка"),
    ]
    assert paths[4][1] == ("direction", "2", "Слабый обмен опытом между школами")
    assert paths[6][0] == ("track", "2", "Кадровый запас")


def test_deadline_and_bodies_of_one_cell_are_parted() -> None:
    lines = preview(ORDER).lines

    assert [line.deadline for line in lines] == [
        "2025/2026 уч.г.",
        "Ежемесячно",
        "Март 2026 г.",
        "",
        "Ежеквартально",
        "до 1 июня 2026 г.",
        "В течении 2026 г.",
    ]
    keys = [[one.key for one in line.responsible] for line in lines]
    assert keys == [
        ["cro", "uo"],
        ["cro"],
        ["uo"],
        ["cro"],
        ["uo", "cro"],
        [""],
        ["uo"],
    ]
    assert list(preview(ORDER).unknown) == ["Совет директоров"]


def test_an_unknown_body_is_added_or_means_what_the_person_says() -> None:
    words = "совет директоров"
    answered = Known(KNOWN.bodies, {words: "uo"})
    left = Known(KNOWN.bodies, {words: rows.IGNORED})

    added = outcome.of(preview(ORDER).lines, ["uo", "cro"])
    assert [(one.key, one.name) for one in added.bodies] == [
        ("body-1", "Совет директоров")
    ]
    assert added.events[5].responsible == ("body-1",)
    assert outcome.of(preview(ORDER, answered).lines).events[5].responsible == ("uo",)
    assert outcome.of(preview(ORDER, left).lines).events[5].responsible == ()


def test_a_letter_gives_its_items_under_headings() -> None:
    found = preview(LETTER)

    by_heading: dict[str, list[str]] = {}
    for line in found.lines:
        by_heading.setdefault(line.path[0].name, []).append(line.name)
    assert by_heading == {
        "По организации питания": [
            "Познакомиться с отчётом комиссии",
            "Обсудить отчёт с родителями",
            "Обновить меню с учётом пожеланий детей и родителей",
        ],
        "По школьному двору": [
            "Провести осмотр площадок",
            "Наметить план ремонта на основе осмотра",
        ],
        "По летнему отдыху": ["Составить список лагерей", "Сообщить родителям"],
    }
    assert {line.form for line in found.lines} == {"recommendation"}
    codes = {note.code for _table, note in found.told}
    assert {Told.HEADING_AS_ITEM, Told.OUTSIDE_LIST} <= codes


def test_an_unread_deadline_waits_until_it_is_answered() -> None:
    piece = Piece(
        ("№", "Мероприятие", "Срок", "Ответственный"),
        [["1", "Собеседования", "см. п. 2.1", "УО"]],
    )
    text = plan_files.text(piece).decode()
    key = preview(text).lines[0].key

    assert preview(text).lines[0].state == State.UNREAD
    assert not preview(text).may_be_saved
    written = preview(text, **{key: {"words": "июнь 2026"}})
    assert written.lines[0].state == State.UNDERSTOOD
    assert outcome.of(written.lines).events[0].schedule_original == "см. п. 2.1"
    assert outcome.of(written.lines).events[0].schedule_corrected == "июнь 2026"
    left = preview(text, **{key: {"undated": True}})
    assert left.may_be_saved
    assert left.lines[0].state == State.UNDATED
    assert outcome.of(left.lines).events[0].schedule_corrected == outcome.LEFT_OUT
    assert preview(text, **{key: {"skip": True}}).lines == ()


def test_long_cells_and_rows_without_a_name_are_faults() -> None:
    piece = Piece(
        ("№", "Мероприятие", "Срок", "Ответственный"),
        [
            ["1", "Я" * 1001, "май 2026", "УО"],
            ["2", "", "май 2026", "УО"],
            ["3", "Форум", "май 2026", "УО"],
        ],
    )

    found = preview(plan_files.text(piece).decode())

    assert [line.state for line in found.lines[:2]] == [State.FAULTY] * 2
    assert not found.may_be_saved


@pytest.mark.parametrize(
    ("cell", "beside", "words", "rest"),
    [
        ("ХК ОМСУ", "ИРО, Развитие резерва", "ХК ОМСУ | ИРО,", "Развитие резерва"),
        ("ХК ИРО, ОМСУ", "Развитие, рост", "ХК ИРО, ОМСУ", "Развитие, рост"),
        ("Совет", "ИРО, развитие", "Совет", "ИРО, развитие"),
    ],
)
def test_bodies_torn_between_columns_are_put_back(
    cell: str, beside: str, words: str, rest: str
) -> None:
    known = Known([Body("iro", "Институт", ("ХК ИРО",)), Body("omsu", "ОМСУ")])
    head = (
        "№",
        "Мероприятие",
        "Ответственные исполнители и соисполнители",
        "Результат",
        "Срок",
    )
    piece = Piece(head, [["1", "Форум", cell, beside, "май 2026"]])

    line = preview(plan_files.text(piece).decode(), known).lines[0]

    assert (line.bodies_original, line.result) == (words, rest)
    if "|" in words:
        assert [one.key for one in line.responsible] == ["iro"]
        assert [one.key for one in line.co_executors] == ["omsu"]
        assert line.state == State.GUESS


@pytest.mark.parametrize(
    ("title", "field", "how"),
    [
        ("№\nп/п", Field.NUMBER, How.KNOWN),
        ("Наименование\nмероприя-\nтия", Field.NAME, How.KNOWN),
        ("Сроки выполнения", Field.SCHEDULE, How.KNOWN),
        ("Срок исполнения мероприятия", Field.SCHEDULE, How.KNOWN),
        ("Ответственные исполнители и соисполнители", Field.LEAD_AND_CO, How.KNOWN),
        ("Ответственный исполнитель", Field.RESPONSIBLE, How.KNOWN),
        ("Соисполнители", Field.CO_EXECUTORS, How.KNOWN),
        ("Сроки, ответственные", Field.SCHEDULE_AND_BODIES, How.KNOWN),
        ("Прогнозируемый результат", Field.RESULT, How.KNOWN),
        ("ОЖИДАЕМЫЕ РЕЗУЛЬТАТЫ", Field.RESULT, How.KNOWN),
        ("Итоговый документ", Field.RESULT, How.LIKELY),
        ("Примечание", Field.NOTES, How.KNOWN),
        ("Отметка об исполнении", Field.NOTES, How.LIKELY),
        ("Проблема/актуальное направление деятельности", Field.PROBLEM, How.KNOWN),
        ("Дата начала", Field.STARTS, How.KNOWN),
        ("Цена", Field.SKIP, How.UNKNOWN),
    ],
)
def test_heads_of_columns_are_understood(title: str, field: Field, how: How) -> None:
    assert header_words.guess(title) == header_words.Guess(field, how)


@pytest.mark.parametrize(
    ("words", "kind", "number", "name"),
    [
        ("ТРЕК 1. Рост", "track", "1", "Рост"),
        ("Модуль «Кадры»", "module", "", "Кадры"),
        ("Модуль 2. «Кадры»", "module", "2", "Кадры"),
        ("1. Критерий 3. оценка кадров.", "criterion", "3", "Оценка кадров"),
        ("Раздел III. Кадры", "direction", "III", "Кадры"),
        ("IV. Работа с кадрами", "direction", "IV", "Работа с кадрами"),
        ("Работа с кадрами", "direction", "", "Работа с кадрами"),
        ("Трек 2", "track", "2", ""),
    ],
)
def test_headings_are_understood(words: str, kind: str, number: str, name: str) -> None:
    assert headings.heading(words) == headings.Heading(kind, number, name)


CELL = st.text(alphabet='абвгд АБ12.,;:-–«»\n\t|"<>/%№\u00a0\u200b\u202e', max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_whatever_text_comes_nothing_breaks(lines: list[list[str]]) -> None:
    text = "№\tМероприятие\tСрок\tОтветственный\n" + "\n".join(map("\t".join, lines))

    found = preview(text)

    assert all(line.key and line.place for line in found.lines)
    assert outcome.of(found.lines).events is not None


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_and_wording_of_columns_gives_the_same_rows(
    chance: random.Random,
) -> None:
    heads = {
        "number": ("№ п/п", "№", "п/п"),
        "name": ("Мероприятие", "Наименование мероприятия", "Название мероприятия"),
        "schedule": ("Срок", "Сроки реализации", "Дата проведения", "Период"),
        "bodies": ("Ответственный", "Исполнители", "Ответственные лица"),
        "result": ("Ожидаемый результат", "Результат", "Итоговый документ"),
    }
    cells = {
        "number": ("1", "2"),
        "name": ("Форум молодых руководителей", "Курс о резерве"),
        "schedule": ("май 2026 г.", "ежеквартально"),
        "bodies": ("УО", "ЦРО, УО"),
        "result": ("проведён форум", "обучено не менее 40 % руководителей"),
    }
    order = list(heads)
    chance.shuffle(order)
    head = [chance.choice(heads[one]) for one in order]
    lines = [[cells[one][at] for one in order] for at in (0, 1)]

    found = preview(plan_files.text(Piece(head, lines)).decode())

    assert [
        (one.number, one.name, one.deadline, one.bodies_original, one.result)
        for one in found.lines
    ] == [tuple(cells[one][at] for one in heads) for at in (0, 1)]


def test_the_report_says_all_that_the_page_says() -> None:
    tables = importing.read("plan.txt", ORDER.encode())
    mappings = [columns.recognize(table) for table in tables]
    found = rows.preview(tables, mappings, known=KNOWN, period=YEAR, answers={})

    facts = report.facts(tables, mappings, found)
    lines = list(report.text(tables, mappings, found))

    assert len(facts["events"]) == 7
    assert facts["events"][0]["schedule"]["kind"] == "academic_year"
    assert facts["unknown_bodies"] == {"Совет директоров": 1}
    assert any("Совет директоров" in line for line in lines)
