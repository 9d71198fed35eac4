"""Occurrences follow the words of a plan and leave alone what people worked on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs.models import Event, Move, Occurrence, Participation, Program, Tally
from programs.services import planning, series
from tests import factories as base
from tests.programs import factories

YEARS = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    return factories.program(region, published_by=ministry)


def event(program: Program, words: str, **fields: object) -> Event:
    """A row with this deadline, read."""
    row = factories.event(program, schedule_original=words, **fields)
    planning.read_event(row)
    row.save()
    return row


def days(row: Event) -> list[tuple[str, str]]:
    """The planned days of the row's occurrences."""
    rows = row.occurrences.order_by("planned_starts_on", "unit")
    return [
        (str(one.planned_starts_on)[:7], str(one.planned_due_on)[:7]) for one in rows
    ]


def said_anew(row: Event, words: str, by: User) -> Event:
    """The same row with readable words in place of its own."""
    return planning.correct(row.pk, words, by=by)


def test_a_deadline_fills_the_fields_of_its_row(program: Program) -> None:
    row = event(program, "апрель 2026, 2027")

    assert row.schedule_kind == "yearly_months"
    assert (row.starts_on, row.ends_on) == (dt.date(2026, 4, 1), dt.date(2027, 4, 30))
    assert row.schedule["months"] == [4]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "undated"),
        ("после утверждения бюджета", "unread"),
        ("по мере необходимости", "as_needed"),
        ("в соответствии с планом-графиком ИРО", "on_schedule"),
    ],
)
def test_no_date_is_invented(program: Program, words: str, kind: str) -> None:
    row = event(program, words)

    assert row.schedule_kind == kind
    assert (row.starts_on, row.ends_on) == (None, None)
    assert planning.plan(program.pk) == 0
    assert not row.occurrences.exists()


def test_a_series_has_one_occurrence_of_each_time(program: Program) -> None:
    row = event(program, "ежеквартально")

    assert planning.plan(program.pk) == 8

    assert list(row.occurrences.values_list("number", flat=True)) == [*range(1, 9)]
    assert Tally.objects.filter(event=row, planned=1).count() == 8


def test_planning_twice_changes_nothing(program: Program) -> None:
    row = event(program, "ежемесячно")
    planning.plan(program.pk)
    before = list(row.occurrences.order_by("pk").values_list("pk", "version"))

    assert planning.plan(program.pk) == 0
    assert list(row.occurrences.order_by("pk").values_list("pk", "version")) == before


def test_it_runs_in_every_municipality_that_exists(
    program: Program, region: Unit, municipality: Unit
) -> None:
    other = base.municipality(region)
    base.municipality(region, valid_to=dt.date(2020, 1, 1))
    row = event(program, "апрель 2026, 2027", runs=Event.Runs.MUNICIPALITIES)

    assert planning.plan(program.pk) == 4

    units = row.occurrences.order_by("unit").values_list("unit", flat=True).distinct()
    assert list(units) == [municipality.pk, other.pk]


def test_a_municipal_program_runs_in_its_own_unit(
    municipality: Unit, officer: User
) -> None:
    own = factories.program(municipality, published_by=officer)
    row = event(own, "май 2026 г.", runs=Event.Runs.MUNICIPALITIES)

    planning.plan(own.pk)

    assert row.occurrences.get().unit == municipality


def test_recommendations_and_drafts_have_no_occurrences(
    program: Program, region: Unit
) -> None:
    event(program, "май 2026 г.", form=Event.Form.RECOMMENDATION)
    draft = factories.program(region)
    event(draft, "май 2026 г.")

    assert planning.plan(program.pk) == 0
    assert planning.plan(draft.pk) == 0
    assert not Occurrence.objects.exists()


def test_other_words_move_what_nobody_touched(program: Program, ministry: User) -> None:
    row = event(program, "апрель, октябрь 2026")
    planning.plan(program.pk)

    said_anew(row, "апрель, ноябрь 2026", ministry)

    assert days(row) == [("2026-04", "2026-04"), ("2026-11", "2026-11")]
    assert list(row.occurrences.order_by("number").values_list("number", flat=True))


def touched(row: Event, way: str, user: User) -> Occurrence:
    """The first occurrence of the row, worked on in one way."""
    first = row.occurrences.order_by("number")[0]
    rows = Occurrence.objects.filter(pk=first.pk)
    done = {"held_on": first.starts_on, "held_by": user, "result": "Проведено"}
    if way == "moved":
        rows.update(moves_count=1, due_on=first.due_on + dt.timedelta(days=9))
    elif way == "confirmed":
        rows.update(is_confirmed=True)
    elif way == "held":
        rows.update(status="held", **done)
    elif way == "cancelled":
        rows.update(status="cancelled", cancel_reason="Совмещено")
    elif way == "returned":
        rows.update(return_reason="Нет протокола", **done)
    elif way == "scanned":
        rows.update(attendance_token="code-on-the-door")
    else:
        Participation.objects.create(
            occurrence=first, unit=first.unit, state="invited", source="hand"
        )
    return first


