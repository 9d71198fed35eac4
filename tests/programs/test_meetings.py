"""Meetings: whose step it is, freezing, who sees what, the round, files, reminders."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from programs import protocol_docx, protocol_pdf, states
from programs.models import DayOff, Meeting
from programs.reading import meeting_paper
from programs.reading import meetings as reading
from programs.services import interviews, meetings
from programs.services.interviews import Wish
from tests import factories
from tests.programs import factories as rows

Kind, Status = Meeting.Kind, Meeting.Status
STAFF = {"ministry", "operator"}
ALLOWED = {
    ("planned", "held"): STAFF,
    ("planned", "cancelled"): STAFF,
    ("held", "signed"): {"ministry"},
    ("held", "planned"): STAFF,
    ("cancelled", "planned"): STAFF,
}
MONDAY = dt.date(2027, 3, 1)  # 8 March is a day off in Russia


@pytest.fixture
def users(
    ministry: User, operator: User, officer: User, head: User, administrator: User
) -> dict[str, User]:
    """Everybody who works in the region, by role."""
    people = (ministry, operator, officer, head, administrator)
    names = ("ministry", "operator", "municipal", "head", "administrator")
    return dict(zip(names, people, strict=True))


@pytest.fixture
def group(region: Unit) -> Meeting:
    """A working group that was to be held a month ago."""
    return rows.meeting(region)


@pytest.fixture
def interview(region: Unit, municipality: Unit) -> Meeting:
    """An interview with the head of the municipality."""
    return rows.meeting(region, kind=Kind.INTERVIEW, about=municipality)


def held(meeting: Meeting, by: User) -> Meeting:
    """The meeting with one question, written down."""
    item = meetings.add_item(meeting.pk, topic="Итоги года", by=by)
    return meetings.hold(
        meeting.pk, attendees=["Директор"], heard={item.pk: "Справка"}, by=by
    )


@pytest.mark.parametrize("source", list(Status))
@pytest.mark.parametrize("target", list(Status))
def test_every_step_is_for_those_of_the_table(
    group: Meeting, users: dict[str, User], source: str, target: str
) -> None:
    open_to = {
        name
        for name, user in users.items()
        if target in states.open_to(states.MEETING, source, user, group.unit)
    }

    assert open_to == ALLOWED.get((str(source), str(target)), set())


def test_an_interview_takes_its_name_and_tells_the_municipality(
    region: Unit, municipality: Unit, ministry: User, officer: User
) -> None:
    values = {"kind": "interview", "about": municipality, "starts_at": timezone.now()}

    made = meetings.plan(region, values=values, by=ministry)
    later = values | {"starts_at": timezone.now() + dt.timedelta(days=1)}
    meetings.change(made.pk, values=later, by=ministry)
    meetings.change(made.pk, values=later, by=ministry)

    assert municipality.short_name in made.title
    assert Notification.objects.filter(user=officer).count() == 2


def test_an_interview_is_about_a_municipality_of_the_region(
    region: Unit, municipality: Unit, ministry: User, officer: User
) -> None:
    values = {"kind": "interview", "starts_at": timezone.now()}
    elsewhere = factories.municipality(factories.region())

    for about in (None, region, elsewhere):
        with pytest.raises(Refused):
            meetings.plan(region, values=values | {"about": about}, by=ministry)
    with pytest.raises(Refused):
        meetings.plan(municipality, values=values | {"about": municipality}, by=officer)
    with pytest.raises(PermissionDenied):
        meetings.plan(region, values=values | {"about": municipality}, by=officer)


def test_decisions_keep_the_municipality_they_are_about(
    region: Unit, municipality: Unit, ministry: User
) -> None:
    other = factories.municipality(region)
    values = {"kind": "interview", "about": municipality, "starts_at": timezone.now()}
    made = meetings.plan(region, values=values, by=ministry)
    meetings.change(made.pk, values=values | {"about": other}, by=ministry)
    rows.decision(made, other)

    with pytest.raises(Refused):
        meetings.change(made.pk, values=values, by=ministry)

    made.refresh_from_db()
    assert made.about == other


def test_nothing_is_held_ahead_or_without_anybody(
    group: Meeting, ministry: User
) -> None:
    with pytest.raises(Refused):
        meetings.hold(group.pk, attendees=[" "], heard={}, by=ministry)
    Meeting.objects.update(starts_at=timezone.now() + dt.timedelta(hours=1))
    with pytest.raises(Refused):
        meetings.hold(group.pk, attendees=["Директор"], heard={}, by=ministry)


def test_what_was_heard_is_written_anew_until_it_is_signed(
    group: Meeting, ministry: User
) -> None:
    held(group, ministry)
    item = group.agenda.get()

    again = meetings.hold(
        group.pk, attendees=["Министр"], heard={item.pk: "Доклад"}, by=ministry
    )

    item.refresh_from_db()
    assert (again.status, again.attendees) == (Status.HELD, ["Министр"])
    assert item.heard == "Доклад"


def test_nothing_changes_after_signing(group: Meeting, ministry: User) -> None:
    held(group, ministry)
    item = group.agenda.get()
    meetings.sign(group.pk, number="4", by=ministry)

    steps: list[Callable[[], object]] = [
        lambda: meetings.change(group.pk, values={"title": "Иначе"}, by=ministry),
        lambda: meetings.add_item(group.pk, topic="Ещё", by=ministry),
        lambda: meetings.change_item(item.pk, topic="Ещё", by=ministry),
        lambda: meetings.remove_item(item.pk, by=ministry),
        lambda: meetings.hold(group.pk, attendees=["Я"], heard={}, by=ministry),
        lambda: meetings.reopen(group.pk, reason="Ошибка", by=ministry),
        lambda: meetings.cancel(group.pk, reason="Ошибка", by=ministry),
    ]
    for step in steps:
        with pytest.raises(Refused):
            step()


def test_a_protocol_has_an_agenda_and_a_number_of_its_own(
    region: Unit, group: Meeting, ministry: User
) -> None:
    meetings.hold(group.pk, attendees=["Директор"], heard={}, by=ministry)
    with pytest.raises(Refused):
        meetings.sign(group.pk, number="1", by=ministry)
    meetings.add_item(group.pk, topic="Итоги", by=ministry)
    with pytest.raises(Refused):
        meetings.sign(group.pk, number=" ", by=ministry)
    meetings.sign(group.pk, number="1", by=ministry)
    other = held(rows.meeting(region), ministry)

    with pytest.raises(Refused):
        meetings.sign(other.pk, number="1", by=ministry)


def test_cancelling_keeps_the_reason_and_can_be_undone(
    interview: Meeting, ministry: User, officer: User
) -> None:
    with pytest.raises(Refused):
        meetings.cancel(interview.pk, reason=" ", by=ministry)
    meetings.cancel(interview.pk, reason="Болезнь", by=ministry)

    assert JournalEntry.objects.get(action="meeting_cancelled").reason == "Болезнь"
    assert Notification.objects.filter(user=officer).count() == 1
    assert meetings.reopen(interview.pk, reason="Ошибка", by=ministry).is_open


def test_questions_keep_their_order(group: Meeting, ministry: User) -> None:
    for topic in "абв":
        made = meetings.add_item(group.pk, topic=topic, by=ministry)
    meetings.change_item(made.pk, topic="в", place=1, by=ministry)
    meetings.add_item(group.pk, topic="г", place=2, by=ministry)
    meetings.remove_item(group.agenda.get(topic="а").pk, by=ministry)

    found = list(group.agenda.values_list("topic", "position"))
    assert found == [("в", 1), ("г", 2), ("б", 3)]


def test_a_question_taken_off_meanwhile_is_refused(
    group: Meeting, ministry: User
) -> None:
    row = rows.question(group)
    meetings.remove_item(row.pk, by=ministry)

    for act in (
        lambda: meetings.change_item(row.pk, topic="Иначе", by=ministry),
        lambda: meetings.remove_item(row.pk, by=ministry),
    ):
        with pytest.raises(Refused):
            act()


def test_a_municipality_sees_its_interview_and_no_other(
    region: Unit, interview: Meeting, group: Meeting, officer: User, head: User
) -> None:
    other = factories.municipality(region)
    theirs = rows.meeting(region, kind=Kind.INTERVIEW, about=other, status="signed")
    rows.decision(theirs, officer.memberships.get().unit)

    assert list(Meeting.objects.visible_to(officer)) == [interview]
    assert not Meeting.objects.visible_to(head).exists()


def test_a_municipality_sees_a_group_once_its_decisions_are_signed(
    group: Meeting, municipality: Unit, officer: User, ministry: User
) -> None:
    held(group, ministry)
    for _time in range(2):
        rows.decision(group, municipality)
    assert not Meeting.objects.visible_to(officer).exists()

    meetings.sign(group.pk, number="1", by=ministry)

    assert list(Meeting.objects.visible_to(officer)) == [group]
    assert Notification.objects.filter(user=officer).count() == 1


def test_the_other_side_reads_no_draft(
    interview: Meeting, ministry: User, officer: User, municipality: Unit
) -> None:
    held(interview, ministry)
    rows.decision(interview, municipality, text="Тайное решение")
    client = Client()
    client.force_login(officer)
    page = reverse("programs:meeting", args=[interview.pk])

    assert "Тайное решение" not in client.get(page).content.decode()
    paper = reverse("programs:meeting_docx", args=[interview.pk])
    assert client.get(paper).status_code == 403

    meetings.sign(interview.pk, number="1", by=ministry)

    assert "Тайное решение" in client.get(page).content.decode()


# ---- the yearly round ----


@pytest.fixture
def places(region: Unit) -> list[Unit]:
    """Seven municipalities."""
    return [factories.municipality(region) for _ in range(7)]


def test_the_round_takes_working_days_and_skips_those_that_have_theirs(
    region: Unit, places: list[Unit], ministry: User
) -> None:
    at = dt.datetime(2027, 1, 20, 10, tzinfo=dt.UTC)
    rows.meeting(region, kind=Kind.INTERVIEW, about=places[0], starts_at=at)
    rows.meeting(
        region, kind=Kind.INTERVIEW, about=places[1], starts_at=at, status="cancelled"
    )
    DayOff.objects.create(unit=region, on=dt.date(2027, 3, 2))
    wish = Wish(MONDAY, dt.date(2027, 3, 31), dt.time(10))

    shown = interviews.propose(region, wish)
    made = interviews.plan(region, wish, by=ministry)

    assert shown.skipped == [places[0]]
    assert {row.about for row in made} == set(places[1:])
    days = [timezone.localdate(row.starts_at).day for row in made]
    assert days == [1, 3, 4, 5, 9, 10]
    assert all(row.agenda.count() == 3 for row in made)
    with pytest.raises(Refused):
        interviews.plan(region, wish, by=ministry)


def test_several_a_day_an_hour_apart_and_never_too_many(
    region: Unit, places: list[Unit], ministry: User, operator: User
) -> None:
    with pytest.raises(Refused):
        interviews.propose(region, Wish(MONDAY, MONDAY, dt.time(9), 6))

    shown = interviews.propose(region, Wish(MONDAY, MONDAY, dt.time(9), 7))

    hours = [timezone.localtime(slot.starts_at).hour for slot in shown.slots]
    assert hours == [9, 10, 11, 12, 13, 14, 15]


def test_a_municipality_holds_no_round(municipality: Unit, officer: User) -> None:
    with pytest.raises(Refused):
        interviews.plan(municipality, Wish(MONDAY, MONDAY, dt.time(9)), by=officer)


def test_the_page_shows_first_and_plans_after(
    region: Unit, places: list[Unit], ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)
    url = reverse("programs:interviews_plan")
    asked = {
        "unit": region.pk,
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-31",
        "at": "10:00",
        "a_day": "2",
    }

    shown = client.post(url, asked).content.decode()
    assert places[0].short_name in shown
    assert not Meeting.objects.exists()

    client.post(url, asked | {"confirmed": "1"})
    assert Meeting.objects.count() == len(places)


# ---- lists and files ----


@pytest.mark.parametrize("tab", reading.TABS)
def test_lists_ask_the_same_number_of_queries(
    region: Unit,
    ministry: User,
    places: list[Unit],
    tab: str,
    django_assert_max_num_queries: object,
) -> None:
    for place in places:
        rows.meeting(region, kind=Kind.INTERVIEW, about=place)
        signed = rows.meeting(region, about=None, status="signed")
        rows.decision(signed, place, due_on=timezone.localdate() - dt.timedelta(days=1))
    client = Client()
    client.force_login(ministry)

    with django_assert_max_num_queries(45):  # type: ignore[operator]
        page = client.get(reverse("programs:meetings"), {"tab": tab})

    assert page.context["page"].paginator.count == len(places)


@pytest.fixture
def paper(
    interview: Meeting, ministry: User, municipality: Unit
) -> meeting_paper.Paper:
    """The draft protocol of an interview with a decision."""
    held(interview, ministry)
    rows.decision(interview, municipality)
    return meeting_paper.paper(Meeting.objects.get(pk=interview.pk))


EXPECTED = (
    "Протокол собеседования",
    "ПРОЕКТ",
    "Министерство образования края",
    "Директор",
    "Итоги года",
    "Справка",
    "Провести семинар для руководителей школ",
    "Начальник управления",
)


def test_the_docx_says_who_decided_what(paper: meeting_paper.Paper) -> None:
    document = Document(io.BytesIO(protocol_docx.rendered(paper)))
    cells = [cell.text for table in document.tables for cell in table._cells]
    text = "\n".join([*(line.text for line in document.paragraphs), *cells])

    assert [word for word in EXPECTED if word not in text] == []
    assert document.core_properties.language == "ru-RU"


def test_the_pdf_says_the_same_and_is_tagged(
    paper: meeting_paper.Paper, tmp_path: Path
) -> None:
    data = protocol_pdf.rendered(paper)
    place = tmp_path / "file.pdf"
    place.write_bytes(data)
    found = subprocess.run(
        ["pdftotext", "-layout", str(place), "-"], capture_output=True, check=True
    )
    text = found.stdout.decode()

    for word in " ".join(EXPECTED).split():
        assert word in text
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru"


def test_a_signed_protocol_is_no_draft_and_downloads_are_on_record(
    interview: Meeting, paper: meeting_paper.Paper, ministry: User, officer: User
) -> None:
    meetings.sign(interview.pk, number="7-с", by=ministry)
    signed = meeting_paper.paper(Meeting.objects.get(pk=interview.pk))
    client = Client()
    client.force_login(officer)

    page = client.get(reverse("programs:meeting_pdf", args=[interview.pk]))

    assert (signed.is_draft, signed.number) == (False, "7-с")
    assert page.content.startswith(b"%PDF")
    entry = JournalEntry.objects.get(action="meeting_exported")
    assert (entry.by, entry.details["form"]) == (officer, "pdf")
