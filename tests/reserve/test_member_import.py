"""An existing reserve from a table: whole or nothing, read safely."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from portal.errors import Refused
from portal.models import JournalEntry, Person, Unit, User
from reserve import import_file
from reserve.models import Consent, Member
from reserve.services import imports
from tests import factories as portal_rows
from tests.meanwhile import meanwhile
from tests.reserve import factories

HEAD = (
    "Last name",
    "First name",
    "Patronymic",
    "INN of the organization",
    "Organization",
    "Target position",
    "Readiness",
    "Included on",
    "Term ends on",
    "Consent signed on paper on",
)
ROW = {
    "Last name": "Лугова",
    "First name": "Вера",
    "Patronymic": "Глебовна",
    "Target position": "Head",
    "Readiness": "Готов сейчас",
    "Included on": dt.datetime(2025, 3, 1),  # noqa: DTZ001 - as a table has it
    "Consent signed on paper on": "01.02.2025",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(*rows: dict[str, object], head: tuple[str, ...] = HEAD) -> bytes:
    """A table of an existing reserve."""
    book = Workbook()
    book.active.append(["Reserve of the municipality"])
    book.active.append([f"{title} *" for title in head])
    for row in rows:
        book.active.append([row.get(title) for title in head])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(data: bytes, name: str = "reserve.xlsx") -> SimpleUploadedFile:
    """The table as it comes."""
    return SimpleUploadedFile(name, data, XLSX)


@pytest.fixture
def owner(school: Unit) -> Unit:
    """The municipality, in a region with words and a text of consent."""
    region = factories.region_of(school)
    factories.readiness(region)
    factories.consent_text(region)
    return school.parent


def row(school: Unit, **changes: object) -> dict[str, object]:
    """A sound row of the school."""
    return {**ROW, "Organization": school.short_name, **changes}


def faults(school: Unit, owner: Unit, by: User, **changes: object) -> list[str]:
    """What the preview says of the row."""
    raws = import_file.read(upload(table(row(school, **changes))))
    return imports.preview(raws, owner, by=by).lines[0].faults


def test_a_sound_table_is_taken_over_whole(
    school: Unit, owner: Unit, officer: User
) -> None:
    second = row(school, **{"Last name": "Полева", "Term ends on": "01.06.2028"})
    raws = import_file.read(upload(table(row(school), second)))

    assert imports.save(raws, owner, by=officer) == 2

    first, last = Member.objects.order_by("pk")
    assert (first.level, first.included_on) == ("municipal", dt.date(2025, 3, 1))
    assert (first.term_ends_on, last.term_ends_on) == (
        dt.date(2028, 3, 1),
        dt.date(2028, 6, 1),
    )
    assert first.person.gender == Person.Gender.FEMALE
    assert {consent.form for consent in Consent.objects.all()} == {"paper"}
    entry = JournalEntry.objects.get(action="reserve_members_imported")
    assert entry.details == {"count": 2}


def test_one_faulty_row_saves_nothing(school: Unit, owner: Unit, officer: User) -> None:
    bad = row(school, **{"Last name": "Полева", "Readiness": "Скоро"})
    raws = import_file.read(upload(table(row(school), bad)))

    with pytest.raises(Refused):
        imports.save(raws, owner, by=officer)

    assert not Member.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_table_saved_twice_at_once_is_taken_over_once(
    school: Unit, owner: Unit, officer: User
) -> None:
    raws = import_file.read(upload(table(row(school))))

    def again() -> None:
        with pytest.raises(Refused):
            imports.save(raws, owner, by=officer)

    with meanwhile(again) as pause:
        imports.save(raws, owner, by=officer)
        pause()

    assert Person.objects.filter(last_name="Лугова").count() == 1
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"Consent signed on paper on": None},
        {"Consent signed on paper on": "31.12.2099"},
        {"Consent signed on paper on": "вчера"},
        {"Included on": "31.12.2099"},
        {"Included on": "31.02.2025"},
        {"Term ends on": "01.03.2025"},
        {"Readiness": "Скоро"},
        {"Target position": "Министр"},
        {"Organization": "Нет такой школы"},
        {"Organization": None},
        {"INN of the organization": "000"},
        {"Last name": "=HYPERLINK(1)"},
        {"Patronymic": None},
        {"Last name": "я" * 101},
    ],
)
def test_each_fault_of_a_row_is_named(
    changes: dict[str, object], school: Unit, owner: Unit, officer: User
) -> None:
    assert faults(school, owner, officer, **changes)


def test_a_sound_row_has_no_fault(school: Unit, owner: Unit, officer: User) -> None:
    assert faults(school, owner, officer) == []


def test_a_unit_is_found_by_its_inn(school: Unit, owner: Unit, officer: User) -> None:
    Unit.objects.filter(pk=school.pk).update(code="2722000001")

    found = faults(
        school,
        owner,
        officer,
        **{"Organization": None, "INN of the organization": 2722000001},
    )

    assert found == []


def test_a_unit_of_another_branch_is_not_found(
    school: Unit, other_school: Unit, owner: Unit, officer: User
) -> None:
    name = other_school.short_name

    assert faults(school, owner, officer, Organization=name)


def test_a_person_is_found_by_name_and_place_and_never_guessed(
    school: Unit, owner: Unit, officer: User
) -> None:
    names = {"last_name": "Лугова", "first_name": "Вера", "patronymic": "Глебовна"}
    portal_rows.person(**names)  # works elsewhere
    known = factories.member(school, portal_rows.person(**names)).person
    raws = import_file.read(upload(table(row(school))))

    assert imports.preview(raws, owner, by=officer).lines[0].person == known

    factories.member(school, portal_rows.person(**names))
    assert faults(school, owner, officer)


def test_a_member_and_a_double_row_are_faults(
    school: Unit, owner: Unit, officer: User
) -> None:
    raws = import_file.read(upload(table(row(school), row(school))))
    assert imports.preview(raws, owner, by=officer).faulty == 2

    imports.save(raws[:1], owner, by=officer)
    assert imports.preview(raws[:1], owner, by=officer).faulty == 1


def test_a_reserve_of_others_is_closed(
    school: Unit, owner: Unit, officer: User, operator: User
) -> None:
    raws = import_file.read(upload(table(row(school))))

    for by, whose in ((officer, factories.region_of(school)), (operator, owner)):
        with pytest.raises(PermissionDenied):
            imports.preview(raws, whose, by=by)


def bomb() -> bytes:
    """A table whose sheet unpacks to far more than it says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"not a table", "reserve.xlsx"),
        (b"%PDF-1.4\n%%EOF", "reserve.pdf"),
        (table(head=("Name", "Place")), "reserve.xlsx"),
        (table(head=HEAD[:-1]), "reserve.xlsx"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, name: str, db: None) -> None:
    with pytest.raises(Refused):
        import_file.read(upload(data, name))


