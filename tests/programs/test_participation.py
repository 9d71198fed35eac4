"""Participants: adding, marking, secret doors, certificates, removal with undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Person, Unit, User
from programs import name_lists
from programs.models import Occurrence, Participation, Tally
from programs.reading import candidates, name_matches, participants
from programs.reading.candidates import Choice
from programs.services import attendance, participation
from programs.services.participation import Named
from tests import factories as portal_rows
from tests.programs import factories

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@dataclass
class World:
    """Two schools of different municipalities, and an event of the region today."""

    region: Unit
    school: Unit
    other: Unit
    ministry: User
    municipal: User
    head: User
    other_head: User
    row: Occurrence


@pytest.fixture
def world() -> World:
    """The region with its event."""
    region = portal_rows.region()
    towns = [portal_rows.municipality(region) for _ in range(2)]
    schools = [portal_rows.organization(town) for town in towns]
    ministry = portal_rows.user("ministry", "ministry", region)
    municipal = portal_rows.user("municipal", "municipal", towns[0])
    heads = [
        portal_rows.head_user(schools[0], "head", last_name="Ёлкина"),
        portal_rows.head_user(schools[1], "other_head", last_name="Сосновская"),
    ]
    program = factories.program(region, published_by=ministry)
    today = timezone.localdate()
    event = factories.event(program)
    row = factories.occurrence(event, starts_on=today, due_on=today)
    return World(region, *schools, ministry, municipal, *heads, row)


def add(world: World, *heads: User, by: User | None = None) -> None:
    """Put heads on the list by hand."""
    units = {world.head.pk: world.school.pk, world.other_head.pk: world.other.pk}
    named = [Named(units[head.pk], head.person_id) for head in heads]
    participation.add(world.row.pk, named, source="hand", by=by or world.ministry)


def fresh(world: World) -> Occurrence:
    """Return the occurrence as the database has it."""
    return Occurrence.objects.get(pk=world.row.pk)


def test_added_once_and_counted(world: World) -> None:
    """A second time adds nobody; the number and the tally follow."""
    add(world, world.head)
    add(world, world.head, world.other_head)
    assert fresh(world).participants == 2
    assert Tally.objects.get(event=world.row.event).participants == 2
    told = Notification.objects.filter(user=world.head)
    assert [row.key for row in told] == [f"event_invited:{world.row.pk}"]
    entries = JournalEntry.objects.filter(action="participants_added")
    assert [row.details["count"] for row in entries.order_by("pk")] == [1, 1]


def test_only_who_tracks_adds_and_only_own_people(world: World) -> None:
    """A municipality's officer does not keep the region's list, nor adds others."""
    with pytest.raises(PermissionDenied):
        add(world, world.head, by=world.municipal)
    world.row.unit = world.school.parent
    world.row.save()
    add(world, world.head, by=world.municipal)
    with pytest.raises(PermissionDenied):
        add(world, world.other_head, by=world.municipal)


@pytest.mark.parametrize("status", ["checked", "cancelled"])
def test_closed_lists_do_not_change(world: World, status: str) -> None:
    """What is checked or cancelled keeps its participants."""
    day = timezone.localdate()
    Occurrence.objects.filter(pk=world.row.pk).update(
        status=status,
        held_on=day,
        held_by=world.municipal,
        checked_by=world.ministry,
        result="Проведено",
        cancel_reason="Болезнь",
    )
    with pytest.raises(Refused):
        add(world, world.head)


def test_named_become_present_when_held(world: World) -> None:
    """Without any mark all named took part; with one the others were absent."""
    add(world, world.head, world.other_head)
    participation.settle(fresh(world), Decimal(4))
    states = set(world.row.participations.values_list("state", "hours"))
    assert states == {("attended", Decimal(4))}
    world.row.participations.update(state="invited")
    first = world.row.participations.order_by("pk")[0]
    participation.mark(world.row.pk, [first.pk], state="attended", by=world.ministry)
    participation.settle(fresh(world))
    found = world.row.participations.order_by("pk").values_list("state", flat=True)
    assert list(found) == ["attended", "absent"]


def test_removal_is_undone(world: World) -> None:
    """What was taken out comes back as it was."""
    add(world, world.head)
    row = world.row.participations.get()
    participation.change(
        row.pk,
        by=world.ministry,
        state="attended",
        hours=Decimal("3.5"),
        certificate="А-1",
        certificate_on=TODAY,
    )
    kept = participation.remove(world.row.pk, [row.pk], by=world.ministry)
    assert fresh(world).participants == 0
    participation.bring_back(world.row.pk, kept, by=world.ministry)
    back = world.row.participations.get()
    assert (back.state, back.hours, back.certificate, back.certificate_on) == (
        "attended",
        Decimal("3.5"),
        "А-1",
        TODAY,
    )
    assert fresh(world).participants == 1


def test_certificates_go_by_name(world: World) -> None:
    """A series for those present; its numbers do not repeat."""
    add(world, world.head, world.other_head)
    world.row.participations.update(state="attended")
    given = participation.certify(
        world.row.pk, series="КПК-", first=7, issued_on=TODAY, by=world.ministry
    )
    assert given == 2
    rows = world.row.participations.order_by("certificate")
    assert [row.certificate for row in rows] == ["КПК-7", "КПК-8"]
    with pytest.raises(Refused):
        participation.certify(
            world.row.pk, series="КПК-", first=9, issued_on=TODAY, by=world.ministry
        )


def test_registration_by_the_secret_address(world: World) -> None:
    """A signed-in person registers, withdraws, and the door closes."""
    until = timezone.localdate()
    row = attendance.open_registration(world.row.pk, until=until, by=world.ministry)
    token = row.registration_token or ""
    own = attendance.register(token, by=world.head)
    assert (own.state, own.unit) == ("registered", world.school)
    attendance.register(token, by=world.head)
    assert fresh(world).participants == 1
    attendance.withdraw(token, by=world.head)
    assert fresh(world).participants == 0
    with pytest.raises(Refused):
        attendance.register(token, by=world.ministry)
    attendance.close_registration(world.row.pk, by=world.ministry)
    with pytest.raises(Refused):
        attendance.register(token, by=world.head)


def test_registration_ends(world: World) -> None:
    """The day after the last one nobody registers."""
    until = timezone.localdate()
    row = attendance.open_registration(world.row.pk, until=until, by=world.ministry)
    Occurrence.objects.filter(pk=row.pk).update(
        registration_until=until - dt.timedelta(days=1)
    )
    with pytest.raises(Refused):
        attendance.register(row.registration_token or "", by=world.head)


def test_presence_by_code_on_the_day_only(world: World) -> None:
    """Scanning marks as present on the day, and never on another one."""
    add(world, world.head)
    row = attendance.open_attendance(world.row.pk, by=world.ministry)
    token = row.attendance_token or ""
    own = attendance.attend(token, by=world.head)
    assert (own.state, own.attended_at is None) == ("attended", False)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Occurrence.objects.filter(pk=row.pk).update(starts_on=tomorrow, due_on=tomorrow)
    with pytest.raises(Refused):
        attendance.attend(token, by=world.other_head)


def test_filter_removes_doubles_and_listed(world: World) -> None:
    """The preview says how many are found, doubled and listed already."""
    add(world, world.head)
    found = candidates.preview(world.row, Choice("heads"), world.ministry)
    assert (found.found, found.repeated, found.fresh) == (2, 1, 1)
    assert found.named[0].person == world.other_head.person_id
    own = candidates.preview(
        world.row, Choice("heads", world.school.parent), world.ministry
    )
    assert (own.found, own.fresh) == (1, 0)
    units = candidates.preview(world.row, Choice("specialists"), world.ministry)
    assert [one.person for one in units.named] == [None, None]


def test_pasted_names_are_matched(world: World) -> None:
    """One, several and nobody; «ё» is «е», initials are enough."""
    twin = portal_rows.person(last_name="Сосновская", first_name="Алла")
    portal_rows.appoint(twin, portal_rows.organization(world.school.parent))
    text = "1. Елкина Анна Сергеевна\nСосновская А.\nНеизвестный Иван\n"
    found = name_matches.matches(text, world.row, world.ministry)
    assert [row.state for row in found] == ["one", "several", "nobody"]
    assert found[0].found[0].person == world.head.person
    seen = name_matches.matches(text, world.row, world.municipal)
    assert [row.state for row in seen] == ["one", "one", "nobody"]


def test_form_cannot_add_strangers(world: World) -> None:
    """What a form sends is checked against who works where."""
    named = name_matches.chosen(
        [f"{world.head.person_id}-{world.other.pk}", "x-1", "5"]
    )
    assert name_matches.known(named, world.row, world.ministry) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1. Иванова Анна Сергеевна, школа 5", ("Иванова", "Анна", "Сергеевна")),
        ("Иванов И.И.", ("Иванов", "И.", "И.")),
        ("И. И. Иванов", ("Иванов", "И.", "И.")),
        ("№ 12) Ким Ли\tдиректор", ("Ким", "Ли", "")),
        ("Петров-Водкин Кузьма — директор", ("Петров-Водкин", "Кузьма", "")),
    ],
)
def test_lines_of_a_pasted_list(text: str, parts: tuple[str, str, str]) -> None:
    """Numbers, posts and initials around the name."""
    line = name_lists.read(text)[0]
    assert (line.last_name, line.first_name, line.patronymic) == parts


def test_names_are_for_the_own_branch(world: World) -> None:
    """A municipality reads its own names and everybody's number."""
    add(world, world.head, world.other_head)
    shown = participants.of_occurrence(fresh(world), world.municipal)
    assert (shown["named"], shown["seen"]) == (2, 1)
    rows = participants.visible(world.row, world.municipal)
    assert [row.person for row in rows] == [world.head.person]
    assert participants.visible(world.row, world.head).count() == 0