WAYS = ["moved", "confirmed", "held", "cancelled", "invited", "returned", "scanned"]


@pytest.mark.parametrize("way", WAYS)
def test_what_people_worked_on_stays_and_stands_for_the_new_days(
    program: Program, ministry: User, way: str
) -> None:
    row = event(program, "апрель 2026, 2027")
    planning.plan(program.pk)
    kept = touched(row, way, ministry)

    said_anew(row, "май 2026, 2027", ministry)

    assert days(row) == [("2026-04", "2026-04"), ("2027-05", "2027-05")]
    assert row.occurrences.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("way", WAYS)
def test_what_people_worked_on_stays_even_without_a_deadline(
    program: Program, ministry: User, way: str
) -> None:
    row = event(program, "апрель 2026, 2027")
    planning.plan(program.pk)
    kept = touched(row, way, ministry)

    said_anew(row, "по мере необходимости", ministry)

    assert row.occurrences.get() == kept


def test_days_added_before_what_was_held_are_new(
    program: Program, ministry: User
) -> None:
    row = event(program, "апрель 2026")
    planning.plan(program.pk)
    touched(row, "held", ministry)

    said_anew(row, "февраль, апрель 2026", ministry)

    assert days(row) == [("2026-02", "2026-02"), ("2026-04", "2026-04")]
    assert row.occurrences.get(status="planned").number == 2


def test_a_touched_one_in_one_municipality_leaves_the_others_alone(
    program: Program, region: Unit, municipality: Unit, ministry: User
) -> None:
    base.municipality(region)
    row = event(program, "апрель 2026", runs=Event.Runs.MUNICIPALITIES)
    planning.plan(program.pk)
    touched(row, "held", ministry)

    said_anew(row, "май 2026", ministry)

    assert days(row) == [("2026-04", "2026-04"), ("2026-05", "2026-05")]


def test_empty_words_bring_back_those_of_the_document(
    program: Program, ministry: User
) -> None:
    row = event(program, "когда позволит погода")
    assert row.is_unread

    row = said_anew(row, "  май   2026 г. ", ministry)
    assert (row.schedule_corrected, row.corrected_by) == ("май 2026 г.", ministry)
    assert row.occurrences.count() == 1
    assert row.schedule_original == "когда позволит погода"

    row = said_anew(row, "", ministry)
    assert row.is_unread
    assert row.corrected_by is None
    assert not row.occurrences.exists()
    assert JournalEntry.objects.filter(action="program_deadline_corrected").count() == 2


def test_words_that_cannot_be_read_are_refused(
    program: Program, ministry: User
) -> None:
    row = event(program, "май 2026 г.")

    with pytest.raises(Refused):
        said_anew(row, "как только, так сразу", ministry)

    row.refresh_from_db()
    assert row.schedule_kind == "window"


@pytest.mark.parametrize("who", ["officer", "outsider", "head"])
def test_only_those_who_manage_programs_correct(
    program: Program, who: str, request: pytest.FixtureRequest
) -> None:
    row = event(program, "май 2026 г.")

    with pytest.raises(PermissionDenied):
        said_anew(row, "июнь 2026 г.", request.getfixturevalue(who))


def test_a_finished_program_is_not_corrected(program: Program, ministry: User) -> None:
    row = event(program, "май 2026 г.")
    Program.objects.filter(pk=program.pk).update(status="finished")

    with pytest.raises(Refused):
        said_anew(row, "июнь 2026 г.", ministry)


def test_a_named_day_moves_off_a_day_off_and_a_month_does_not(
    program: Program,
) -> None:
    day = event(program, "до 31 октября 2026 г.")  # a Saturday
    stays = event(program, "до 31 октября 2026 г.", skips_days_off=False)
    month = event(program, "октябрь 2026 г.")

    planning.plan(program.pk)

    assert day.occurrences.get().due_on > dt.date(2026, 10, 31)
    assert stays.occurrences.get().due_on == dt.date(2026, 10, 31)
    assert month.occurrences.get().due_on == dt.date(2026, 10, 31)


def test_a_country_is_planned_with_few_queries(
    program: Program, region: Unit, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        base.municipality(region)
    for words in ("ежеквартально", "ежемесячно"):
        event(program, words, runs=Event.Runs.MUNICIPALITIES)

    with django_assert_max_num_queries(12):
        assert planning.plan(program.pk) == 30 * (8 + 24)

    assert sum(Tally.objects.values_list("planned", flat=True)) == 30 * 32


def test_untouched_ones_go_and_the_others_stay(
    program: Program, ministry: User
) -> None:
    row = event(program, "ежеквартально")
    planning.plan(program.pk)
    first = touched(row, "moved", ministry)
    Move.objects.create(
        occurrence=first,
        from_starts_on=first.starts_on,
        from_due_on=first.due_on,
        to_starts_on=first.starts_on,
        to_due_on=first.due_on,
        reason="Погода",
        by=ministry,
    )

    series.remove_untouched([row.pk])

    assert row.occurrences.get() == first
