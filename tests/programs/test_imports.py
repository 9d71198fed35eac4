"""Imports on pages, by the service and by the command: whole or nothing."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs.models import Event, ImportDraft, Program, ProgramBody
from programs.services import imports
from tests.programs import factories, plan_files
from tests.programs.plan_files import Piece

HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный", "Ожидаемый результат")
ROWS = [
    ["1", "Форум руководителей", "май 2026 г.", "ИРО", "проведён форум"],
    ["2", "Собеседования", "см. п. 1", "Совет директоров", ""],
    ["3", "Клуб", "", "ИРО", ""],
]
SOUND = plan_files.docx(Piece(HEAD, ["Трек 1. Рост", ROWS[0], ROWS[2]]))
UNREAD = plan_files.docx(Piece(HEAD, ROWS))


@pytest.fixture
def program(region: Unit) -> Program:
    """A draft that knows one body."""
    found = factories.program(region)
    factories.body(found)
    return found


def begun(program: Program, by: User, data: bytes = SOUND) -> ImportDraft:
    """An import with its columns confirmed."""
    draft = imports.start(program.pk, file_name="plan.docx", data=data, by=by)
    fields = [column["field"] for column in draft.mapping["tables"][0]["columns"]]
    return imports.choose_columns(draft.pk, [fields], [True], by=by)


def test_all_rows_are_saved_with_headings_bodies_and_targets(
    program: Program, ministry: User
) -> None:
    made = imports.save(begun(program, ministry).pk, by=ministry)

    first, last = made
    assert (first.section.kind, first.section.name) == ("track", "Рост")
    assert str(first.starts_on) == "2026-05-01"
    assert last.is_undated
    assert first.bodies.get().program_body.key == "operator"
    assert ImportDraft.objects.get().status == ImportDraft.Status.SAVED
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"program_import_begun", "program_import_saved"} <= actions


def test_nothing_is_saved_while_a_row_waits(program: Program, ministry: User) -> None:
    draft = begun(program, ministry, UNREAD)

    with pytest.raises(Refused):
        imports.save(draft.pk, by=ministry)

    assert not program.events.exists()
    assert program.bodies.count() == 1


def test_nothing_is_saved_before_the_columns_are_confirmed(
    program: Program, ministry: User
) -> None:
    draft = imports.start(program.pk, file_name="p.docx", data=SOUND, by=ministry)

    with pytest.raises(Refused):
        imports.save(draft.pk, by=ministry)


def test_an_answered_row_is_saved_with_both_words(
    program: Program, ministry: User
) -> None:
    draft = begun(program, ministry, UNREAD)
    key = "1:3"

    imports.answer(draft.pk, rows={key: {"words": "июнь 2026"}}, bodies={}, by=ministry)
    imports.save(draft.pk, by=ministry)

    row = Event.objects.get(number="2")
    assert (row.schedule_original, row.schedule_corrected) == ("см. п. 1", "июнь 2026")
    assert str(row.ends_on) == "2026-06-30"
    assert ProgramBody.objects.filter(name="Совет директоров").count() == 1


def test_a_row_left_without_a_deadline_keeps_its_words(
    program: Program, ministry: User
) -> None:
    draft = begun(program, ministry, UNREAD)

    imports.answer(draft.pk, rows={"1:3": {"undated": True}}, bodies={}, by=ministry)
    imports.save(draft.pk, by=ministry)

    row = Event.objects.get(number="2")
    assert row.is_undated
    assert row.schedule_original == "см. п. 1"


def test_the_same_import_is_saved_once(program: Program, ministry: User) -> None:
    draft = begun(program, ministry)
    imports.save(draft.pk, by=ministry)

    with pytest.raises(Refused):
        imports.save(draft.pk, by=ministry)

    assert program.events.count() == 2


def test_the_same_file_opens_the_same_draft(program: Program, ministry: User) -> None:
    draft = begun(program, ministry)

    again = imports.start(program.pk, file_name="p.docx", data=SOUND, by=ministry)

    assert again.pk == draft.pk


@pytest.mark.django_db(transaction=True)
def test_two_savings_at_once_save_once(program: Program, ministry: User) -> None:
    draft = begun(program, ministry)
    gate = threading.Barrier(2)
    refused: list[str] = []

    def save() -> None:
        gate.wait()
        try:
            imports.save(draft.pk, by=ministry)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert program.events.count() == 2


def test_two_columns_of_one_meaning_are_refused(
    program: Program, ministry: User
) -> None:
    draft = imports.start(program.pk, file_name="p.docx", data=SOUND, by=ministry)

    for fields in (["number", "name", "name", "", ""], ["number", "", "", "", ""]):
        with pytest.raises(Refused):
            imports.choose_columns(draft.pk, [fields], [True], by=ministry)
    with pytest.raises(Refused):
        imports.choose_columns(
            draft.pk, [["", "name", "", "", ""]], [False], by=ministry
        )


def test_imports_are_for_those_who_write_the_program(
    program: Program, ministry: User, municipality: Unit, officer: User
) -> None:
    draft = begun(program, ministry)

    with pytest.raises(PermissionDenied):
        imports.start(program.pk, file_name="p.docx", data=SOUND, by=officer)
    with pytest.raises(PermissionDenied):
        imports.save(draft.pk, by=officer)
    with pytest.raises(PermissionDenied):
        imports.drop(draft.pk, by=officer)


def test_an_issued_program_takes_no_import(region: Unit, ministry: User) -> None:
    issued = factories.program(region, published_by=ministry)

    with pytest.raises(Refused):
        imports.start(issued.pk, file_name="p.docx", data=SOUND, by=ministry)


def test_a_dropped_import_keeps_nothing(program: Program, ministry: User) -> None:
    draft = begun(program, ministry)

    imports.drop(draft.pk, by=ministry)

    draft.refresh_from_db()
    assert (draft.status, draft.tables) == (ImportDraft.Status.DROPPED, [])
    assert not program.events.exists()


# Pages.


def uploaded(client: Client, program: Program, data: bytes = UNREAD) -> str:
    """The address of the import that an upload opened."""
    file = SimpleUploadedFile("План.docx", data)
    answer = client.post(reverse("programs:imports", args=[program.pk]), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def test_the_pages_lead_from_the_file_to_the_plan(
    program: Program, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)
    place = uploaded(client, program)

    page = client.get(place)
    form = page.context["form"]
    choices = {name: form[name].value() for name in form.fields}
    choices["used-0"] = "on"
    assert client.post(f"{place}columns/", choices).status_code == 302

    page = client.get(place)
    assert page.context["stats"][0]["value"] == "3"
    assert b'id="answers"' in page.content
    client.post(f"{place}answers/", {"words-1:3": "июнь 2026", "body-0": "operator"})
    assert client.get(place).context["found"].may_be_saved
    client.post(f"{place}row/", {"skip": "1:4"})
    assert len(client.get(place).context["found"].lines) == 2
    client.post(f"{place}row/", {"back": "1:4"})
    assert client.get(f"{place}report/").status_code == 200
    assert client.get(f"{place}save/").status_code == 200
    assert not program.events.exists()

    assert client.post(f"{place}save/").status_code == 302

    assert program.events.count() == 3
    assert program.bodies.count() == 1
    assert client.get(place).status_code == 404


def test_a_refused_file_says_why_and_leaves_no_draft(
    program: Program, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)
    place = reverse("programs:imports", args=[program.pk])

    for body in ({"file": SimpleUploadedFile("p.docx", SOUND[:900])}, {"text": ""}, {}):
        page = client.post(place, body)
        assert page.status_code == 200
        assert page.context["form"].errors
    assert not ImportDraft.objects.exists()


def test_a_pasted_table_is_read(program: Program, ministry: User) -> None:
    client = Client()
    client.force_login(ministry)
    place = reverse("programs:imports", args=[program.pk])

    answer = client.post(place, {"text": plan_files.text(Piece(HEAD, ROWS)).decode()})

    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_rows_take_the_same_number_of_queries(
    program: Program, ministry: User, django_assert_max_num_queries
) -> None:
    rows = [[str(at), f"Форум {at}", "май 2026", "ИРО", ""] for at in range(1, 60)]
    client = Client()
    client.force_login(ministry)
    draft = begun(program, ministry, plan_files.docx(Piece(HEAD, rows)))
    place = reverse("programs:import", args=[draft.pk])
    client.get(place)

    with django_assert_max_num_queries(60):
        client.get(place)


# The command.


def run(*args: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("import_roadmap", *args, stdout=out)
    return out.getvalue()


def test_the_command_reports_and_saves(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(SOUND)
    args = (str(file), "--program", str(program.pk))

    told = json.loads(run(*args, "--dry-run", "--json"))
    assert (told["saved"], len(told["events"])) == (0, 2)
    assert told["events"][0]["schedule"]["kind"] == "window"
    assert not program.events.exists()

    assert "2" in run(*args)
    assert program.events.count() == 2


def test_the_command_refuses_with_the_row(
    program: Program, tmp_path: Path, capsys
) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(UNREAD)
    args = (str(file), "--program", program.code)

    with pytest.raises(CommandError, match=r"см\. п\. 1"):
        run(*args)
    assert not program.events.exists()

    run(*args, "--keep-unread")
    assert program.events.get(number="2").is_unread


def test_the_command_refuses_what_is_no_plan(
    region: Unit, ministry: User, program: Program, tmp_path: Path
) -> None:
    issued = factories.program(region, published_by=ministry)
    damaged, sound = tmp_path / "damaged.docx", tmp_path / "plan.docx"
    damaged.write_bytes(SOUND[:900])
    sound.write_bytes(SOUND)

    for file, named in (
        (damaged, program),
        (tmp_path / "missing.docx", program),
        (sound, issued),
        (sound, Program(pk=0)),
    ):
        with pytest.raises(CommandError):
            run(str(file), "--program", str(named.pk), "--json")
    assert not Event.objects.exists()


def test_a_column_taken_for_bodies_by_mistake_is_shown_as_a_fault(
    program: Program, ministry: User, client: Client
) -> None:
    long = "Совет директоров школ края и представителей общественности " * 12
    rows = [["1", "Форум", "май 2026 г.", long, ""]]
    draft = begun(program, ministry, plan_files.docx(Piece(HEAD, rows)))
    client.force_login(ministry)

    answer = client.get(reverse("programs:import", args=[draft.pk]))

    assert answer.status_code == 200
    assert len(answer.context["found"].faulty) == 1
