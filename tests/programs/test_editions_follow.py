"""What goes on under a new edition: meetings ahead, and what was finished too early."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Meeting, Program
from programs.reading import evaluation
from programs.services import (
    decisions,
    documents,
    editions,
    evaluations,
    findings,
    hand_values,
    meetings,
)
from programs.texts import BodyText, EventText
from tests.programs import factories
from tests.programs.check_texts import text

pytestmark = pytest.mark.django_db
Status = Meeting.Status


@pytest.fixture(autouse=True)
def _no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks find is tested apart."""
    monkeypatch.setattr(findings, "check", lambda _program: None)


@pytest.fixture
def former(region: Unit, ministry: User) -> Program:
    """A program in force."""
    rows = (EventText("Семинар", "1.1", schedule_original="апрель 2026, 2027"),)
    bodies = (BodyText("iro", "Институт"),)
    written = text(events=rows, sections=(), bodies=bodies)
    draft = documents.write(written, unit=region, by=ministry)
    return editions.publish(draft.pk, by=ministry)


def meeting(program: Program, status: str = Status.PLANNED) -> Meeting:
    """A meeting about the event of the program."""
    unit, event = program.unit, program.events.get()
    return factories.meeting(unit, program=program, event=event, status=status)


def next_of(program: Program, by: User) -> Program:
    """The next edition in force."""
    draft = editions.new_edition(program.pk, edition_on=None, by=by)
    return editions.publish(draft.pk, by=by)


def test_meetings_ahead_are_of_the_new_edition(former: Program, ministry: User) -> None:
    planned, signed = meeting(former), meeting(former, Status.SIGNED)

    new = next_of(former, ministry)

    meetings.change(planned.pk, values={"place": "Зал № 2"}, by=ministry)
    planned.refresh_from_db()
    signed.refresh_from_db()
    assert (planned.program, planned.event) == (new, new.events.get())
    assert signed.program == former


def test_decisions_not_signed_yet_keep_their_body(
    former: Program, region: Unit, ministry: User
) -> None:
    held = meeting(former, Status.HELD)
    row = factories.decision(held, region, body=former.bodies.get())

    new = next_of(former, ministry)

    decisions.change(row.pk, values={"text": "Иначе"}, by=ministry)
    row.refresh_from_db()
    assert (row.text, row.body) == ("Иначе", new.bodies.get())


def test_a_meeting_keeps_its_finished_program_through_the_page(
    former: Program, ministry: User, client: Client
) -> None:
    planned = meeting(former)
    editions.finish(former.pk, by=ministry)
    client.force_login(ministry)
    page = reverse("programs:meeting_edit", args=[planned.pk])

    fields = client.get(page).context["form"].initial
    at = timezone.localtime(planned.starts_at)
    written = {"on": at.date(), "at": f"{at:%H:%M}", "place": "Зал № 2"}
    answer = client.post(page, {**fields, "about": "", "program": former.pk, **written})

    planned.refresh_from_db()
    assert answer.status_code == 302
    assert (planned.program, planned.place) == (former, "Зал № 2")


def test_a_signed_evaluation_stands_under_the_next_edition(
    former: Program, ministry: User
) -> None:
    written = {"year": 2026, "conclusion": "Цели достигнуты", "proposals": ""}
    evaluations.write(former.pk, **written, by=ministry)
    signed = evaluations.sign(former.pk, year=2026, by=ministry)

    new = next_of(former, ministry)

    assert evaluation.found(new, 2026) == signed
    for edition in (former, new):
        with pytest.raises(Refused):
            evaluations.write(edition.pk, **written, by=ministry)


def test_an_evaluation_being_written_goes_on(former: Program, ministry: User) -> None:
    written = {"year": 2026, "conclusion": "Цели достигнуты", "proposals": ""}
    begun = evaluations.write(former.pk, **written, by=ministry)

    new = next_of(former, ministry)

    assert evaluations.sign(new.pk, year=2026, by=ministry) == begun
    with pytest.raises(Refused):
        evaluations.write(former.pk, **written | {"year": 2027}, by=ministry)


def test_facts_are_entered_in_the_edition_in_force(
    former: Program, ministry: User
) -> None:
    goal = former.indicators.get()
    fact = {"year": 2026, "value": Decimal(40), "reason": "Отчёт"}

    new = next_of(former, ministry)

    hand_values.write(new.indicators.get().pk, **fact, by=ministry)
    with pytest.raises(Refused):
        hand_values.write(goal.pk, **fact, by=ministry)


def test_an_edition_begun_before_the_end_takes_over_what_was_done(
    former: Program, ministry: User
) -> None:
    draft = editions.new_edition(former.pk, edition_on=None, by=ministry)
    done = former.events.get().occurrences.order_by("starts_on").first()
    type(done).objects.filter(pk=done.pk).update(
        status="held", held_on=dt.date(2026, 4, 10), held_by=ministry, result="Да"
    )
    editions.finish(former.pk, by=ministry)

    new = editions.publish(draft.pk, by=ministry)

    former.refresh_from_db()
    states = new.events.get().occurrences.order_by("starts_on").values_list("status")
    assert list(states) == [("held",), ("planned",)]
    assert former.status == Program.Status.REPLACED
