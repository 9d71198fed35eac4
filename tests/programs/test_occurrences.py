"""Steps of a date: who may take which, what held needs, moves, series, bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.errors import Refused
from portal.models import JournalEntry
from programs.models import Event, Move, Occurrence, Tally
from programs.services import marking, occurrence_bulk, occurrences
from programs.services.occurrence_bulk import NotAll
from programs.services.occurrence_rows import Changed
from tests import factories as portal
from tests import paper
from tests.programs import factories
from tests.programs.tracking import DAY, force, proven, report, series

ROLES = (
    "ministry",
    "operator",
    "administrator",
    "municipal",
    "other_municipal",
    "head",
    "stranger",
)
REGION, CHECKS = {"ministry", "operator"}, {"ministry"}
LOCAL = REGION | {"municipal"}
# Written by hand: the steps of a date of a municipality under a region's program.
OF_MUNICIPALITY = {
    ("planned", "held"): LOCAL,
    ("planned", "cancelled"): LOCAL,
    ("held", "checked"): CHECKS,
    ("held", "planned"): LOCAL,
    ("checked", "held"): CHECKS,
    ("cancelled", "planned"): LOCAL,
}
OF_REGION = {step: roles - {"municipal"} for step, roles in OF_MUNICIPALITY.items()}


@pytest.fixture
def people(region, school, other_school, ministry, operator, administrator, officer):
    """Everybody who could try; `second` of the ministry has marked it."""
    return {
        "ministry": ministry,
        "operator": operator,
        "administrator": administrator,
        "municipal": officer,
        "other_municipal": portal.user("m2", "municipal", other_school.parent),
        "head": portal.head_user(school, "head2"),
        "stranger": portal.user("stranger", "ministry", portal.region()),
        "second": portal.user("second", "ministry", region),
    }


@pytest.fixture
def program(region, ministry):
    """A program in force."""
    return factories.program(region, published_by=ministry)


@pytest.fixture
def row(program):
    """A date of the region's own, due on 10 November 2026."""
    event = factories.event(program)
    return factories.occurrence(event, starts_on=DAY, due_on=DAY)


def steps(row: Occurrence, by) -> dict[str, Callable[[], object]]:
    """The service of each target state; "held" from "checked" takes the check back."""
    row.refresh_from_db()
    held = (
        (lambda: occurrences.uncheck(row.pk, reason="Ошибка", by=by))
        if row.status == "checked"
        else (lambda: occurrences.hold(row.pk, version=None, by=by, **report()))
    )
    planned = (
        (lambda: occurrences.restore(row.pk, by=by))
        if row.status == "cancelled"
        else (lambda: occurrences.send_back(row.pk, reason="Нет списка", by=by))
    )
    return {
        "held": held,
        "planned": planned,
        "checked": lambda: occurrences.check(row.pk, by=by),
        "cancelled": lambda: occurrences.cancel(row.pk, reason="Нет лектора", by=by),
    }


