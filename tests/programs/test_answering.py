"""Who answers for an event now: handed over, counted, carried; the text stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import Body, JournalEntry, Notification
from programs import roadmap_sheets
from programs.models import Event, EventBody, ProgramBody
from programs.reading import (
    differences,
    evaluation,
    events,
    feed_entries,
    open_programs,
    overdue,
    rows,
    text_of,
)
from programs.reading.filters import Chosen
from programs.reading.passport import Passport
from programs.services import answering, documents, editions, findings, reminders
from programs.texts import EventText
from tests.programs import factories

TODAY = timezone.localdate()
LATE = TODAY - dt.timedelta(days=5)
WHY = "Кафедра передана министерству"


@pytest.fixture(autouse=True)
def _no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks find is tested apart."""
    monkeypatch.setattr(findings, "check", lambda _program: None)


def named(program, key: str, kind: str, name: str) -> ProgramBody:
    """A body of the document that the portal knows."""
    known = Body.objects.create(unit=program.unit, kind=kind, name=name)
    row = factories.body(program, key, name=name, aliases=[])
    ProgramBody.objects.filter(pk=row.pk).update(body=known)
    return ProgramBody.objects.select_related("body").get(pk=row.pk)


@pytest.fixture
def program(region, ministry):
    """A program in force around today that names an institute and a ministry."""
    made = factories.program(
        region,
        published_by=ministry,
        starts_on=TODAY.replace(month=1, day=1),
        ends_on=dt.date(TODAY.year + 1, 12, 31),
    )
    named(made, "operator", Body.Kind.REGIONAL_OPERATOR, "Институт")
    named(made, "ministry", Body.Kind.REGIONAL_AUTHORITY, "Министерство")
    return made


@pytest.fixture
def authority(program):
    """The ministry as the document names it."""
    return program.bodies.get(key="ministry")


@pytest.fixture
def institute(program):
    """The institute as the document names it."""
    return program.bodies.get(key="operator")


@pytest.fixture
def event(program):
    """A seminar of the institute, its only date overdue."""
    row = factories.event(program)
    factories.occurrence(row, starts_on=LATE, due_on=LATE)
    return row


def handed(event: Event, to: ProgramBody, by) -> Event:
    """The event handed over."""
    return answering.hand_over(event.pk, bodies=[to.pk], reason=WHY, by=by)


def leading(event: Event, user) -> events.Row:
    """The event as a row of the roadmap."""
    chosen = Chosen.from_query({"year": "all"}, user, TODAY)
    whole = events.whole(Event.objects.filter(pk=event.pk))
    return events.rows_of(chosen, whole)[0]


def client_of(user) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(user)
    return client


# The step


def test_another_body_answers_from_today(event, authority, ministry) -> None:
    handed(event, authority, ministry)

    row = leading(event, ministry)
    assert (row.leading, row.by_document) == (["Министерство"], ["Институт"])
    assert row.handed_on == TODAY
    entry = JournalEntry.objects.get(action="event_handed_over")
    assert (entry.by, entry.reason, entry.subject_id) == (ministry, WHY, event.pk)
    assert entry.details == {"was": ["Институт"], "now": ["Министерство"]}


def test_it_is_handed_back_the_same_way(event, authority, institute, ministry) -> None:
    handed(event, authority, ministry)

    handed(event, institute, ministry)

    row = leading(event, ministry)
    assert (row.leading, row.handed_on) == (["Институт"], None)
    assert not EventBody.objects.filter(since_issue=True).exists()


def test_a_helper_and_several_may_answer(event, authority, institute, ministry) -> None:
    EventBody.objects.create(
        event=event, program_body=authority, is_responsible=False, in_charge=False
    )

    answering.hand_over(
        event.pk, bodies=[authority.pk, institute.pk], reason=WHY, by=ministry
    )
    assert sorted(leading(event, ministry).leading) == ["Институт", "Министерство"]
    handed(event, institute, ministry)

    helper = event.bodies.get(program_body=authority)
    assert (helper.in_charge, helper.since_issue, helper.handed_on) == (
        False,
        False,
        None,
    )


