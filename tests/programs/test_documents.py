"""Whole texts become drafts and come back; rows are added all or none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from portal.errors import Refused
from portal.models import Body, JournalEntry, Unit, User
from programs import text_files
from programs.models import AwaitedDocument, Event, Program, Section
from programs.reading import differences, text_of
from programs.services import documents
from programs.texts import BodyText, EventText, ProgramText, SectionText
from tests.programs import factories

COUNTS = {
    "khabarovsk-2023": (34, 2, 9),
    "kamyshin-2022": (16, 4, 5),
    "smolensk-2022": (37, 25, 0),
    "molchanovo-2022": (15, 10, 0),
    "nizhnyaya-tura-2024": (82, 12, 15),
}


def written(name: str, unit: Unit, by: User) -> Program:
    """The document as a draft of the unit."""
    return documents.write(text_files.read(name), unit=unit, by=by)


def seminar(**fields: object) -> EventText:
    """A row in November."""
    values = {"name": "Семинар", "schedule_original": "ноябрь 2026 г."}
    return EventText(**{**values, **fields})


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_a_document_is_written_whole(
    name: str, region: Unit, ministry: User, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(45):
        program = written(name, region, ministry)

    counts = (
        program.events.count(),
        program.sections.count(),
        program.indicators.count(),
    )
    assert counts == COUNTS[name]
    assert program.is_draft
    assert JournalEntry.objects.filter(action="program_written").count() == 1


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_a_document_comes_back_as_it_was(
    name: str, region: Unit, ministry: User, django_assert_max_num_queries
) -> None:
    text = text_files.read(name)
    program = written(name, region, ministry)

    with django_assert_max_num_queries(12):
        back = text_of.of(program)

    keys = {row.key for row in back.events}
    same = replace(
        back,
        events=tuple(replace(row, key="", runs="") for row in back.events),
    )
    assert len(keys) == len(text.events)
    assert list(differences.between_texts(text, same)) == []
    assert [row.targets for row in same.events if row.targets] == [
        row.targets for row in text.events if row.targets
    ]


def test_smolensk_keeps_nine_rows_without_a_deadline(
    region: Unit, ministry: User
) -> None:
    program = written("smolensk-2022", region, ministry)

    rows = program.events.filter(schedule_kind="undated")
    assert rows.count() == 9
    assert not rows.exclude(starts_on=None).exists()
    measure = Section.objects.filter(program=program, kind="measure").first()
    assert measure
    assert measure.parent
    assert measure.parent.kind == "problem"
    assert measure.parent.parent


def test_municipal_authorities_alone_make_an_event_run_in_municipalities(
    region: Unit, ministry: User
) -> None:
    program = written("khabarovsk-2023", region, ministry)

    everywhere = program.events.filter(runs=Event.Runs.MUNICIPALITIES)
    assert set(everywhere.values_list("number", flat=True)) == {
        "1.18",
        "2.7",
        "2.11",
        "2.14",
    }
    assert Body.objects.get(is_every_municipality=True).unit == region


def test_one_body_stands_for_all_municipalities_whatever_is_written(
    region: Unit, ministry: User
) -> None:
    written("khabarovsk-2023", region, ministry)
    written("smolensk-2022", region, ministry)

    assert Body.objects.filter(is_every_municipality=True).count() == 1


def test_a_municipal_document_runs_in_its_own_unit(
    municipality: Unit, officer: User
) -> None:
    program = written("kamyshin-2022", municipality, officer)

    assert not program.events.exclude(runs=Event.Runs.WHOLE).exists()
    assert not Body.objects.filter(is_every_municipality=True).exists()


def test_dates_that_come_from_a_document_wait_for_it(
    region: Unit, ministry: User
) -> None:
    program = written("khabarovsk-2023", region, ministry)

    awaited = AwaitedDocument.objects.get(program=program)
    assert set(awaited.events.values_list("number", flat=True)) == {"1.17", "1.18"}
    assert set(
        program.events.filter(schedule_kind="on_schedule").values_list(
            "starts_on", flat=True
        )
    ) == {None}


def test_targets_of_the_words_where_the_row_has_none(
    region: Unit, ministry: User
) -> None:
    program = factories.program(region)
    row = seminar(expected_result="Обучено не менее 40 % руководителей ОО")

    event = documents.add_events(program.pk, [row], by=ministry)[0]

    target = event.targets.get()
    assert (target.measure, target.operator, target.value) == ("share", "gte", 40)
    assert target.population == "heads"


def test_a_code_is_taken_once(region: Unit, ministry: User) -> None:
    written("molchanovo-2022", region, ministry)

    with pytest.raises(Refused):
        written("molchanovo-2022", region, ministry)


@pytest.mark.parametrize("who", ["officer", "outsider", "head"])
def test_only_those_who_manage_programs_write(
    who: str, region: Unit, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    program = factories.program(region)

    with pytest.raises(PermissionDenied):
        written("molchanovo-2022", region, by)
    with pytest.raises(PermissionDenied):
        documents.add_events(program.pk, [seminar()], by=by)
    with pytest.raises(PermissionDenied):
        documents.replace_events(program.pk, [seminar()], by=by)


def test_rows_are_added_at_the_end_with_headings_and_bodies(
    region: Unit, ministry: User
) -> None:
    program = factories.program(region)
    factories.event(program, position=7)
    rows = [
        seminar(section=("Трек 1", "Проблема"), responsible=("center",)),
        seminar(section=("Трек  1", "проблема")),
        seminar(section=("Трек 1",)),
    ]

    made = documents.add_events(
        program.pk, rows, by=ministry, bodies=[BodyText("center", "Центр")]
    )

    assert [row.position for row in made] == [8, 9, 10]
    assert made[0].section == made[1].section
    assert made[2].section == made[0].section.parent  # type: ignore[union-attr]
    assert program.sections.count() == 2
    assert str(made[0].bodies.get().program_body) == "Центр"
    assert made[0].starts_on == dt.date(2026, 11, 1)


def test_headings_by_key_may_be_of_any_kind(region: Unit, ministry: User) -> None:
    program = factories.program(region)
    headings = [
        SectionText("m", "module", "Модуль", number="1"),
        SectionText("p", "problem", "Риск", nature="risk", parent="m"),
    ]

    row = documents.add_events(
        program.pk, [seminar(section=("p",))], by=ministry, sections=headings
    )[0]

    assert row.section
    assert (row.section.kind, row.section.nature) == ("problem", "risk")
    assert row.section.parent
    assert row.section.parent.kind == "module"


@pytest.mark.parametrize(
    "bad",
    [
        seminar(name="  "),
        seminar(name="о" * 1001),
        seminar(responsible=("nobody",)),
        seminar(co_executors=("nobody",)),
    ],
)
def test_rows_are_added_all_or_none(
    bad: EventText, region: Unit, ministry: User
) -> None:
    program = factories.program(region)

    with pytest.raises(Refused, match="2"):
        documents.add_events(program.pk, [seminar(), bad], by=ministry)

    assert not program.events.exists()


def test_headings_in_a_circle_are_an_error(region: Unit, ministry: User) -> None:
    program = factories.program(region)
    circle = [
        SectionText("a", "track", "А", parent="b"),
        SectionText("b", "track", "Б", parent="a"),
    ]

    with pytest.raises(ValueError, match="circle"), transaction.atomic():
        documents.add_events(program.pk, [seminar()], by=ministry, sections=circle)


def test_replacing_keeps_the_same_events_by_number_and_name(
    region: Unit, ministry: User
) -> None:
    program = factories.program(region)
    first = documents.add_events(
        program.pk,
        [seminar(number="1"), seminar(number="2", name="Конкурс")],
        by=ministry,
    )
    rows = [
        seminar(number="2", name=" конкурс", schedule_original="май 2027 г."),
        seminar(number="3"),
    ]

    second = documents.replace_events(program.pk, rows, by=ministry)

    assert program.events.count() == 2
    assert second[0].key == first[1].key
    assert second[1].key not in {row.key for row in first}


def test_an_issued_plan_is_not_touched(region: Unit, ministry: User) -> None:
    program = factories.program(region, published_by=ministry)
    event = factories.event(program)

    with pytest.raises(Refused):
        documents.add_events(program.pk, [seminar()], by=ministry)
    with pytest.raises(Refused):
        documents.replace_events(program.pk, [seminar()], by=ministry)
    for change in ({"name": "Другое"}, {"schedule_original": "май"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_a_text_without_rows_is_a_draft_too(region: Unit, ministry: User) -> None:
    text = ProgramText(
        code="empty",
        kind="program",
        level="regional",
        name="Программа",
        short_name="Программа",
        territory="Край",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
    )

    assert documents.write(text, unit=region, by=ministry).events.count() == 0
