"""Dates that come from an awaited document: each once, in programs in force only."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.errors import Refused
from portal.models import Unit, User
from programs.models import AwaitedDocument, Event, Program
from programs.services import awaited
from tests.programs import factories

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2026, 5, 12), dt.date(2026, 6, 9)
PLAN = "план-график"


def waiting(program: Program) -> Event:
    """An event whose days stand in another document."""
    return factories.event(
        program,
        schedule_original="по плану-графику",
        schedule_kind="on_schedule",
        schedule={"kind": "on_schedule", "ref": PLAN, "original": "по плану-графику"},
        awaits_document=PLAN,
        starts_on=None,
        ends_on=None,
    )


@pytest.fixture
def document(region: Unit, ministry: User) -> AwaitedDocument:
    """The document of a program in force, come today."""
    program = factories.program(region, published_by=ministry)
    waiting(program)
    made = awaited.ask(program.pk, name=PLAN, by=ministry)
    return awaited.receive(made.pk, received_on=dt.date(2026, 3, 2), by=ministry)


def test_days_named_twice_are_one_date(
    document: AwaitedDocument, operator: User
) -> None:
    event = document.events.get()
    spans = awaited.spans_of(document.program, "12.05.2026\n09.06.2026\n12.05.2026")

    made = awaited.enter_dates(document.pk, event_id=event.pk, spans=spans, by=operator)

    days = event.occurrences.order_by("starts_on").values_list("starts_on", flat=True)
    assert (made, list(days)) == (2, [MAY, JUNE])


def test_dates_entered_again_replace_those_nobody_touched(
    document: AwaitedDocument, operator: User
) -> None:
    event = document.events.get()
    for _time in range(2):
        awaited.enter_dates(
            document.pk, event_id=event.pk, spans=[(MAY, MAY)], by=operator
        )

    assert event.occurrences.count() == 1


def test_nothing_is_asked_for_a_draft(region: Unit, ministry: User) -> None:
    program = factories.program(region)
    waiting(program)

    with pytest.raises(Refused):
        awaited.ask(program.pk, name=PLAN, by=ministry)


def test_dates_wait_for_the_document(document: AwaitedDocument, operator: User) -> None:
    AwaitedDocument.objects.update(received_on=None)

    with pytest.raises(Refused):
        awaited.enter_dates(
            document.pk,
            event_id=document.events.get().pk,
            spans=[(MAY, MAY)],
            by=operator,
        )
