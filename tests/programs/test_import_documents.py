"""The tables of the five documents come in through the door of imports, whole."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence

import pytest

from portal.models import Unit, User
from programs import text_files
from programs.models import Event, Program
from programs.services import documents, imports
from programs.texts import ProgramText
from tests.programs import plan_files, plan_pieces
from tests.programs.plan_files import Piece

TABLES: dict[str, Callable[[ProgramText], list[Piece]]] = {
    "khabarovsk-2023": plan_pieces.khabarovsk,
    "kamyshin-2022": plan_pieces.kamyshin,
    "smolensk-2022": plan_pieces.smolensk,
}
LETTERS = ("molchanovo-2022", "nizhnyaya-tura-2024")
COUNTS = {
    "khabarovsk-2023": 34,
    "kamyshin-2022": 16,
    "smolensk-2022": 37,
    "molchanovo-2022": 15,
    "nizhnyaya-tura-2024": 82,
}
FORMS = {
    "plan.docx": plan_files.docx,
    "plan.xlsx": plan_files.xlsx,
    "plan.txt": plan_files.text,
}
Told = list[dict[str, object]]


def read(name: str) -> ProgramText:
    """The document as the facts have it."""
    return text_files.read(name)


def draft(text: ProgramText, region: Unit, by: User) -> Program:
    """The passport and bodies of the document, without its plan."""
    bare = dataclasses.replace(
        text, code=f"{text.code}-import", methodology="", sections=(), events=()
    )
    return documents.write(bare, unit=region, by=by)


def whole(text: ProgramText, region: Unit, by: User) -> Program:
    """The document written out of the facts."""
    return documents.write(
        dataclasses.replace(text, methodology=""), unit=region, by=by
    )


def imported(program: Program, name: str, data: bytes, by: User) -> list[Event]:
    """The file imported as a person does who finds nothing to change."""
    opened = imports.start(program.pk, file_name=name, data=data, by=by)
    tables = opened.mapping["tables"]
    fields = [[one["field"] for one in table["columns"]] for table in tables]
    used = [table["is_used"] for table in tables]
    imports.choose_columns(opened.pk, fields, used, by=by)
    return imports.save(opened.pk, by=by)


def told(program: Program) -> Told:
    """What the plan of a program says, row by row."""
    rows = program.events.in_order().select_related("section__parent__parent")
    return [_row(event) for event in rows.prefetch_related("bodies__program_body")]


def _row(event: Event) -> dict[str, object]:
    path = []
    section = event.section
    while section is not None:
        path.append((section.kind, section.number, section.name))
        section = section.parent
    return {
        "number": event.number,
        "name": event.name,
        "path": path,
        "schedule": event.schedule,
        "days": (event.starts_on, event.ends_on),
        "awaits": event.awaits_document,
        "result": event.expected_result,
        "words": event.bodies_original,
        "hours": event.hours,
        "form": event.form,
        "runs": event.runs,
        "bodies": [
            (one.program_body.key, one.is_responsible) for one in event.bodies.all()
        ],
    }


def without_torn(pieces: Sequence[Piece], name: str) -> Sequence[Piece]:
    """In one sheet a table is not torn by pages, so its row is whole again."""
    return pieces if name != "plan.xlsx" else [plan_pieces.flat(pieces)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_the_program_of_the_facts(
    name: str, form: str, region: Unit, ministry: User
) -> None:
    text = read(name)
    program = draft(text, region, ministry)
    pieces = without_torn(TABLES[name](text), form)

    made = imported(program, form, FORMS[form](*pieces), ministry)

    assert len(made) == COUNTS[name] == len(text.events)
    assert told(program) == told(whole(text, region, ministry))


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("form", ["letter.docx", "letter.txt"])
def test_a_letter_gives_its_recommendations(
    name: str, form: str, region: Unit, ministry: User
) -> None:
    text = read(name)
    program = draft(text, region, ministry)
    lines = plan_pieces.paragraphs(text)
    data = (
        plan_files.docx(paragraphs=lines)
        if form.endswith("docx")
        else "\n\n".join(lines).encode()
    )

    made = imported(program, form, data, ministry)

    assert len(made) == COUNTS[name]
    assert told(program) == told(whole(text, region, ministry))


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))][::3])
def test_columns_may_stand_in_any_order(
    order: tuple[int, ...], region: Unit, ministry: User
) -> None:
    text = read("kamyshin-2022")
    program = draft(text, region, ministry)
    table = plan_pieces.kamyshin(text)[0]
    counted = dataclasses.replace(table, lines=table.lines[1:])
    piece = plan_files.reordered(counted, order)

    imported(program, "plan.docx", plan_files.docx(piece), ministry)

    assert told(program) == told(whole(text, region, ministry))


HEADS = (
    ("№", "Мероприятие", "Ответственные", "Срок"),
    ("№ п/п", "Мероприятия", "Исполнители", "Сроки проведения"),
    ("п/п", "Наименование мероприятий", "Ответственные лица", "Период реализации"),
    ("№ пункта", "Содержание мероприятия", "Исполнитель", "Дата проведения"),
    ("N п/п", "Название мероприятия", "Ответственный за исполнение", "Срок исполнения"),
    ("№", "Меры, мероприятия", "Отв. исполнитель", "Срок (период)"),
    ("", "Что делаем", "Кто проводит", "Когда"),
    ("", "", "", ""),
)


@pytest.mark.parametrize("head", HEADS)
def test_heads_may_be_worded_in_any_usual_way(
    head: tuple[str, ...], region: Unit, ministry: User
) -> None:
    text = read("kamyshin-2022")
    program = draft(text, region, ministry)
    table = plan_pieces.kamyshin(text)[0]
    piece = dataclasses.replace(table, head=head if any(head) else (), width=4)

    imported(program, "plan.xlsx", plan_files.xlsx(piece), ministry)

    assert told(program) == told(whole(text, region, ministry))


def test_a_plan_added_to_its_own_headings_doubles_none(
    region: Unit, ministry: User
) -> None:
    text = read("smolensk-2022")
    bare = dataclasses.replace(text, methodology="", events=())
    program = documents.write(bare, unit=region, by=ministry)
    pieces = plan_pieces.smolensk(text)

    imported(program, "plan.docx", plan_files.docx(*pieces), ministry)

    assert program.sections.count() == len(text.sections) == 25
