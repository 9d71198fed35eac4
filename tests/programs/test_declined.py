"""Who invited hears of a refusal; answers are counted on the pages of the date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Notification, Unit, User
from programs.models import Occurrence
from programs.services import attendance, participation, putting_forward
from programs.services.participation import Named
from tests import factories as portal_rows
from tests.programs import factories

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=7)


@pytest.fixture
def row(region: Unit, ministry: User) -> Occurrence:
    """A seminar of the region in a week, with a name as long as may be."""
    program = factories.program(region, published_by=ministry)
    event = factories.event(program, name="Семинар " * 100)
    return factories.occurrence(event, starts_on=SOON, due_on=SOON)


@pytest.fixture
def other_head(other_school: Unit) -> User:
    """The head of a school of another municipality."""
    return portal_rows.head_user(other_school, "other_head", last_name="Сосновская")


@pytest.fixture
def invited(
    row: Occurrence,
    ministry: User,
    operator: User,
    head: User,
    school: Unit,
    other_head: User,
    other_school: Unit,
) -> Occurrence:
    """Both heads are invited by the ministry."""
    pairs = [(school, head), (other_school, other_head)]
    named = [Named(unit.pk, one.person_id) for unit, one in pairs]
    participation.add(row.pk, named, source="hand", by=ministry)
    return row


def told(user: User) -> list[Notification]:
    """Notices of refusals that the user has, the oldest first."""
    rows = Notification.objects.filter(user=user, key__startswith="event_declined:")
    return list(rows.order_by("pk"))


def decline(row: Occurrence, *heads: User) -> None:
    """Let the heads say that they will not come."""
    for one in heads:
        attendance.answer(row.pk, comes=False, by=one)


def test_who_invited_is_told_once(
    invited: Occurrence, ministry: User, operator: User, head: User
) -> None:
    decline(invited, head, head)

    (notice,) = told(ministry)
    assert notice.text.startswith("1 ")
    page = reverse("programs:participants", args=[invited.pk])
    assert notice.url == f"{page}?state=absent"
    assert told(operator) == told(head) == []


def test_a_yes_is_not_told(invited: Occurrence, ministry: User, head: User) -> None:
    attendance.answer(invited.pk, comes=True, by=head)

    assert told(ministry) == []


def test_refusals_of_a_date_are_collected_until_they_are_read(
    invited: Occurrence, ministry: User, head: User, other_head: User
) -> None:
    decline(invited, head, other_head)
    (notice,) = told(ministry)
    assert notice.text.startswith("2 ")

    Notification.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    attendance.answer(invited.pk, comes=True, by=head)
    assert told(ministry) == [notice]
    decline(invited, head)
    assert len(told(ministry)) == 2


def test_who_comes_after_all_is_not_counted(
    invited: Occurrence, ministry: User, head: User, other_head: User
) -> None:
    decline(invited, head, other_head)

    attendance.answer(invited.pk, comes=True, by=head)
    assert [notice.text[0] for notice in told(ministry)] == ["1"]
    attendance.answer(invited.pk, comes=True, by=other_head)
    assert told(ministry) == []


def test_a_municipality_hears_of_its_own_and_the_region_of_all(
    invited: Occurrence,
    officer: User,
    ministry: User,
    operator: User,
    head: User,
    other_head: User,
    school: Unit,
) -> None:
    deputy = portal_rows.head_user(
        portal_rows.organization(school.parent), "deputy", last_name="Кедрова"
    )
    unit = attendance.unit_of(deputy)
    assert unit is not None
    putting_forward.add(
        invited.pk, [Named(unit.pk, deputy.person_id)], source="list", by=officer
    )

    decline(invited, other_head, deputy)

    assert [notice.text[0] for notice in told(officer)] == ["1"]
    assert [notice.text[0] for notice in told(ministry)] == ["2"]
    assert [notice.text[0] for notice in told(operator)] == ["2"]


def test_of_who_registered_alone_those_who_work_on_it_hear(
    row: Occurrence, operator: User, ministry: User, head: User
) -> None:
    today = timezone.localdate()
    opened = attendance.open_registration(row.pk, until=today, by=ministry)
    attendance.register(opened.registration_token or "", by=head)

    decline(row, head)

    assert len(told(operator)) == 1


def test_answers_are_counted_on_the_date_in_its_list_and_in_the_series(
    invited: Occurrence, ministry: User, head: User
) -> None:
    decline(invited, head)
    client = Client()
    client.force_login(ministry)

    page = client.get(reverse("programs:occurrence", args=[invited.pk]))
    assert page.context["participants"]["is_ahead"]
    counts = page.context["participants"]["counts"]
    assert (counts["registered"], counts["absent"], counts["invited"]) == (0, 1, 1)
    people = reverse("programs:participants", args=[invited.pk])
    listed = client.get(people, {"state": "absent"}).context["rows"]
    assert [str(words) for _one, _tone, words in listed] in (
        ["will not come"],
        ["не придёт"],
    )
    event = client.get(reverse("programs:event", args=[invited.event_id]))
    (line,) = event.context["lines"]
    assert (line.answers.come, line.answers.decline, line.answers.silent) == (0, 1, 1)


def test_after_the_event_the_list_says_who_came(
    invited: Occurrence, ministry: User, head: User
) -> None:
    Occurrence.objects.filter(pk=invited.pk).update(
        status="held", held_on=SOON, held_by=ministry, result="Проведено"
    )
    client = Client()
    client.force_login(ministry)

    page = client.get(reverse("programs:occurrence", args=[invited.pk]))

    assert not page.context["participants"]["is_ahead"]
