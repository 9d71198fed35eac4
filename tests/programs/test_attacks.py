"""Attacks on programs: what people out of sight, or alone, must not get or do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs.importing import read
from programs.models import Evaluation, Move, Occurrence, Practice, Program
from programs.reading import evaluation, finding_words, steps
from programs.services import (
    attendance,
    moves,
    occurrences,
    participation,
    practices,
)
from programs.services.participation import Named
from tests import factories as portal_rows
from tests.programs import factories, tracking

pytestmark = pytest.mark.django_db
SECRET = "Закрытый черновик министерства"


@dataclass
class World:
    """A region with two municipalities, and another region."""

    region: Unit
    town: Unit
    school: Unit
    ministry: User
    operator: User
    municipal: User
    head: User
    program: Program
    abroad: Program


@pytest.fixture
def world() -> World:
    """The people and programs."""
    region, far = portal_rows.region(), portal_rows.region()
    town = portal_rows.municipality(region)
    school = portal_rows.organization(town)
    ministry = portal_rows.user("ministry", "ministry", region)
    stranger = portal_rows.user("stranger", "ministry", far)
    return World(
        region,
        town,
        school,
        ministry,
        portal_rows.user("operator", "operator", region),
        portal_rows.user("municipal", "municipal", town),
        portal_rows.head_user(school, "head"),
        factories.program(region, published_by=ministry),
        factories.program(far, published_by=stranger),
    )


def body(client: Client, url: str) -> str:
    """The page as text."""
    return client.get(url).content.decode()


@pytest.mark.parametrize("step", ["shift", "cancel", "check", "remind"])
@pytest.mark.parametrize("kind", ["event", "date"])
@pytest.mark.parametrize("place", ["draft", "abroad"])
def test_bulk_tells_nothing_of_rows_out_of_sight(
    client: Client, world: World, step: str, kind: str, place: str
) -> None:
    """The report of a step for many does not name drafts and events of others."""
    program = world.abroad if place == "abroad" else factories.program(world.region)
    event = factories.event(program, name=SECRET)
    row = factories.occurrence(event)
    client.force_login(world.municipal)
    values = {
        "step": step,
        kind: str(event.pk if kind == "event" else row.pk),
        "days": "3",
        "reason": "Проба",
    }
    answer = client.post(reverse("programs:events_bulk"), values)
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_evidence_with_names_stays_with_those_who_see_names(
    client: Client, world: World
) -> None:
    """A head reads the date, not the files, which list people."""
    row = factories.occurrence(factories.event(world.program))
    file = tracking.proven(row, world.operator)
    page = reverse("programs:occurrence", args=[row.pk])
    for user in (world.head, world.municipal):
        client.force_login(user)
        assert client.get(page).status_code == 200
        assert file.name not in body(client, page)
        assert client.get(reverse("file", args=[file.pk])).status_code == 404
    client.force_login(world.ministry)
    assert file.name in body(client, page)
    answer = client.get(reverse("file", args=[file.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_conclusion_is_read_once_signed(client: Client, world: World) -> None:
    """Until it is signed only those who write the evaluation read its words."""
    row = Evaluation.objects.create(
        program=world.program, year=2026, conclusion=SECRET, proposals=SECRET
    )
    url = reverse("programs:evaluation", args=[world.program.pk]) + "?year=2026"
    client.force_login(world.head)
    assert SECRET not in body(client, url)
    client.force_login(world.operator)
    assert SECRET in body(client, url)
    Evaluation.objects.filter(pk=row.pk).update(
        signed_at=timezone.now(), signed_by=world.ministry, figures=figures(world)
    )
    client.force_login(world.head)
    assert SECRET in body(client, url)


def figures(world: World) -> dict[str, object]:
    """What a signature freezes."""
    return evaluation.figures(world.program, 2026)


def test_methods_of_others_are_not_offered(client: Client, world: World) -> None:
    """The passport neither lists nor takes a method of another region."""
    foreign = portal_rows.methodology(world.abroad.unit, name=SECRET)
    draft = factories.program(world.town)
    url = reverse("programs:program_edit", args=[draft.pk])
    client.force_login(world.municipal)
    assert SECRET not in body(client, url)
    assert SECRET not in body(client, reverse("programs:program_add"))
    answer = client.post(url, {"methodology": str(foreign.pk)})
    draft.refresh_from_db()
    assert draft.methodology is None
    assert answer.context["form"].errors["methodology"]


def wide(kind: str) -> bytes:
    """A small book that merges, or links, a whole sheet."""
    book, made = Workbook(), io.BytesIO()
    page = book.active
    page["A1"] = "Мероприятие"
    page.merge_cells("A1:B2")
    book.save(made)
    merged = b'<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    instead = {
        "merge": merged.replace(b"B2", b"XFD104857&#54;"),
        "link": b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
    }[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                assert merged in data
                data = data.replace(merged, instead)
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["merge", "link"])
def test_area_over_a_whole_sheet_is_refused(kind: str) -> None:
    """A line of a small file does not become gigabytes of cells."""
    with pytest.raises(Refused):
        read("План.xlsx", wide(kind))


def test_facts_of_findings_are_escaped() -> None:
    """A list or an unknown key among facts is text, never markup."""
    facts = {"rows": ["<script>"], "group": "<script>", "population": "<script>"}
    found = finding_words.filled("%(rows)s %(group)s %(population)s", facts)
    assert "<script>" not in found


def test_reviewer_who_rewrote_a_practice_does_not_publish_it(world: World) -> None:
    """Whoever wrote the words is not the one who reviews them."""
    practice = factories.practice(world.region, created_by=world.ministry)
    practices.change(practice.pk, values={"title": "Иначе"}, by=world.operator)
    Practice.objects.filter(pk=practice.pk).update(status=Practice.Status.SUBMITTED)
    with pytest.raises(Refused):
        practices.publish(practice.pk, by=world.operator)


@pytest.fixture
def held(world: World) -> Occurrence:
    """A date that the operator marked as held."""
    row = factories.occurrence(factories.event(world.program))
    tracking.proven(row, world.operator)
    return occurrences.hold(
        row.pk,
        version=None,
        by=world.operator,
        **tracking.report(held_on=dt.date(2026, 1, 12)),
    )


def offered(row: Occurrence, user: User) -> list[str]:
    """The steps for which the page of the date has buttons."""
    row.refresh_from_db()
    return [button.code for button in steps.buttons(row, user)]


def test_checker_does_not_check_the_people_they_added(
    world: World, held: Occurrence
) -> None:
    """One who adds people after the mark does not check them, alone or in bulk."""
    named = [Named(world.school.pk, world.head.person_id)]
    participation.add(held.pk, named, source="hand", by=world.ministry)
    with pytest.raises(Refused):
        occurrences.check(held.pk, by=world.ministry)
    with pytest.raises(Refused):
        occurrences.check_series(held.event_id, by=world.ministry)
    assert "check" not in offered(held, world.ministry)
    second = portal_rows.user("second", "ministry", world.region)
    assert "check" in offered(held, second)
    assert occurrences.check(held.pk, by=second).checked_by == second


def test_another_checks_what_nobody_changed(world: World, held: Occurrence) -> None:
    """The ordinary way stays open."""
    assert occurrences.check_series(held.event_id, by=world.ministry) == 1


def test_nothing_moves_back_in_a_finished_program(world: World) -> None:
    """The undo of a move does not reach beyond the end of the program."""
    row = factories.occurrence(factories.event(world.program))
    day = dt.date(2026, 12, 1)
    moves.move(row.pk, starts_on=day, due_on=day, reason="Зал", by=world.operator)
    Program.objects.filter(pk=world.program.pk).update(status="finished")
    with pytest.raises(Refused):
        moves.take_back(Move.objects.get().pk, by=world.operator)


@pytest.mark.parametrize("act", ["register", "attend", "withdraw"])
def test_withdrawn_address_refuses(world: World, act: str) -> None:
    """An address closed while the page was open is a refusal, not a fault."""
    with pytest.raises(Refused):
        getattr(attendance, act)("no-such-address", by=world.head)
    assert not JournalEntry.objects.filter(by=world.head).exists()
