"""The history of an event: who takes part stays unnamed to who may not see it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Unit, User
from programs.models import Occurrence
from programs.services import attendance
from tests import factories as portal_rows
from tests.programs import factories


@pytest.fixture
def declined(region: Unit, ministry: User, head: User, school: Unit) -> Occurrence:
    """A date of the region that the head of a school has declined."""
    program = factories.program(region, published_by=ministry)
    day = timezone.localdate() + dt.timedelta(days=7)
    row = factories.occurrence(factories.event(program), starts_on=day, due_on=day)
    factories.participation(row, head.person, school)
    attendance.answer(row.pk, comes=False, by=head)
    return row


def who(row: Occurrence, user: User) -> list[str | None]:
    """Whom the page of the event names for the answer."""
    client = Client()
    client.force_login(user)
    page = client.get(reverse("programs:event", args=[row.event_id]))
    found = [one for one in page.context["history"] if "declined" in one.action]
    return [one.by and one.by.username for one in found]


def test_an_officer_elsewhere_does_not_learn_who_declined(
    declined: Occurrence, officer: User, ministry: User, other_school: Unit
) -> None:
    stranger = portal_rows.user("stranger", "municipal", other_school.parent)

    assert who(declined, stranger) == [None]
    assert who(declined, officer) == ["head"]
    assert who(declined, ministry) == ["head"]
