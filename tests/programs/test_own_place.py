"""One's own place on the list: the page shows it, and one says whether one comes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import User
from programs.models import Occurrence, Participation
from programs.services import attendance, moves
from tests import factories as portal_rows
from tests.programs import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> User:
    """The head of a school."""
    region = portal_rows.region()
    school = portal_rows.organization(portal_rows.municipality(region))
    return portal_rows.head_user(school, "head")


@pytest.fixture
def row(head: User) -> Occurrence:
    """An event of the region to which the head is invited."""
    work = attendance.unit_of(head)
    assert work is not None
    region = factories.region_of(work)
    by = portal_rows.user("ministry", "ministry", region)
    program = factories.program(region, published_by=by)
    today = timezone.localdate()
    made = factories.occurrence(factories.event(program), starts_on=today, due_on=today)
    factories.participation(made, head.person, work, state="invited")
    return made


def own(head: User) -> Participation:
    """Return the head's row as the database has it."""
    return Participation.objects.get(person=head.person_id)


def test_the_invited_says_yes_then_no_on_the_page(
    client: Client, head: User, row: Occurrence
) -> None:
    """The page offers both answers; who declines is not counted any more."""
    client.force_login(head)
    page = reverse("programs:occurrence", args=[row.pk])
    answer = reverse("programs:participants_answer", args=[row.pk])
    assert client.get(page).context["own_is_open"]

    client.post(answer)
    row.refresh_from_db()
    assert (own(head).state, row.participants) == ("registered", 1)
    client.post(answer, {"leave": "1"})
    row.refresh_from_db()
    assert (own(head).state, row.participants) == ("absent", 0)
    assert client.get(page).context["own_declined"]


def test_who_is_not_on_the_list_has_no_answer(head: User, row: Occurrence) -> None:
    """The answer is for those who are named."""
    row.participations.all().delete()
    with pytest.raises(Refused):
        attendance.answer(row.pk, comes=True, by=head)


@pytest.mark.parametrize("over", [True, False])
def test_a_past_or_marked_event_takes_no_answer(
    head: User, row: Occurrence, over: bool
) -> None:
    """Whoever marks it says who took part."""
    if over:
        past = timezone.localdate() - dt.timedelta(days=1)
        Occurrence.objects.filter(pk=row.pk).update(starts_on=past, due_on=past)
    else:
        row.participations.update(state="attended", attended_at=timezone.now())
    with pytest.raises(Refused):
        attendance.answer(row.pk, comes=False, by=head)


def test_a_move_is_undone_from_the_page_of_its_date(
    client: Client, row: Occurrence
) -> None:
    """Whoever has just moved the date need not look for the way back."""
    by = User.objects.get(username="ministry")
    client.force_login(by)
    page = reverse("programs:occurrence", args=[row.pk])
    assert client.get(page).context["undoable"] is None

    later = row.due_on + dt.timedelta(days=7)
    moves.move(
        row.pk, version=row.version, starts_on=later, due_on=later, reason="а", by=by
    )
    undo = reverse("programs:event_undo", args=[row.event_id])
    assert undo in client.get(page).content.decode()
    client.post(undo)
    assert Occurrence.objects.get(pk=row.pk).due_on == row.due_on