def test_a_bomb_is_refused_unopened(db: None) -> None:
    with pytest.raises(Refused):
        import_file.read(upload(bomb()))


def test_the_page_previews_then_saves(school: Unit, owner: Unit, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    place = "/reserve/members/import/"

    page = client.post(place, {"owner": owner.pk, "table": upload(table(row(school)))})
    assert not Member.objects.exists()
    assert client.post(place, {"signed": "forged"}).status_code == 302
    assert not Member.objects.exists()

    client.post(place, {"signed": page.context["signed"]})
    assert Member.objects.get().person.last_name == "Лугова"


def test_the_template_can_be_filled_in(
    school: Unit, owner: Unit, ministry: User
) -> None:
    data = import_file.template(factories.region_of(school))

    book = load_workbook(io.BytesIO(data))
    assert book.worksheets[0].cell(2, 1).value
    assert import_file.read(upload(data)) == []


def test_the_command_checks_and_saves(school: Unit, owner: Unit, tmp_path) -> None:
    file = tmp_path / "reserve.xlsx"
    file.write_bytes(table(row(school)))

    call_command("import_reserve", str(file), "--owner", str(owner.pk), "--dry-run")
    assert not Member.objects.exists()
    call_command("import_reserve", str(file), "--owner", owner.short_name)
    assert Member.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("import_reserve", str(file), "--owner", owner.short_name)
