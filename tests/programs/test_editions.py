"""Editions: begun as copies, put in force, compared; what was done follows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from programs import text_files
from programs.models import (
    Event,
    Finding,
    HandValue,
    Occurrence,
    Practice,
    Program,
    TargetIndicator,
)
from programs.reading import differences
from programs.services import documents, editions, findings, planning
from programs.texts import EventText, IndicatorText, ProgramText, ValueText
from tests.programs import factories

Status = Program.Status
ON = dt.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks find is tested apart."""
    monkeypatch.setattr(findings, "check", lambda _program: None)


def text(**fields: object) -> ProgramText:
    """A program with two dated events and an indicator."""
    values: dict[str, object] = {
        "code": "school-of-heads",
        "kind": "program",
        "level": "regional",
        "name": "Школа руководителя",
        "short_name": "Школа руководителя, 2026–2027",
        "territory": "Край",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2027, 12, 31),
        "events": (
            EventText("Семинар", "1.1", schedule_original="апрель 2026, 2027"),
            EventText("Конкурс", "1.2", schedule_original="май 2026 г."),
        ),
        "indicators": (
            IndicatorText(
                "Доля обученных", "share", "1", values=(ValueText(40, 2026),)
            ),
        ),
    }
    return ProgramText(**{**values, **fields})


@pytest.fixture
def draft(region: Unit, ministry: User) -> Program:
    return documents.write(text(), unit=region, by=ministry)


@pytest.fixture
def in_force(draft: Program, ministry: User) -> Program:
    return editions.publish(draft.pk, by=ministry)


def held(row: Event, by: User) -> Occurrence:
    """The first occurrence of the row, held."""
    first = row.occurrences.order_by("number")[0]
    Occurrence.objects.filter(pk=first.pk).update(
        status="held", held_on=first.starts_on, held_by=by, result="Проведено"
    )
    return first


def renewed(former: Program, by: User, rows: list[EventText]) -> Program:
    """The next edition in force, with these rows."""
    made = editions.new_edition(former.pk, edition_on=ON, by=by)
    documents.replace_events(made.pk, rows, by=by)
    return editions.publish(made.pk, by=by)


def test_publishing_fixes_the_text_and_begins_tracking(
    draft: Program, ministry: User, officer: User
) -> None:
    made = editions.publish(draft.pk, by=ministry)

    assert made.status == Status.PUBLISHED
    assert (made.published_by, made.published_at is not None) == (ministry, True)
    assert Occurrence.objects.filter(event__program=made).count() == 3
    assert Notification.objects.filter(user=officer).count() == 1
    assert JournalEntry.objects.filter(action="program_published").count() == 1


def test_findings_keep_a_draft_from_being_published(
    draft: Program, ministry: User
) -> None:
    finding = Finding.objects.create(
        program=draft, code="TARGET_CONFLICT", mark="x", severity="warning"
    )

    with pytest.raises(Refused):
        editions.publish(draft.pk, by=ministry)

    finding.state, finding.reason = "accepted", "Так решили"
    finding.save()
    assert editions.publish(draft.pk, by=ministry).is_in_force