def outcome(act: Callable[[], object]) -> str:
    """What became of a step; nothing stays of it."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except PermissionDenied:
        return "denied"
    except Refused:
        return "refused"
    return "done"


@pytest.mark.parametrize("place", ["region", "municipality"])
def test_services_obey_the_table(people, program, municipality, place) -> None:
    unit = municipality if place == "municipality" else None
    row = factories.occurrence(factories.event(program), unit)
    proven(row, people["ministry"])
    table = OF_MUNICIPALITY if unit else OF_REGION
    wrong = []

    for source in Occurrence.Status.values:
        force(row, source, people["second"], people["ministry"])
        for target in Occurrence.Status.values:
            for role in ROLES:
                found = outcome(steps(row, people[role])[target])
                whose = table.get((source, target))
                expected = "refused" if whose is None else "denied"
                if whose and role in whose:
                    expected = "done"
                if found != expected:
                    wrong.append((source, target, role, found, expected))

    assert wrong == []


def test_no_evidence_no_held(row, operator) -> None:
    with pytest.raises(Refused):
        occurrences.hold(row.pk, version=0, by=operator, **report())

    proven(row, operator)
    held = occurrences.hold(row.pk, version=0, by=operator, **report())

    assert (held.status, held.participants, held.held_by) == ("held", 28, operator)
    entry = JournalEntry.objects.get(action="occurrence_held")
    assert (entry.by, entry.subject_id) == (operator, row.pk)


@pytest.mark.parametrize(
    "wrong",
    [{"participants": 0}, {"result": "  "}, {"held_on": dt.date(2126, 1, 1)}],
)
def test_held_needs_people_a_result_and_a_day_that_came(row, operator, wrong) -> None:
    proven(row, operator)

    with pytest.raises(Refused):
        occurrences.hold(row.pk, version=0, by=operator, **report(**wrong))


def test_no_event_is_held_before_its_program(row, operator) -> None:
    proven(row, operator)

    with pytest.raises(Refused):
        occurrences.hold(
            row.pk, version=0, by=operator, **report(held_on=dt.date(2016, 11, 10))
        )


def test_a_document_needs_nobody_to_take_part(program, operator) -> None:
    event = factories.event(program, kind=Event.Kind.DOCUMENT)
    row = factories.occurrence(event)
    proven(row, operator)

    held = occurrences.hold(row.pk, version=0, by=operator, **report(participants=None))

    assert held.participants == 0


def test_who_marked_does_not_check(row, ministry) -> None:
    proven(row, ministry)
    occurrences.hold(row.pk, version=0, by=ministry, **report())

    with pytest.raises(Refused):
        occurrences.check(row.pk, by=ministry)


def test_what_another_changed_meanwhile_is_shown(row, operator, ministry) -> None:
    proven(row, operator)
    occurrences.hold(row.pk, version=0, by=ministry, **report(participants=31))

    with pytest.raises(Changed) as caught:
        occurrences.cancel(row.pk, version=0, reason="Нет лектора", by=operator)

    assert caught.value.now.participants == 31


def test_marking_is_all_or_nothing(row, operator) -> None:
    files = [paper.upload("Протокол.pdf", paper.PDF)]

    with pytest.raises(Refused):
        marking.mark(
            row.pk,
            version=0,
            files=files,
            named=(),
            by=operator,
            **report(participants=None),
        )
    assert not row.history.filter(status="held").exists()
    assert not occurrences.has_evidence(row)

    marking.mark(row.pk, version=0, files=files, named=(), by=operator, **report())
    assert occurrences.has_evidence(row)


def test_returned_marks_keep_what_was_written(row, operator, ministry) -> None:
    proven(row, operator)
    occurrences.hold(row.pk, version=0, by=operator, **report())

    back = occurrences.send_back(row.pk, reason="Нет списка", by=ministry)

    assert (back.status, back.held_by, back.return_reason) == (
        "planned",
        None,
        "Нет списка",
    )
    assert back.result.startswith("Каждый")


def test_a_move_keeps_the_first_plan_and_says_why(row, operator) -> None:
    saturday, monday = dt.date(2026, 11, 21), dt.date(2026, 11, 23)

    moved = occurrences.move(
        row.pk, starts_on=saturday, due_on=saturday, reason="Карантин", by=operator
    )

    assert (moved.starts_on, moved.planned_starts_on) == (monday, DAY)
    assert (moved.sequence, moved.moves_count) == (1, 1)
    move = Move.objects.get()
    assert (move.reason, move.to_due_on, move.is_series) == ("Карантин", monday, False)


def test_days_beyond_the_program_are_refused(row, operator) -> None:
    late = dt.date(2028, 2, 1)

    with pytest.raises(Refused):
        occurrences.move(
            row.pk, starts_on=late, due_on=late, reason="Карантин", by=operator
        )


def test_a_series_shifts_in_one_step_and_held_dates_stay(program, operator) -> None:
    event, (first, second, third) = series(program)
    force(first, "held", operator)

    count = occurrences.shift_series(event.pk, days=7, reason="Карантин", by=operator)

    days = list(event.occurrences.order_by("number").values_list("due_on", flat=True))
    assert count == 2
    assert days == [first.due_on, dt.date(2026, 10, 19), dt.date(2026, 11, 17)]
    assert set(Move.objects.values_list("occurrence", "is_series")) == {
        (second.pk, True),
        (third.pk, True),
    }
    assert Tally.objects.get(event=event, due_on=dt.date(2026, 11, 17)).planned == 1
    assert JournalEntry.objects.get(action="series_shifted").details["count"] == 2


def test_a_shift_beyond_the_program_moves_nothing(program, operator) -> None:
    event, rows = series(program)

    with pytest.raises(Refused):
        occurrences.shift_series(event.pk, days=900, reason="Карантин", by=operator)

    assert [row.due_on for row in event.occurrences.order_by("number")] == [
        row.due_on for row in rows
    ]


def test_a_shift_is_undone_with_all_that_moved(program, operator) -> None:
    event, rows = series(program)
    occurrences.shift_series(event.pk, days=7, reason="Карантин", by=operator)

    undone = occurrences.take_back(Move.objects.first().pk, by=operator)

    assert undone == 3
    assert [row.due_on for row in event.occurrences.order_by("number")] == [
        row.due_on for row in rows
    ]
    assert not Move.objects.exists()


def test_an_officer_shifts_only_the_own_municipality(
    program, municipality, other_school, officer
) -> None:
    event, mine = series(program, municipality)
    theirs = factories.occurrence(event, other_school.parent)

    with pytest.raises(PermissionDenied):
        occurrences.shift_series(event.pk, days=7, reason="Паводок", by=officer)
    count = occurrences.shift_series(
        event.pk, days=7, reason="Паводок", by=officer, unit=municipality
    )

    theirs.refresh_from_db()
    assert (count, theirs.moves_count) == (len(mine), 0)


def test_a_day_is_named_within_the_planned_ones(program, operator) -> None:
    row = factories.occurrence(factories.event(program))
    day = dt.date(2026, 11, 12)
    named = {"starts_on": day, "due_on": day, "place": "ИРО", "mode": ""}

    found = occurrences.name_day(row.pk, version=0, by=operator, **named)

    assert (found.starts_on, found.is_confirmed, found.moves_count) == (day, True, 0)
    december = dict.fromkeys(("starts_on", "due_on"), dt.date(2026, 12, 3))
    with pytest.raises(Refused):
        occurrences.name_day(row.pk, version=1, by=operator, **named | december)


def test_bulk_steps_are_all_or_nothing_with_a_report(program, operator, ministry):
    _event, (first, second, third) = series(program)
    force(second, "held", operator)
    ids = [first.pk, second.pk, third.pk]

    with pytest.raises(NotAll) as caught:
        occurrence_bulk.bulk_cancel(ids, reason="Нет лектора", by=ministry)

    assert [problem.row.pk for problem in caught.value.problems] == [second.pk]
    assert not Occurrence.objects.filter(status="cancelled").exists()
    assert occurrence_bulk.bulk_cancel(ids[::2], reason="Нет", by=ministry) == 2
    assert occurrence_bulk.bulk_check([second.pk], by=ministry) == 1


def test_bulk_moves_by_days(program, operator) -> None:
    _event, rows = series(program)

    occurrence_bulk.bulk_move(
        [row.pk for row in rows], days=1, reason="Карантин", by=operator
    )

    assert Move.objects.count() == 3


def test_checking_a_series_leaves_own_marks(program, operator, ministry) -> None:
    event, (first, second, _third) = series(program)
    force(first, "held", operator)
    force(second, "held", ministry)

    assert occurrences.check_series(event.pk, by=ministry) == 1

    states = event.occurrences.order_by("number").values_list("status", flat=True)
    assert list(states) == ["checked", "held", "planned"]


def test_nothing_is_tracked_outside_programs_in_force(region, operator) -> None:
    draft = factories.program(region)
    row = factories.occurrence(factories.event(draft))

    with pytest.raises(Refused):
        occurrences.cancel(row.pk, reason="Нет лектора", by=operator)
