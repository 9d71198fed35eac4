"""Decisions: whose step, frozen once signed, made events, reminded of once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from programs import meeting_tasks, states
from programs.models import Decision, Meeting, Program
from programs.services import decisions, meeting_notices, meetings
from tests import factories
from tests.programs import factories as rows

Status = Decision.Status
DAY = dt.timedelta(days=1)


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A program of the region in force."""
    return rows.program(region, published_by=ministry)


@pytest.fixture
def held(region: Unit, program: Program) -> Meeting:
    """A meeting about the program, held and not signed."""
    meeting = rows.meeting(region, status="held", program=program)
    rows.question(meeting)
    return meeting


@pytest.fixture
def signed(held: Meeting, ministry: User) -> Meeting:
    """The same with its protocol signed."""
    return meetings.sign(held.pk, number="5", by=ministry)


@pytest.fixture
def decision(signed: Meeting, municipality: Unit) -> Decision:
    """A decision that the municipality carries out."""
    return rows.decision(signed, municipality)


def values(unit: Unit, **more: object) -> dict[str, object]:
    """A decision of the unit as a form gives it."""
    due_on = timezone.localdate() + 30 * DAY
    written = {"text": "Провести семинар", "owner": "Начальник", "due_on": due_on}
    return {**written, "unit": unit, **more}


@pytest.mark.parametrize("source", list(Status))
@pytest.mark.parametrize("target", list(Status))
def test_every_step_is_for_those_of_the_table(
    decision: Decision,
    ministry: User,
    operator: User,
    officer: User,
    head: User,
    source: str,
    target: str,
) -> None:
    closing = target == Status.DONE
    unit = decision.unit if closing else decision.meeting.unit
    users = {"ministry": ministry, "operator": operator}
    users |= {"municipal": officer, "head": head}
    staff = {"ministry", "operator"}
    allowed = {
        ("open", "done"): staff | {"municipal"},
        ("open", "dropped"): staff,
        ("done", "open"): staff,
        ("dropped", "open"): staff,
    }

    open_to = {
        name
        for name, user in users.items()
        if target in states.open_to(states.DECISION, source, user, unit)
    }

    assert open_to == allowed.get((str(source), str(target)), set())


def test_decisions_are_numbered_in_the_order_of_the_agenda(
    held: Meeting, region: Unit, ministry: User
) -> None:
    first = held.agenda.get()
    second = rows.question(held)
    last = decisions.add(held.pk, values=values(region), by=ministry)
    middle = decisions.add(held.pk, values=values(region, item=second), by=ministry)
    top = decisions.add(held.pk, values=values(region, item=first), by=ministry)
    found = [Decision.objects.get(pk=row.pk).number for row in (top, middle, last)]
    assert found == ["1", "2", "3"]

    decisions.remove(top.pk, by=ministry)

    assert Decision.objects.get(pk=last.pk).number == "2"


def test_decisions_wait_for_the_meeting_and_stop_at_the_signature(
    region: Unit, signed: Meeting, ministry: User
) -> None:
    planned = rows.meeting(region)
    with pytest.raises(Refused):
        decisions.add(planned.pk, values=values(region), by=ministry)
    row = rows.decision(signed, region)

    steps: list[Callable[[], object]] = [
        lambda: decisions.add(signed.pk, values=values(region), by=ministry),
        lambda: decisions.change(row.pk, values=values(region), by=ministry),
        lambda: decisions.remove(row.pk, by=ministry),
    ]
    for step in steps:
        with pytest.raises(Refused):
            step()


def test_who_may_carry_a_decision_out(
    held: Meeting, region: Unit, municipality: Unit, school: Unit, ministry: User
) -> None:
    elsewhere = factories.municipality(factories.region())
    interview = rows.meeting(
        region, kind="interview", about=municipality, status="held"
    )
    other = factories.municipality(region)

    for meeting, unit in ((held, school), (held, elsewhere), (interview, other)):
        with pytest.raises(Refused):
            decisions.add(meeting.pk, values=values(unit), by=ministry)
    for meeting, unit in ((held, other), (interview, municipality)):
        assert decisions.add(meeting.pk, values=values(unit), by=ministry).pk


def test_a_day_before_the_meeting_is_refused(
    held: Meeting, region: Unit, ministry: User
) -> None:
    past = values(region, due_on=timezone.localdate() - 60 * DAY)

    with pytest.raises(Refused):
        decisions.add(held.pk, values=past, by=ministry)