@pytest.mark.parametrize("who", ["officer", "head", "outsider", "administrator"])
def test_only_who_manages_the_program_hands_over(
    event, authority, who, request
) -> None:
    with pytest.raises(PermissionDenied):
        handed(event, authority, request.getfixturevalue(who))
    assert not EventBody.objects.filter(in_charge=False).exists()


def test_the_operator_manages_too(event, authority, operator) -> None:
    assert handed(event, authority, operator).pk == event.pk


def test_refused_without_a_ground(
    event, authority, institute, region, ministry
) -> None:
    alien = factories.body(factories.program(region), "alien", name="Чужой")
    for bodies, reason in (
        ([], WHY),
        ([authority.pk], "  "),
        ([alien.pk], WHY),
        ([authority.pk, alien.pk], WHY),
        ([institute.pk], WHY),
    ):
        with pytest.raises(Refused):
            answering.hand_over(event.pk, bodies=bodies, reason=reason, by=ministry)
    assert not JournalEntry.objects.filter(action="event_handed_over").exists()


@pytest.mark.parametrize("status", ["draft", "replaced", "finished"])
def test_refused_outside_a_program_in_force(
    program, event, authority, ministry, status
) -> None:
    type(program).objects.filter(pk=program.pk).update(status=status)

    with pytest.raises(Refused):
        handed(event, authority, ministry)