@pytest.mark.parametrize("who", ["operator", "officer", "outsider", "head"])
def test_only_those_who_publish_put_in_force(
    draft: Program, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        editions.publish(draft.pk, by=by)
    Program.objects.filter(pk=draft.pk).update(
        status="published", published_at="2026-01-12T00:00:00Z"
    )
    with pytest.raises(PermissionDenied):
        editions.finish(draft.pk, by=by)


@pytest.mark.parametrize("who", ["officer", "outsider", "head"])
def test_only_those_who_manage_begin_editions(
    in_force: Program, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        editions.new_edition(in_force.pk, edition_on=ON, by=by)
    with pytest.raises(PermissionDenied):
        editions.carry_over(
            in_force.pk,
            code="next",
            starts_on=dt.date(2028, 1, 1),
            ends_on=dt.date(2029, 12, 31),
            by=by,
        )


def test_steps_go_one_way(in_force: Program, ministry: User) -> None:
    with pytest.raises(Refused):
        editions.publish(in_force.pk, by=ministry)

    editions.finish(in_force.pk, by=ministry)

    for step in (editions.publish, editions.finish):
        with pytest.raises(Refused):
            step(in_force.pk, by=ministry)


def test_a_new_edition_is_a_copy_that_differs_in_nothing(
    in_force: Program, ministry: User
) -> None:
    made = editions.new_edition(in_force.pk, edition_on=ON, by=ministry)

    assert (made.edition, made.previous, made.edition_on) == (2, in_force, ON)
    assert made.is_draft
    assert differences.between(in_force, made) == []
    keys = [
        set(program.events.values_list("key", flat=True))
        for program in (in_force, made)
    ]
    assert keys[0] == keys[1]


def test_one_next_edition_at_a_time(
    draft: Program, in_force: Program, ministry: User
) -> None:
    made = editions.new_edition(in_force.pk, edition_on=None, by=ministry)

    with pytest.raises(Refused):
        editions.new_edition(in_force.pk, edition_on=None, by=ministry)
    with pytest.raises(Refused):
        editions.new_edition(made.pk, edition_on=None, by=ministry)


def test_the_former_edition_stays_readable(in_force: Program, ministry: User) -> None:
    made = renewed(
        in_force,
        ministry,
        [EventText("Семинар", "1.1", schedule_original="март 2026, 2027")],
    )

    in_force.refresh_from_db()
    assert in_force.status == Status.REPLACED
    assert [row.name for row in in_force.events.in_order()] == ["Семинар", "Конкурс"]
    assert in_force.events.get(number="1.1").schedule_original == "апрель 2026, 2027"
    assert made.is_in_force


def test_what_was_done_follows_its_event(in_force: Program, ministry: User) -> None:
    old = in_force.events.get(number="1.1")
    done = held(old, ministry)
    cup = held(in_force.events.get(number="1.2"), ministry)

    made = renewed(
        in_force,
        ministry,
        [
            EventText("Семинар", "1.1", schedule_original="апрель 2026, май 2027"),
            EventText("Сессия", "1.3", schedule_original="июнь 2027 г."),
        ],
    )

    done.refresh_from_db()
    cup.refresh_from_db()
    new = made.events.get(number="1.1")
    assert done.event == new
    assert cup.event.program == in_force
    assert [str(row.starts_on) for row in new.occurrences.order_by("starts_on")] == [
        "2026-04-01",
        "2027-05-01",
    ]
    assert not old.occurrences.exists()


def test_planned_ones_of_a_removed_event_go(in_force: Program, ministry: User) -> None:
    renewed(in_force, ministry, [EventText("Семинар", "1.1")])

    assert not Occurrence.objects.exists()


def test_facts_and_practices_follow_too(in_force: Program, ministry: User) -> None:
    old = in_force.events.get(number="1.1")
    target = factories.target(old, reached_on=ON, reached_by=ministry)
    indicator = in_force.indicators.get()
    HandValue.objects.create(
        indicator=indicator, year=2026, value=38, reason="Отчёт", by=ministry
    )
    practice = Practice.objects.create(unit=in_force.unit, event=old, title="Опыт")

    made = editions.publish(
        editions.new_edition(in_force.pk, edition_on=ON, by=ministry).pk, by=ministry
    )

    new = made.events.get(number="1.1")
    practice.refresh_from_db()
    assert practice.event == new
    copied = new.targets.get(original=target.original)
    assert (copied.reached_on, copied.reached_by) == (ON, ministry)
    assert TargetIndicator.objects.get(program=made).hand_values.get().value == 38


def test_another_edition_in_force_is_not_overwritten(
    region: Unit, in_force: Program, ministry: User
) -> None:
    other = factories.program(region, code=in_force.code, edition=2)

    with pytest.raises(Refused):
        editions.publish(other.pk, by=ministry)


def test_differences_say_what_was_and_what_is(
    in_force: Program, ministry: User
) -> None:
    made = editions.new_edition(in_force.pk, edition_on=ON, by=ministry)
    documents.replace_events(
        made.pk,
        [
            EventText("Семинар", "1.1", schedule_original="май 2026, 2027"),
            EventText("Сессия", "1.3", schedule_original="июнь 2027 г."),
        ],
        by=ministry,
    )
    made.indicators.get().values.update(value=45)

    found = differences.between(in_force, made)

    assert {(row.kind, row.part, row.title) for row in found} == {
        ("changed", "indicator", "1. Доля обученных"),
        ("changed", "event", "1.1. Семинар"),
        ("added", "event", "1.3. Сессия"),
        ("removed", "event", "1.2. Конкурс"),
    }
    words = next(row for row in found if row.title == "1.1. Семинар")
    assert (words.before, words.after) == ("апрель 2026, 2027", "май 2026, 2027")
    assert words.key == in_force.events.get(number="1.1").key
    value = next(row for row in found if row.part == "indicator")
    assert (value.before, value.after) == ("2026: 40", "2026: 45")


def test_a_changed_passport_is_a_difference(region: Unit, ministry: User) -> None:
    old = documents.write(text(), unit=region, by=ministry)
    new = documents.write(
        text(code="other", goal="Рост", is_evaluated_yearly=True),
        unit=region,
        by=ministry,
    )
    new.events.all().delete()
    old.events.all().delete()

    found = [row for row in differences.between(old, new) if row.part == "passport"]

    assert [row.after for row in found if row.before == ""] == ["Рост"]
    assert len(found) == 2


def test_comparing_takes_the_same_queries_for_a_long_plan(
    region: Unit, ministry: User, django_assert_max_num_queries
) -> None:
    program = documents.write(
        text_files.read("nizhnyaya-tura-2024"), unit=region, by=ministry
    )

    with django_assert_max_num_queries(22):
        assert differences.between(program, program) == []


def test_carrying_over_moves_the_years(in_force: Program, ministry: User) -> None:
    made = editions.carry_over(
        in_force.pk,
        code="school-of-heads-2028",
        starts_on=dt.date(2028, 1, 1),
        ends_on=dt.date(2029, 12, 31),
        by=ministry,
    )

    assert (made.edition, made.previous, made.is_draft) == (1, None, True)
    row = made.events.get(number="1.1")
    assert row.schedule_original == "апрель 2028, 2029"
    assert row.starts_on == dt.date(2028, 4, 1)
    assert row.key != in_force.events.get(number="1.1").key
    assert made.indicators.get().values.get().year == 2028
    assert made.short_name == "Школа руководителя, 2028–2029"


def test_carrying_over_needs_days_in_order_and_a_code_of_its_own(
    in_force: Program, ministry: User
) -> None:
    for code, ends_on in (
        ("next", dt.date(2027, 1, 1)),
        (in_force.code, dt.date(2029, 1, 1)),
    ):
        with pytest.raises(Refused):
            editions.carry_over(
                in_force.pk,
                code=code,
                starts_on=dt.date(2028, 1, 1),
                ends_on=ends_on,
                by=ministry,
            )


def test_a_corrected_deadline_goes_on_into_the_next_edition(
    in_force: Program, ministry: User
) -> None:
    row = in_force.events.get(number="1.2")
    planning.correct(row.pk, "сентябрь 2026 г.", by=ministry)

    made = editions.new_edition(in_force.pk, edition_on=ON, by=ministry)

    copy = made.events.get(number="1.2")
    assert copy.schedule_corrected == "сентябрь 2026 г."
    assert copy.starts_on == dt.date(2026, 9, 1)