def test_the_owner_closes_and_the_holder_reopens(
    decision: Decision, officer: User, ministry: User
) -> None:
    with pytest.raises(Refused):
        decisions.close(decision.pk, note=" ", by=officer)
    closed = decisions.close(decision.pk, note="Проведён", by=officer)
    assert (closed.status, closed.closed_on) == (Status.DONE, timezone.localdate())
    with pytest.raises(PermissionDenied):
        decisions.reopen(decision.pk, reason="Рано", by=officer)

    decisions.reopen(decision.pk, reason="Нет справки", by=ministry)

    decision.refresh_from_db()
    assert (decision.status, decision.note) == (Status.OPEN, "")
    entry = JournalEntry.objects.get(action="decision_reopened")
    assert entry.reason == "Нет справки"


def test_only_the_holder_drops(
    decision: Decision, officer: User, operator: User
) -> None:
    with pytest.raises(PermissionDenied):
        decisions.drop(decision.pk, reason="Не нужно", by=officer)

    assert decisions.drop(decision.pk, reason="Не нужно", by=operator).note


def test_nobody_closes_what_is_not_signed(
    held: Meeting, municipality: Unit, officer: User
) -> None:
    row = rows.decision(held, municipality)

    with pytest.raises(Refused):
        decisions.close(row.pk, note="Сделано", by=officer)


def test_a_decision_becomes_an_event_of_the_draft(
    held: Meeting, program: Program, municipality: Unit, ministry: User
) -> None:
    body = rows.body(program)
    row = rows.decision(held, municipality, body=body)
    meetings.sign(held.pk, number="5", by=ministry)
    with pytest.raises(Refused, match=str(program)):
        decisions.to_event(row.pk, by=ministry)
    draft = rows.program(program.unit, code=program.code, edition=2, previous=program)
    rows.body(draft)

    event = decisions.to_event(row.pk, by=ministry)

    row.refresh_from_db()
    assert (row.event, event.program) == (event, draft)
    assert (event.name, event.ends_on) == (row.text, row.due_on)
    assert event.starts_on == timezone.localdate(held.starts_at)
    assert event.bodies.get().program_body.key == body.key
    assert "протокола № 5" in event.notes
    with pytest.raises(Refused):
        decisions.to_event(row.pk, by=ministry)


def test_without_a_program_there_is_no_event(
    region: Unit, decision: Decision, officer: User, ministry: User
) -> None:
    Meeting.objects.update(program=None)

    with pytest.raises(PermissionDenied):
        decisions.to_event(decision.pk, by=officer)
    with pytest.raises(Refused):
        decisions.to_event(decision.pk, by=ministry)


@pytest.mark.parametrize(
    ("left", "told"),
    [(8, [0, 1, 1]), (7, [1, 1, 1]), (0, [0, 1, 1]), (-1, [1, 1, 1]), (-6, [1, 1, 2])],
)
def test_reminders_come_once(
    decision: Decision, officer: User, left: int, told: list[int]
) -> None:
    """Today, tomorrow, the day after: each run twice, as beat may."""
    today = timezone.localdate()
    Decision.objects.update(due_on=today + left * DAY)

    found = []
    for day in range(3):
        for _time in range(2):
            meeting_notices.remind(today + day * DAY)
        found.append(Notification.objects.filter(user=officer).count())

    assert found == told


def test_closed_decisions_and_drafts_are_not_reminded_of(
    held: Meeting, decision: Decision, municipality: Unit, officer: User, region: Unit
) -> None:
    Decision.objects.update(due_on=timezone.localdate() - DAY)
    decisions.close(decision.pk, note="Сделано", by=officer)
    other = rows.meeting(region, status="held")
    rows.decision(other, municipality, due_on=timezone.localdate() - DAY)

    assert meeting_notices.remind(timezone.localdate()) == 0


def test_home_shows_own_decisions_and_the_weeks_meetings(
    decision: Decision, region: Unit, municipality: Unit, officer: User, ministry: User
) -> None:
    soon = timezone.now() + 3 * DAY
    rows.meeting(region, kind="interview", about=municipality, starts_at=soon)
    rows.meeting(region, starts_at=soon + 10 * DAY)
    rows.meeting(region, status="held")

    assert len(list(meeting_tasks.tasks(officer))) == 2  # the decision, the interview
    assert len(list(meeting_tasks.tasks(ministry))) == 2  # the interview, a signature