def test_the_database_keeps_the_words_and_the_order(event, authority) -> None:
    row = event.bodies.get()
    for change in ({"is_responsible": False}, {"program_body": authority}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventBody.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventBody.objects.create(
            event=event, program_body=authority, since_issue=True, in_charge=False
        )


def test_the_new_body_is_told_and_reminded(
    event, authority, institute, operator, ministry
) -> None:
    handed(event, authority, operator)
    told = Notification.objects.filter(key__startswith="programs:handed")
    assert [row.user for row in told] == [ministry]

    reminders.remind(TODAY)

    keys = Notification.objects.filter(key__startswith="programs:events")
    assert [row.user for row in keys] == [ministry]


# What goes by who answers now, and what by the document


def test_tracking_goes_by_who_answers_now(
    program, event, authority, institute, ministry
) -> None:
    handed(event, authority, ministry)
    chosen = Chosen.from_query({"year": "all"}, ministry, TODAY)

    def found(body: ProgramBody) -> list[int]:
        query = {"year": "all", "body": str(body.body_id)}
        by_body = Chosen.from_query(query, ministry, TODAY)
        return [row.pk for row in by_body.events()]

    assert (found(authority), found(institute)) == ([event.pk], [])
    assert chosen.bodies() == [(str(authority.body_id), "Министерство")]
    late = overdue.bodies(chosen, overdue.OVERDUE)
    assert [(line.key, line.count) for line in late] == [(str(authority.body_id), 1)]
    figures = evaluation.figures(program, None)["bodies"]
    assert [(row["name"], row["overdue"]) for row in figures] == [("Министерство", 1)]
    sheet = roadmap_sheets.events([leading(event, ministry)])
    assert any("Министерство" in map(str, row) for row in sheet.rows)


def test_calendar_and_gantt_name_who_answers_now(
    program, event, authority, ministry
) -> None:
    handed(event, authority, ministry)

    (row,) = feed_entries.occurrences(ministry, [])
    gantt = client_of(ministry).get(reverse("programs:gantt")).content.decode()

    assert [str(one) for one in row.event.bodies.all()] == ["Министерство"]
    assert "Министерство" in gantt
    assert "<small>Институт</small>" not in gantt


def test_the_text_stays_as_it_was_issued(program, event, authority, ministry) -> None:
    before = text_of.of(program)
    listed = open_programs.lines(program, TODAY)

    handed(event, authority, ministry)

    assert text_of.of(program) == before
    assert [row.bodies for row in open_programs.lines(program, TODAY)] == [
        row.bodies for row in listed
    ]
    counts = {one.body.key: one.events for one in Passport(program, TODAY).bodies}
    assert counts == {"operator": 1, "ministry": 0}
    (line,) = rows.lines(program, rows.of(program))
    assert [row.program_body.key for row in line.leading] == ["operator"]
    assert line.helping == []


# Editions


def renewed(program, by, **changes: str):
    """The next edition in force; its rows as they were but for what is said."""
    made = editions.new_edition(program.pk, edition_on=TODAY, by=by)
    assert differences.between(program, made) == []
    if changes:
        texts = [
            EventText(**{**vars(row), **changes}) for row in text_of.of(made).events
        ]
        documents.replace_events(made.pk, texts, by=by)
    return editions.publish(made.pk, by=by)


def test_a_new_edition_carries_who_answers(program, event, authority, ministry) -> None:
    handed(event, authority, ministry)
    day = TODAY - dt.timedelta(days=30)
    EventBody.objects.filter(since_issue=True).update(handed_on=day)

    made = renewed(program, ministry)

    row = leading(made.events.get(), ministry)
    assert (row.leading, row.by_document) == (["Министерство"], ["Институт"])
    assert row.handed_on == day
    page = client_of(ministry).get(reverse("programs:event", args=[row.event.pk]))
    assert WHY in page.content.decode()


def test_a_text_that_names_another_decides_anew(
    program, event, authority, ministry
) -> None:
    named(program, "center", Body.Kind.OPERATOR_UNIT, "Центр")
    handed(event, authority, ministry)

    made = renewed(program, ministry, responsible=("center",))

    row = leading(made.events.get(), ministry)
    assert (row.leading, row.handed_on) == (["Центр"], None)


def test_a_body_that_is_listed_no_more_is_left_out(
    program, event, authority, ministry
) -> None:
    handed(event, authority, ministry)
    draft = editions.new_edition(program.pk, edition_on=TODAY, by=ministry)
    draft.bodies.filter(key="ministry").delete()

    made = editions.publish(draft.pk, by=ministry)

    assert leading(made.events.get(), ministry).leading == ["Институт"]


# Pages


def test_the_page_asks_and_says_who_answers(event, authority, ministry) -> None:
    client = client_of(ministry)
    url = reverse("programs:event_responsible", args=[event.pk])
    page = reverse("programs:event", args=[event.pk])
    assert url in client.get(page).content.decode()

    asked = client.get(url).content.decode()
    refused = client.post(url, {"bodies": [authority.pk], "reason": ""})
    done = client.post(url, {"bodies": [authority.pk], "reason": WHY})

    assert "Институт" in asked
    assert refused.status_code == 200
    assert done.status_code == 302
    shown = client.get(page).content.decode()
    assert "Институт → Министерство" in shown
    assert WHY in shown


def test_the_page_is_for_those_who_manage(event, officer, head) -> None:
    url = reverse("programs:event_responsible", args=[event.pk])
    for user in (officer, head):
        client = client_of(user)
        assert client.get(url).status_code == 403
        page = client.get(reverse("programs:event", args=[event.pk]))
        assert url not in page.content.decode()


def test_many_are_handed_over_at_once(program, event, authority, ministry) -> None:
    other = factories.event(program)
    url, client = reverse("programs:events_bulk"), client_of(ministry)
    query = {"event": [event.pk, other.pk], "step": "responsible"}
    assert "Министерство" in client.get(url, query).content.decode()

    client.post(url, {**query, "bodies": [authority.pk], "reason": WHY})

    now = EventBody.objects.in_charge().values_list("program_body__key", flat=True)
    assert list(now) == ["ministry", "ministry"]


def test_all_are_handed_over_or_none(
    program, event, authority, region, ministry
) -> None:
    other = factories.program(region, published_by=ministry)
    twin = factories.body(other, "dpo", name="Департамент", aliases=[])
    far = factories.event(other)
    client, url = client_of(ministry), reverse("programs:events_bulk")
    query = {"event": [event.pk, far.pk], "step": "responsible", "reason": WHY}

    report = client.post(url, {**query, "bodies": [authority.pk]})
    assert far.name in report.content.decode()
    assert not EventBody.objects.filter(since_issue=True).exists()

    ProgramBody.objects.filter(pk=twin.pk).update(body=authority.body)
    done = client.post(url, {**query, "bodies": [authority.pk]})
    assert done.status_code == 302
    assert leading(far, ministry).leading == ["Министерство"]


def test_dates_alone_are_not_handed_over(event, ministry) -> None:
    query = {"date": [event.occurrences.get().pk], "step": "responsible"}

    answer = client_of(ministry).get(reverse("programs:events_bulk"), query)

    assert answer.url == reverse("programs:events")