def test_pages_add_mark_and_undo(world: World, client: Client) -> None:
    """Through the pages: preview, add, mark, take out, bring back, file."""
    client.force_login(world.ministry)
    url = reverse("programs:participants_add", args=[world.row.pk])
    assert client.get(url, {"who": "heads"}).context["preview"].fresh == 2
    client.post(f"{url}?who=heads")
    rows = list(world.row.participations.values_list("pk", flat=True))
    assert len(rows) == 2
    mark = reverse("programs:participants_mark", args=[world.row.pk])
    client.post(mark, {"row": rows[:1], "action": "attended"})
    assert world.row.participations.filter(state="attended").count() == 1
    page = client.post(mark, {"row": rows, "action": "remove"}, follow=True)
    assert page.context["undo"] == 2
    restore = reverse("programs:participants_restore", args=[world.row.pk])
    client.post(restore)
    assert world.row.participations.count() == 2
    file = client.get(reverse("programs:participants_xlsx", args=[world.row.pk]))
    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    assert {sheet["A3"].value, sheet["A4"].value} == {
        str(world.head.person),
        str(world.other_head.person),
    }
    assert JournalEntry.objects.filter(action="participants_exported").count() == 1


def test_paste_through_the_page(world: World, client: Client) -> None:
    """The list is matched first and added when chosen."""
    client.force_login(world.ministry)
    url = reverse("programs:participants_paste", args=[world.row.pk])
    page = client.post(url, {"names": "Ёлкина Анна Сергеевна"})
    key = page.context["matches"][0].found[0].key
    client.post(url, {"chosen": "1", "p1": key})
    row = world.row.participations.get()
    assert (row.person, row.source) == (world.head.person, "list")


