"""Pages of program documents: who sees what, drafts, deadlines, editions, files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs.models import (
    Clause,
    Event,
    Finding,
    Program,
    Stage,
    TargetIndicator,
    TargetValue,
)
from programs.reading import documents, progress, redline, rows, targets
from programs.services import draft_parts, drafts
from tests.programs import factories

TODAY = factories.TODAY


@pytest.fixture
def draft(region: Unit) -> Program:
    return factories.program(region, code="draft")


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    return factories.program(region, published_by=ministry)


def signed_in(user: User) -> Client:
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *args: object) -> str:
    """The address of a page of programs."""
    return reverse(f"programs:{name}", args=args)


def event_values(**changes: object) -> dict[str, object]:
    """A row of the plan as its form sends it."""
    values = {
        "form": "event",
        "number": "1.1",
        "name": "Семинар для руководителей",
        "kind": "seminar",
        "schedule_original": "май 2026 г.",
        "expected_result": "не менее 40 % руководителей ОО",
        "runs": "whole",
        "bodies_original": "",
        "awaits_document": "",
        "notes": "",
    }
    return {**values, **changes}


# Side by side


def test_documents_stand_side_by_side_with_their_counts(
    program: Program, head: User
) -> None:
    factories.event(program)
    factories.event(program, schedule_kind="undated", starts_on=None, ends_on=None)
    factories.event(program, form=Event.Form.RECOMMENDATION)
    Finding.objects.create(program=program, code="X", mark="1", severity="error")

    [row] = documents.rows_of(documents.listed(head))

    assert (row.plan.events, row.plan.recommendations, row.plan.undated) == (2, 1, 1)
    assert (row.errors, row.warnings, row.targets) == (1, 0, 0)


def test_the_comparison_needs_as_many_queries_for_many_documents(
    region: Unit, ministry: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(ministry)
    factories.event(factories.program(region))
    client.get(address("home"))
    with CaptureQueriesContext(connection) as queries:
        client.get(address("home"))
    for _number in range(6):
        factories.event(factories.program(region))

    with django_assert_num_queries(len(queries)):
        client.get(address("home"))


def test_filters_narrow_the_list_and_its_workbook(
    region: Unit, program: Program, ministry: User
) -> None:
    factories.program(region, kind="letter", short_name="Письмо школам")
    client = signed_in(ministry)

    body = client.get(address("home"), {"kind": "letter"}).content.decode()
    book = client.get(address("home_xlsx"), {"kind": "letter"}).content

    assert "Письмо школам" in body
    assert program.short_name not in body
    sheet = openpyxl.load_workbook(BytesIO(book)).active
    assert sheet.max_row == 3


def test_drafts_are_seen_by_those_who_write_them(
    draft: Program, ministry: User, officer: User, outsider: User
) -> None:
    assert draft.short_name in signed_in(ministry).get(address("home")).content.decode()
    for user in (officer, outsider):
        client = signed_in(user)
        assert draft.short_name not in client.get(address("home")).content.decode()
        assert client.get(address("program", draft.pk)).status_code == 404


# The passport


def test_the_passport_says_what_blocks_and_what_the_document_holds(
    draft: Program, ministry: User
) -> None:
    Finding.objects.create(program=draft, code="X", mark="1", severity="error")
    draft.clauses.create(kind=Clause.Kind.ANNEX, text="Состав", is_present=False)
    draft.clauses.create(
        kind=Clause.Kind.RESULT, text="Сообщества", deadline_original="к концу 2026"
    )
    factories.event(draft)

    body = signed_in(ministry).get(address("program", draft.pk)).content.decode()

    assert "alert-danger" in body
    assert "Состав" in body
    assert "к концу 2026" in body
    assert factories.body(draft).name in body


def test_a_row_that_is_past_its_day_is_late_and_others_ahead(program: Program) -> None:
    span = progress.span_of(program, TODAY)
    late, ahead = factories.event(program), factories.event(program)
    factories.occurrence(
        late, starts_on=dt.date(2026, 10, 1), due_on=dt.date(2026, 10, 31)
    )
    factories.occurrence(
        ahead, starts_on=dt.date(2026, 12, 1), due_on=dt.date(2026, 12, 31)
    )

    states = progress.of_events(program, span, TODAY)

    assert states == {late.pk: progress.LATE, ahead.pk: progress.AHEAD}


def test_what_was_overdue_last_year_stays_overdue(program: Program) -> None:
    event = factories.event(program)
    factories.occurrence(
        event, starts_on=dt.date(2026, 10, 1), due_on=dt.date(2026, 10, 31)
    )
    day = dt.date(2027, 3, 1)

    states = progress.of_events(program, progress.span_of(program, day), day)

    assert states == {event.pk: progress.LATE}


def test_rows_stand_under_their_headings(draft: Program) -> None:
    track = factories.section(draft)
    inner = factories.section(draft, "Проблема", kind="problem", parent=track)
    below = factories.event(draft, section=inner)
    loose = factories.event(draft, section=None)

    lines = rows.lines(draft, rows.of(draft))

    assert [line.section or line.event for line in lines] == [
        loose,
        track,
        inner,
        below,
    ]
    assert [line.depth for line in lines] == [0, 0, 1, 2]


# Drafts


def test_a_document_is_begun_with_its_passport(ministry: User, region: Unit) -> None:
    values = {
        "unit": region.pk,
        "kind": "letter",
        "level": "municipal",
        "name": "Адресные рекомендации",
        "short_name": "Рекомендации",
        "territory": "Район",
        "act": "letter",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }

    response = signed_in(ministry).post(address("program_add"), values)

    made = Program.objects.get()
    assert response.url == address("program", made.pk)
    assert (made.code, made.created_by, made.status) == (
        "letter-2026",
        ministry,
        "draft",
    )
    assert JournalEntry.objects.filter(action="program_written").exists()


def test_days_in_the_wrong_order_are_refused(ministry: User, draft: Program) -> None:
    client = signed_in(ministry)
    page = client.get(address("program_edit", draft.pk))
    values = {
        name: value
        for name, value in page.context["form"].initial.items()
        if value not in (None, False)
    }

    response = client.post(
        address("program_edit", draft.pk), {**values, "ends_on": "2025-01-01"}
    )

    assert response.status_code == 200
    assert "ends_on" in response.context["form"].errors


def test_another_period_reads_the_deadlines_anew(
    draft: Program, ministry: User
) -> None:
    event = factories.event(draft, schedule_original="ежегодно")
    draft.ends_on = dt.date(2026, 12, 31)

    drafts.change(draft, by=ministry)

    event.refresh_from_db()
    assert event.ends_on == dt.date(2026, 12, 31)


def test_parts_of_a_draft_are_written_and_taken_out(
    draft: Program, ministry: User
) -> None:
    client = signed_in(ministry)
    stage = {
        "number": "1",
        "name": "Первый",
        "starts_on": "2026-01-01",
        "ends_on": "2026-03-31",
    }

    client.post(address("clause_add", draft.pk, "task"), {"text": "Готовить резерв"})
    client.post(address("stage_add", draft.pk), stage)
    client.post(
        address("body_add", draft.pk),
        {"name": "Ин-т", "words": "ИРО, институт", "role": "executor"},
    )
    client.post(address("section_add", draft.pk), {"kind": "track", "name": "Трек"})

    assert draft.clauses.get().kind == Clause.Kind.TASK
    assert Stage.objects.get().name == "Первый"
    assert draft.bodies.get().aliases == ["ИРО", "институт"]
    client.post(address("clause_remove", draft.clauses.get().pk))
    assert not draft.clauses.exists()
    assert JournalEntry.objects.filter(action="program_changed").count() == 5


@pytest.mark.parametrize(
    ("place", "order"),
    [("", "абвг"), ("1", "габв"), ("2", "агбв"), ("4", "абвг"), ("99", "абвг")],
)
def test_a_clause_takes_the_place_asked_for(
    draft: Program, ministry: User, place: str, order: str
) -> None:
    """The others keep their order, and those of other kinds their places."""
    client = signed_in(ministry)
    task = draft.clauses.create(kind=Clause.Kind.TASK, text="задача", position=2)
    for position, text in enumerate("абв", 1):
        draft.clauses.create(kind=Clause.Kind.RESULT, text=text, position=position)

    page = address("clause_add", draft.pk, "result")
    client.post(page, {"text": "г", "place": place})

    rows = draft.clauses.filter(kind=Clause.Kind.RESULT)
    assert "".join(rows.values_list("text", flat=True)) == order
    task.refresh_from_db()
    assert task.position == 2


def test_a_section_moves_among_those_within_the_same_one(
    draft: Program, ministry: User
) -> None:
    first, second = (
        factories.section(draft, name, position=1) for name in ("Первый", "Второй")
    )
    inner = factories.section(draft, "Внутри", parent=first, position=7)
    values = {"kind": "track", "number": "2", "name": "Второй", "place": "1"}

    signed_in(ministry).post(address("section_edit", second.pk), values)

    assert list(draft.sections.filter(parent=None)) == [second, first]
    inner.refresh_from_db()
    assert inner.position == 7


def test_a_second_stage_of_a_number_is_refused(draft: Program, ministry: User) -> None:
    row = {
        "number": "1",
        "name": "Первый",
        "starts_on": "2026-01-01",
        "ends_on": "2026-03-31",
    }
    client = signed_in(ministry)
    client.post(address("stage_add", draft.pk), row)

    response = client.post(address("stage_add", draft.pk), row)

    assert response.context["form"].non_field_errors()
    assert draft.stages.count() == 1


def test_a_body_that_events_name_stays(draft: Program, ministry: User) -> None:
    factories.event(draft)

    with pytest.raises(Refused):
        draft_parts.remove(factories.body(draft), by=ministry)


def test_an_issued_text_has_no_pages_of_change(
    program: Program, ministry: User
) -> None:
    event = factories.event(program)
    client = signed_in(ministry)

    assert client.get(address("program_edit", program.pk)).status_code == 404
    assert client.get(address("event_edit", event.pk)).status_code == 404
    with pytest.raises(Refused):
        drafts.opened(program.pk, ministry)


def test_a_draft_is_thrown_away_with_its_rows(draft: Program, ministry: User) -> None:
    section = factories.section(draft)
    factories.event(draft, section=section)

    signed_in(ministry).post(address("program_drop", draft.pk))

    assert not Program.objects.exists()
    assert JournalEntry.objects.filter(action="program_dropped").exists()


# Targets


def test_both_figures_of_a_contradiction_stand_until_one_is_chosen(
    draft: Program, ministry: User
) -> None:
    row = TargetIndicator.objects.create(
        program=draft, number="5", name="Практики", measure="count"
    )
    for place, value in (("паспорт", 2), ("раздел 4", 20)):
        signed_in(ministry).post(
            address("value_add", row.pk),
            {"year": "2026", "value": value, "variant": place},
        )
    [line] = targets.table_of(draft).lines
    assert line.cells[0].shown == [Decimal(2), Decimal(20)]

    other = TargetValue.objects.get(variant="раздел 4")
    signed_in(ministry).post(
        address("value_choose", other.pk), {"reason": "Раздел 4 подробнее"}
    )

    [line] = targets.table_of(draft).lines
    assert line.cells[0].shown == [Decimal(20)]
    assert TargetValue.objects.filter(is_chosen=True).get() == other


# Rows of the plan


def test_the_words_of_a_deadline_are_read_while_one_types(
    draft: Program, ministry: User
) -> None:
    client = signed_in(ministry)
    url = address("event_understood", draft.pk)

    read = client.get(url, {"schedule_original": "май 2026 г."})
    unread = client.get(url, {"schedule_original": "после утверждения бюджета"})
    empty = client.get(url)

    assert read.context["understood"].count == 1
    assert unread.context["understood"].is_unread
    assert empty.context["understood"].is_undated


def test_a_row_is_written_with_its_deadline_and_target(
    draft: Program, ministry: User
) -> None:
    body = factories.body(draft)
    client = signed_in(ministry)

    client.post(address("event_add", draft.pk), event_values(responsible=[body.pk]))

    event = draft.events.get()
    assert (event.starts_on, event.ends_on) == (
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 31),
    )
    assert event.bodies.get().program_body == body
    assert event.targets.get().value == 40


def test_showing_what_is_understood_saves_nothing(
    draft: Program, ministry: User
) -> None:
    response = signed_in(ministry).post(
        address("event_add", draft.pk), event_values(look="1")
    )

    assert response.status_code == 200
    assert response.context["understood"].count == 1
    assert not draft.events.exists()


def test_a_new_row_comes_after_those_of_its_section(
    draft: Program, ministry: User
) -> None:
    first, second = factories.section(draft), factories.section(draft, "Второй")
    factories.event(draft, section=first, position=1)
    last = factories.event(draft, section=second, position=2)

    signed_in(ministry).post(
        address("event_add", draft.pk), event_values(section=first.pk)
    )

    last.refresh_from_db()
    assert draft.events.get(number="1.1").position == 2
    assert last.position == 3


def test_a_recommendation_becomes_an_event(draft: Program, ministry: User) -> None:
    row = factories.event(draft, form=Event.Form.RECOMMENDATION)

    response = signed_in(ministry).post(address("event_to_plan", row.pk))

    row.refresh_from_db()
    assert row.form == Event.Form.EVENT
    assert response.url == address("event_edit", row.pk)


def test_an_unread_deadline_of_an_issued_row_is_corrected(
    program: Program, operator: User, officer: User
) -> None:
    event = factories.event(
        program,
        schedule_original="после каникул",
        schedule_kind="unread",
        schedule={},
        starts_on=None,
        ends_on=None,
    )
    url = address("event_correct", event.pk)

    assert signed_in(officer).get(url).status_code == 403
    signed_in(operator).post(url, {"words": "апрель 2026 г."})

    event.refresh_from_db()
    assert event.schedule_original == "после каникул"
    assert event.starts_on == dt.date(2026, 4, 1)


def test_the_rows_page_warns_of_recommendations(draft: Program, ministry: User) -> None:
    factories.event(draft, form=Event.Form.RECOMMENDATION)

    body = signed_in(ministry).get(address("program_rows", draft.pk)).content.decode()

    assert address("event_to_plan", draft.events.get().pk) in body


# Editions


def test_publishing_says_what_blocks_and_then_does_it(
    draft: Program, ministry: User, operator: User
) -> None:
    factories.event(draft)
    url = address("program_publish", draft.pk)
    client = signed_in(ministry)
    assert signed_in(operator).get(url).status_code == 403

    finding = Finding.objects.create(
        program=draft, code="X", mark="own", severity="error"
    )
    assert client.get(url).context["asked"].is_blocked
    finding.delete()
    Finding.objects.all().delete()

    page = client.get(url)

    assert not page.context["asked"].is_blocked
    assert page.context["lines"]


def test_a_new_edition_is_a_draft_whose_differences_are_shown(
    program: Program, ministry: User
) -> None:
    factories.event(program, name="Семинар в 2 муниципалитетах")
    client = signed_in(ministry)

    client.post(address("edition_add", program.pk), {"edition_on": "2026-11-20"})
    draft = Program.objects.get(previous=program)
    event = draft.events.get()
    Event.objects.filter(pk=event.pk).update(name="Семинар в 3 муниципалитетах")
    body = client.get(address("edition_differences", draft.pk)).content.decode()

    assert "<del>" in body
    assert "<ins>" in body


def test_a_redline_shows_the_words_that_changed() -> None:
    found = list(
        redline.pieces("десант в 2 муниципалитета", "десант в 3 муниципалитета")
    )

    assert [(one.kind, one.words) for one in found] == [
        ("same", "десант в "),
        ("gone", "2"),
        ("new", "3"),
        ("same", " муниципалитета"),
    ]


def test_a_carried_over_program_begins_on_the_same_day(
    program: Program, ministry: User
) -> None:
    factories.event(program)
    client = signed_in(ministry)
    url = address("carry_over", program.pk)

    wrong = client.post(url, {"starts_on": "2028-02-01", "ends_on": "2029-12-31"})
    client.post(url, {"starts_on": "2028-01-01", "ends_on": "2029-12-31"})

    assert "starts_on" in wrong.context["form"].errors
    made = Program.objects.exclude(pk=program.pk).get()
    assert made.events.get().starts_on == dt.date(2028, 11, 1)


def test_a_document_is_served_as_a_workbook(program: Program, officer: User) -> None:
    factories.event(program, section=factories.section(program))

    response = signed_in(officer).get(address("program_xlsx", program.pk))

    book = openpyxl.load_workbook(BytesIO(response.content))
    assert len(book.sheetnames) == 3
    assert book.worksheets[1].max_row == 3


def seen_by(client: Client, page: str) -> dict[str, str]:
    """What the hidden field of the form carries."""
    form = client.get(page).context["form"]
    return {"seen": form["seen"].value()}


def test_words_of_another_are_not_overwritten_unseen(
    draft: Program, ministry: User, operator: User
) -> None:
    """The first to save wins; the second sees both, and decides."""
    row = factories.event(draft)
    first, second = signed_in(ministry), signed_in(operator)
    page = address("event_edit", row.pk)
    first.post(page, event_values())
    mine, theirs = seen_by(first, page), seen_by(second, page)

    second.post(page, event_values(name="Вебинар", **theirs))
    refused = first.post(page, event_values(name="Практикум", **mine))

    row.refresh_from_db()
    assert row.name == "Вебинар"
    assert "Вебинар" in str(refused.context["form"].errors["name"])
    assert set(refused.context["form"].errors) == {"name"}

    again = {"seen": refused.context["form"]["seen"].value()}
    first.post(page, event_values(name="Практикум", **again))
    row.refresh_from_db()
    assert row.name == "Практикум"


def test_bodies_named_meanwhile_are_seen_too(
    draft: Program, ministry: User, operator: User
) -> None:
    row, body = factories.event(draft), factories.body(draft)
    page = address("event_edit", row.pk)
    first, second = signed_in(ministry), signed_in(operator)
    first.post(page, event_values())
    mine, theirs = seen_by(first, page), seen_by(second, page)

    second.post(page, event_values(responsible=[body.pk], **theirs))
    refused = first.post(page, event_values(**mine))

    assert str(body) in str(refused.context["form"].errors["responsible"])
    assert row.bodies.get().program_body == body


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"name": 5}', '{"unknown": "x"}'])
def test_a_broken_mark_breaks_nothing(
    draft: Program, ministry: User, text: str
) -> None:
    row = factories.event(draft)
    answer = signed_in(ministry).post(
        address("event_edit", row.pk), event_values(seen=text)
    )
    assert answer.status_code in (200, 302)


def test_the_passport_knows_what_was_seen(
    draft: Program, ministry: User, operator: User
) -> None:
    client = signed_in(ministry)
    page = address("program_edit", draft.pk)
    form = client.get(page).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    Program.objects.filter(pk=draft.pk).update(goal="Другая цель")

    refused = client.post(page, values)

    assert "Другая цель" in str(refused.context["form"].errors["goal"])
    draft.refresh_from_db()
    assert draft.goal == "Другая цель"


def test_a_growth_is_named_where_no_amount_is_set(
    program: Program, ministry: User
) -> None:
    """«> 0» beside a level of 68 would say nothing."""
    values = {"measure": "dynamics", "unit_name": "points", "operator": "gt"}
    factories.indicator(program, **values, goal=0, baseline=61)
    factories.indicator(program, **values, goal=5, baseline=61)

    page = signed_in(ministry).get(address("program", program.pk))

    text = " ".join(page.content.decode().split())
    assert (text.count("&gt; 0"), text.count("&gt; 5")) == (0, 1)
    assert text.count("> рост <") == 1
