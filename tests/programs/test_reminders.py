"""Reminders of events: when, to whom, and never twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from portal.errors import Refused
from portal.models import Body, Notification
from programs.models import Occurrence, ProgramBody
from programs.services import occurrence_bulk, reminders
from tests import factories as portal_rows
from tests.programs import factories
from tests.programs.tracking import force

DUE = dt.date(2026, 11, 20)
WEEK_BEFORE, AFTER = dt.date(2026, 11, 13), dt.date(2026, 11, 21)


@pytest.fixture
def program(region, ministry):
    """A program in force whose operator answers for its events."""
    made = factories.program(region, published_by=ministry)
    operator = Body.objects.create(
        unit=region, kind=Body.Kind.REGIONAL_OPERATOR, name="Институт"
    )
    body = factories.body(made)
    ProgramBody.objects.filter(pk=body.pk).update(body=operator)
    return made


@pytest.fixture
def row(program):
    """The region's date, due on 20 November."""
    return factories.occurrence(factories.event(program), due_on=DUE)


def told() -> list[tuple[str, str]]:
    """Who was told what."""
    rows = Notification.objects.filter(key__startswith="programs:").order_by("pk")
    return list(rows.values_list("user__username", "text"))


def test_a_week_before_the_operator_is_told_once(row, operator, ministry) -> None:
    assert reminders.remind(WEEK_BEFORE - dt.timedelta(days=1)) == 0
    assert reminders.remind(WEEK_BEFORE) == 1
    assert reminders.remind(WEEK_BEFORE) == 0
    assert reminders.remind(WEEK_BEFORE + dt.timedelta(days=3)) == 0

    ((who, text),) = told()
    assert who == "operator"
    assert "1" in text


def test_delay_is_told_on_its_first_day_and_then_weekly(row, operator) -> None:
    reminders.remind(WEEK_BEFORE)
    days = [AFTER + dt.timedelta(days=number) for number in range(16)]

    sent = [day for day in days if reminders.remind(day)]

    assert sent == [AFTER, AFTER + dt.timedelta(days=7), AFTER + dt.timedelta(days=14)]
    row.refresh_from_db()
    assert (row.reminders, row.reminded_on) == (4, sent[-1])


def test_what_is_marked_or_not_in_force_is_left_alone(row, region, operator) -> None:
    force(row, "held", operator)
    factories.occurrence(factories.event(factories.program(region)), due_on=DUE)

    assert reminders.remind(AFTER) == 0


def test_a_municipality_hears_of_its_own_dates(program, school, officer, operator):
    event = factories.event(program)
    factories.occurrence(event, school.parent, due_on=DUE)
    factories.occurrence(event, school.parent, due_on=DUE + dt.timedelta(days=3))

    reminders.remind(AFTER)

    assert [who for who, _text in told()] == ["municipal"]


def test_number_of_queries_does_not_grow(
    program, region, school, officer, django_assert_num_queries
) -> None:
    event = factories.event(program)
    for number in range(8):
        factories.occurrence(event, school.parent, due_on=DUE, place=str(number))

    with django_assert_num_queries(8):
        reminders.remind(AFTER)


def test_asked_for_by_hand_once_a_day(row, operator, ministry) -> None:
    assert reminders.remind_now([row.pk], by=ministry) == 1

    with pytest.raises(Refused):
        reminders.remind_now([row.pk], by=ministry)
    assert [who for who, _text in told()] == ["operator"]


def test_only_who_tracks_may_remind(row, officer) -> None:
    with pytest.raises(PermissionDenied):
        reminders.remind_now([row.pk], by=officer)


def test_all_late_dates_of_an_event(program, school, officer, ministry) -> None:
    event = factories.event(program)
    factories.occurrence(event, school.parent, due_on=dt.date(2026, 11, 2))
    factories.occurrence(event, school.parent, due_on=dt.date(2126, 1, 1))

    assert reminders.remind_late(event.pk, by=ministry) == 1
    assert Occurrence.objects.filter(reminders=1).count() == 1


def test_each_of_several_chosen_events_is_told_of(program, row, operator, ministry):
    other = factories.event(program, name="Вебинар")
    late = factories.occurrence(other, due_on=DUE)
    Occurrence.objects.filter(pk__in=[row.pk, late.pk]).update(
        starts_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 1, 2)
    )

    occurrence_bulk.of_events(
        [row.event_id, other.pk],
        lambda event: reminders.remind_late(event.pk, by=ministry),
    )

    assert [who for who, _text in told()] == ["operator", "operator"]


# Only what was sent is counted


def test_a_body_without_staff_is_not_counted_and_is_told_once_it_has_one(
    row, region, ministry
) -> None:
    assert reminders.remind(AFTER) == 0
    row.refresh_from_db()
    assert (row.reminders, row.reminded_on) == (0, None)

    portal_rows.user("operator", "operator", region)
    assert reminders.remind(AFTER + dt.timedelta(days=2)) == 1
    row.refresh_from_db()
    assert row.reminders == 1


def test_of_several_municipalities_only_those_told_remember(
    program, school, other_school, officer, ministry
) -> None:
    event = factories.event(program)
    own = factories.occurrence(event, school.parent, due_on=DUE)
    other = factories.occurrence(event, other_school.parent, due_on=DUE)

    assert reminders.remind(AFTER) == 1
    rows = Occurrence.objects.in_bulk([own.pk, other.pk])
    assert [rows[one.pk].reminders for one in (own, other)] == [1, 0]
    late = dt.date(2026, 11, 2)
    Occurrence.objects.filter(event=event).update(
        starts_on=late, due_on=late, reminded_on=None
    )
    assert reminders.remind_late(event.pk, by=ministry) == 1
    rows = Occurrence.objects.in_bulk([own.pk, other.pk])
    assert [rows[one.pk].reminders for one in (own, other)] == [2, 0]


def test_what_comes_up_after_the_days_notice_waits_for_the_next(
    program, row, operator
) -> None:
    assert reminders.remind(AFTER) == 1
    late = factories.occurrence(factories.event(program), due_on=DUE)

    assert reminders.remind(AFTER) == 0
    late.refresh_from_db()
    assert late.reminders == 0
    assert reminders.remind(AFTER + dt.timedelta(days=1)) == 1
    late.refresh_from_db()
    assert late.reminders == 1
