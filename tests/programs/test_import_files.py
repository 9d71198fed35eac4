"""Files that hold no sound plan are refused with the place and what to do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from django.utils.translation import override
from docx import Document
from openpyxl import Workbook

from portal.errors import Refused
from programs import importing
from programs.importing import columns, limits, parting, tables
from programs.importing.header_words import Field
from programs.importing.tables import Table, Told
from tests import paper
from tests.programs import plan_files
from tests.programs.plan_files import MERGED, Piece

HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный")
ROW = ["1", "Семинар о наставничестве", "май 2026", "Центр развития"]
PLAN = Piece(HEAD, [ROW])


def events(*found: Table) -> list[parting.Raw]:
    """The events of the tables as their columns are recognized."""
    return [
        raw
        for table in found
        if (mapping := columns.recognize(table)).is_used
        for raw in parting.part(table, mapping).raws
    ]


def names(data: bytes, name: str = "plan.txt") -> list[str]:
    """The names of the events of a file."""
    return [raw.line(Field.NAME) for raw in events(*importing.read(name, data))]


def book(**cells: object) -> bytes:
    """A book with a plan and some more cells."""
    made = Workbook()
    made.active.append(HEAD)
    made.active.append(ROW)
    for place, value in cells.items():
        made.active[place] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def replaced(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return out.getvalue()


def cut(data: bytes) -> bytes:
    """The first two thirds of the bytes."""
    return data[: len(data) * 2 // 3]


def with_entity(data: bytes) -> bytes:
    """The document with a declaration of entities before it."""
    return data.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY a "aaaa">]>', 1)


DOCX = plan_files.docx(PLAN)
BOMB = paper.archive(
    {"[Content_Types].xml": b"<T/>", "word/document.xml": b"0" * 90_000_000}
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.docx", b"", "empty"),
        ("plan.docx", BOMB, "unusual way"),
        ("plan.docx", cut(DOCX), "damaged"),
        ("plan.docx", replaced(DOCX, "word/document.xml", cut), "word/document.xml, "),
        ("plan.docx", replaced(DOCX, "word/document.xml", with_entity), "unusual way"),
        ("plan.docx", paper.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("plan.docx", OLE, "old format"),
        ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("plan.pdf", paper.PDF, "PDF"),
        ("plan.doc", b"{\\rtf1 text}", "old format"),
        ("plan.exe", b"MZ rubbish", "not read"),
        ("plan.txt", b"\0\1\2\3", "no text"),
        ("plan.txt", "Просто слова без таблицы.".encode(), "no table"),
        ("plan.docx", plan_files.docx(paragraphs=["Приказ о плане"]), "no table"),
        ("plan.xlsx", replaced(book(), "xl/worksheets/sheet1.xml", cut), "damaged"),
        ("plan.xlsx", book(D3="=A2&B2"), "cell D3: a formula"),
        ("plan.xlsx", book(C2="#REF!"), "cell C2: an error"),
        ("plan.xlsx", book(B900000="далеко"), "row 900000"),
        ("plan.xlsx", paper.odf("spreadsheet"), "damaged"),
    ],
)
def test_an_unsound_file_is_refused_with_the_reason(
    name: str, data: bytes, words: str
) -> None:
    with override("en"), pytest.raises(Refused) as refusal:
        importing.read(name, data)

    assert words in str(refusal.value)


def test_too_much_is_refused_with_the_place() -> None:
    long = [*ROW[:1], "я" * (limits.LONGEST_CELL + 1), *ROW[2:]]
    many = Piece(HEAD, [ROW] * (limits.MOST_ROWS + 1))
    for piece, words in (
        (Piece(HEAD, [ROW, long]), "line 3, column 2: the cell has more than 8000"),
        (many, "more than 3000 rows"),
        (Piece(["a"] * 41, [["b"] * 41] * 3), "more than 40 columns"),
    ):
        with override("en"), pytest.raises(Refused) as refusal:
            importing.read("plan.txt", plan_files.text(piece))
        assert words in str(refusal.value)


def test_hidden_rows_formulas_and_control_signs_are_told() -> None:
    data = plan_files.xlsx(PLAN, hidden=[2])
    found = importing.read("plan.xlsx", data)[0]
    signs = importing.read(
        "plan.txt", "№\tМероприятие\tСрок\n1\tСеми\u202eнар\tмай 2026".encode()
    )[0]

    assert [note.code for note in found.notes] == [Told.HIDDEN_ROW]
    assert [note.code for note in signs.notes] == [Told.CONTROL_SIGNS]
    assert signs.rows[1].texts[1] == "Семинар"


def test_a_kept_value_of_a_formula_is_taken_and_told() -> None:
    cell = b"<f>1+1</f><v>2</v>"
    data = replaced(
        book(A3="=1+1", B3="Курс об управлении", C3="2026", D3="Центр развития"),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v/>", cell).replace(
            b"<f>1+1</f><v></v>", cell
        ),
    )

    found = importing.read("plan.xlsx", data)[0]

    assert found.rows[2].texts[0] == "2"
    assert found.notes[0].code == Told.FORMULA


def test_days_and_numbers_are_read_as_the_sheet_shows_them() -> None:
    made = Workbook()
    page = made.active
    page.append(HEAD)
    page.append([1.1, "Курс", dt.datetime(2026, 4, 15), "Центр"])  # noqa: DTZ001
    page.append([1.1, "Форум", dt.datetime(2026, 4, 1), "Центр"])  # noqa: DTZ001
    page["A3"].number_format, page["C3"].number_format = "0.00", "mmm yyyy"
    out = io.BytesIO()
    made.save(out)

    rows = importing.read("plan.xlsx", out.getvalue())[0].rows

    assert rows[1].texts[::2] == ("1.1", "15.04.2026")
    assert rows[2].texts[::2] == ("1.10", "апрель 2026")


def test_a_table_reads_back_from_json_as_it_was() -> None:
    piece = Piece(HEAD, ["Трек 1. Качество", ROW, ["2", MERGED, "июнь 2026", ""]])
    found = importing.read("plan.docx", plan_files.docx(piece))

    assert tables.load(tables.dump(found)) == found


@pytest.mark.parametrize("sign", ["\t", "|", ";"])
def test_text_is_read_whatever_parts_its_cells(sign: str) -> None:
    rows = [ROW, ["2", "Вебинар о резерве", "июнь 2026", "Центр развития"]]

    assert names(plan_files.text(Piece(HEAD, rows), sign=sign)) == [
        "Семинар о наставничестве",
        "Вебинар о резерве",
    ]


def test_a_table_copied_with_tags_quotes_and_marks_is_read() -> None:
    copied = (
        "| № | Мероприятие | Срок |\n|---|---|---|\n"
        "| 1 | <p>Круглый стол</p><p>«Новый взгляд»</p> | май 2026 |\n"
        "| 2 | Форум&nbsp;молодых | июнь 2026 |"
    )
    quoted = '№\tМероприятие\tСрок\n1\t"Курс\nо резерве"\tмай 2026\n'

    assert names(copied.encode()) == ["Круглый стол «Новый взгляд»", "Форум молодых"]
    assert names(quoted.encode()) == ["Курс о резерве"]


def test_a_text_of_other_letters_is_read() -> None:
    words = "№\tМероприятие\tСрок\n1\tФорум\tмай 2026"

    assert names(words.encode("cp1251")) == ["Форум"]
    assert names(words.encode("utf-16")) == ["Форум"]


def test_only_the_plan_is_taken_of_several_tables() -> None:
    passport = Piece((), [["Цель", "Рост качества"], ["Задачи", "Подготовка"]])
    people = Piece(("№", "Показатель", "Формула"), [["1", "Доля школ", "K / O"]])
    data = plan_files.docx(passport, people, PLAN)

    found = importing.read("plan.docx", data)

    assert [columns.recognize(table).is_used for table in found] == [False, False, True]


def test_a_head_of_two_lines_is_read() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=5)
    for row, line in enumerate(
        [
            ("№", "Мероприятие", "Сроки", "", "Исполнители"),
            ("", "", "начало", "окончание", ""),
            ("1", "Форум", "май 2026", "июнь 2026", "Центр"),
        ]
    ):
        for column, words in enumerate(line):
            table.cell(row, column).text = words
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4):
        words = table.cell(0, column).text
        table.cell(0, column).merge(table.cell(1, column)).text = words
    out = io.BytesIO()
    document.save(out)

    found = importing.read("plan.docx", out.getvalue())[0]

    assert columns.recognize(found).fields == [
        Field.NUMBER,
        Field.NAME,
        Field.STARTS,
        Field.ENDS,
        Field.RESPONSIBLE,
    ]
    assert len(events(found)) == 1


def test_headings_above_tables_and_numbered_rows_are_read() -> None:
    first = Piece(HEAD, [ROW], above="Модуль 1. «Начало»")
    second = Piece(
        HEAD, [["1", "Форум", "июнь 2026", "Центр"]], above="Модуль 2. «Рост»"
    )
    found = events(*importing.read("plan.docx", plan_files.docx(first, second)))

    assert [raw.path[0].name for raw in found] == ["Начало", "Рост"]

    rows = [["1", "КАДРОВЫЙ РЕЗЕРВ", "", ""], ["1.1", "Форум", "июнь 2026", "Центр"]]
    numbered = events(*importing.read("plan.txt", plan_files.text(Piece(HEAD, rows))))
    assert [(raw.path[0].number, raw.path[0].name) for raw in numbered] == [
        ("1", "КАДРОВЫЙ РЕЗЕРВ")
    ]


def test_numbers_that_word_counts_itself_are_read() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=4)
    for column, title in enumerate(HEAD):
        table.cell(0, column).text = title
    for row, name in ((1, "Форум"), (2, "Вебинар")):
        table.cell(row, 0).paragraphs[0].style = "List Number"
        for column, words in ((1, name), (2, "май 2026"), (3, "Центр")):
            table.cell(row, column).text = words
    out = io.BytesIO()
    document.save(out)

    found = events(*importing.read("plan.docx", out.getvalue()))

    assert [raw.line(Field.NUMBER) for raw in found] == ["1.", "2."]
