"""What the other side of an interview is told: every change, also one that returns."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.models import Notification, Unit, User
from programs.models import Meeting
from programs.services import meeting_notices, meetings
from tests import factories as portal_rows
from tests.programs import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(region: Unit, municipality: Unit) -> Meeting:
    """An interview in a week."""
    return factories.meeting(
        region,
        kind=Meeting.Kind.INTERVIEW,
        about=municipality,
        starts_at=timezone.now() + dt.timedelta(days=7),
    )


def told(user: User) -> int:
    """How many notices the user has of meetings."""
    return Notification.objects.filter(user=user, key__startswith="meeting:").count()


def test_a_cancelled_interview_that_is_on_again_is_told_again(
    interview: Meeting, ministry: User, officer: User
) -> None:
    for _time in range(2):
        meetings.cancel(interview.pk, reason="Перенос", by=ministry)
        meetings.reopen(interview.pk, reason="Состоится", by=ministry)

    assert told(officer) == 4


def test_an_hour_that_comes_back_is_told_again(
    interview: Meeting, ministry: User, officer: User
) -> None:
    first, later = interview.starts_at, interview.starts_at + dt.timedelta(hours=3)
    for at in (later, first, later):
        meetings.change(interview.pk, values={"starts_at": at}, by=ministry)

    assert told(officer) == 3


def test_other_words_are_not_told(
    interview: Meeting, ministry: User, officer: User
) -> None:
    meetings.change(interview.pk, values={"place": "Зал № 2"}, by=ministry)

    assert told(officer) == 0


def test_reminders_of_decisions_count_only_what_was_sent(
    region: Unit, ministry: User, municipality: Unit
) -> None:
    today = timezone.localdate()
    held = factories.meeting(region, status=Meeting.Status.SIGNED)
    due_on = today + dt.timedelta(days=3)
    factories.decision(held, municipality, due_on=due_on)

    assert meeting_notices.remind(today) == 0
    portal_rows.user("municipal", "municipal", municipality)
    assert meeting_notices.remind(today) == 1
    assert meeting_notices.remind(today) == 0