def test_doors_through_the_pages(world: World, client: Client) -> None:
    """The officer opens the door, a head walks through it."""
    client.force_login(world.ministry)
    client.post(
        reverse("programs:registration", args=[world.row.pk]),
        {"until": timezone.localdate().isoformat()},
    )
    page = client.get(reverse("programs:registration", args=[world.row.pk]))
    assert b"<svg" in page.content
    client.post(reverse("programs:presence", args=[world.row.pk]))
    row = fresh(world)
    client.force_login(world.head)
    client.post(reverse("programs:register", args=[row.registration_token]))
    own = Participation.objects.get(person=world.head.person_id)
    assert own.state == "registered"
    client.post(reverse("programs:attend", args=[row.attendance_token]))
    own.refresh_from_db()
    assert own.state == "attended"
    assert client.get(reverse("programs:register", args=["nothing"])).status_code == 404


def test_list_behind_a_target(world: World, client: Client) -> None:
    """Who took part and who has not yet; names of the own branch only."""
    held = factories.held(world.row.event, timezone.localdate())
    factories.participation(held, world.head.person, world.school, state="attended")
    target = factories.target(world.row.event)
    url = reverse("programs:target_people", args=[target.pk])
    client.force_login(world.ministry)
    both = client.get(url).context
    assert [one.took for one in both["rows"]] == [True, False]
    assert both["fact"].needed == 1
    took = client.get(url, {"took": "no"}).context["rows"]
    assert [one.name for one in took] == [str(world.other_head.person)]
    client.force_login(world.municipal)
    own = client.get(url).context
    assert ([one.name for one in own["rows"]], own["hidden"]) == (
        [str(world.head.person)],
        1,
    )


def test_target_marked_and_taken_back(world: World, client: Client) -> None:
    """A document's target is reached by a note with a day."""
    target = factories.target(
        world.row.event, measure="document", value=None, population="", operator=""
    )
    client.force_login(world.ministry)
    day = timezone.localdate()
    client.post(
        reverse("programs:target_reach", args=[target.pk]),
        {"reached_on": day.isoformat(), "reached_note": "Приказ № 5"},
    )
    target.refresh_from_db()
    assert (target.reached_on, target.reached_by) == (day, world.ministry)
    client.post(reverse("programs:target_unreach", args=[target.pk]))
    target.refresh_from_db()
    assert target.reached_on is None


def test_person_in_two_schools_counts_once(world: World) -> None:
    """A second post does not make a second participant."""
    assert world.head.person is not None
    second = portal_rows.organization(world.school.parent)
    post = portal_rows.appoint(portal_rows.person(), second, ends_on=TODAY)
    post.delete()
    position = second.positions.get()
    position.appointments.create(
        person=world.head.person, starts_on=dt.date(2021, 1, 1), is_part_time=True
    )
    found = candidates.preview(world.row, Choice("heads"), world.ministry)
    assert (found.found, found.doubles, found.fresh) == (3, 1, 2)
    assert Person.objects.filter(pk=world.head.person_id).count() == 1
