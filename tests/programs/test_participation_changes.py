"""Lists of participants changed by hand: nothing is lost, nothing comes back alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import Person, Unit, User
from programs.models import Occurrence, Participation
from programs.services import occurrences, participation
from tests.programs import factories
from tests.programs.tracking import DAY, proven, report

pytestmark = pytest.mark.django_db
State = Participation.State
WRITTEN = {"hours": None, "certificate": "", "certificate_on": None}


@pytest.fixture
def row(region: Unit, ministry: User) -> Occurrence:
    """A planned date of the region with evidence."""
    program = factories.program(region, published_by=ministry)
    found = factories.occurrence(factories.event(program), starts_on=DAY, due_on=DAY)
    proven(found, ministry)
    return found


@pytest.fixture
def one(row: Occurrence, school: Unit) -> Participation:
    """A teacher who is invited to it."""
    person = Person.objects.create(last_name="Сосновская", first_name="Анна")
    return factories.participation(row, person, school)


def test_whoever_was_taken_out_meanwhile_does_not_come_back(
    row: Occurrence, one: Participation, operator: User
) -> None:
    participation.remove(row.pk, [one.pk], by=operator)

    with pytest.raises(Refused):
        participation.change(one.pk, state=State.ATTENDED, by=operator, **WRITTEN)

    assert not row.participations.exists()


def test_whoever_was_absent_after_all_has_no_hour_of_coming(
    one: Participation, operator: User
) -> None:
    participation.change(one.pk, state=State.ATTENDED, by=operator, **WRITTEN)
    participation.change(one.pk, state=State.ABSENT, by=operator, **WRITTEN)

    one.refresh_from_db()
    assert one.attended_at is None


def test_nobody_is_left_when_all_named_are_taken_out(
    row: Occurrence, one: Participation, operator: User
) -> None:
    occurrences.hold(row.pk, version=None, by=operator, **report(participants=None))
    participation.remove(row.pk, [one.pk], by=operator)

    row.refresh_from_db()
    assert row.participants == 0


def test_a_count_without_names_stays_when_nobody_is_taken_out(
    row: Occurrence, operator: User
) -> None:
    occurrences.hold(row.pk, version=None, by=operator, **report(participants=28))
    participation.remove(row.pk, [], by=operator)

    row.refresh_from_db()
    assert row.participants == 28


def test_corrected_hours_of_the_event_reach_its_participants(
    row: Occurrence, one: Participation, operator: User, ministry: User
) -> None:
    occurrences.hold(row.pk, version=None, by=operator, **report(hours=Decimal(8)))
    occurrences.send_back(row.pk, reason="Часов было 6", by=ministry)
    occurrences.hold(row.pk, version=None, by=operator, **report(hours=Decimal(6)))

    one.refresh_from_db()
    assert one.hours == Decimal(6)


def test_hours_written_for_one_stay(
    row: Occurrence, one: Participation, operator: User
) -> None:
    participation.change(
        one.pk, state=State.ATTENDED, by=operator, **WRITTEN | {"hours": Decimal(2)}
    )
    occurrences.hold(row.pk, version=None, by=operator, **report(hours=Decimal(8)))

    one.refresh_from_db()
    assert one.hours == Decimal(2)


@pytest.mark.parametrize("act", ["remove", "restore"])
def test_pages_say_why_a_checked_list_does_not_change(
    client: Client, row: Occurrence, one: Participation, operator: User, act: str
) -> None:
    client.force_login(operator)
    page = reverse("programs:participants_mark", args=[row.pk])
    if act == "restore":
        client.post(page, {"action": "remove", "row": one.pk})
        page = reverse("programs:participants_restore", args=[row.pk])
    checked(row, operator)

    answer = client.post(page, {"action": "remove", "row": one.pk}, follow=True)

    assert answer.status_code == 200
    assert any(one.level_tag == "error" for one in answer.context["messages"])


def checked(row: Occurrence, by: User) -> None:
    """Have the date checked by another, without its services."""
    other = User.objects.exclude(pk=by.pk).first()
    Occurrence.objects.filter(pk=row.pk).update(
        status="checked",
        held_on=dt.date(2026, 11, 10),
        held_by=by,
        held_at=timezone.now(),
        result="Проведено",
        checked_by=other,
    )
