"""The invitation of a candidate once more: by whom, to whom, how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import JournalEntry, Person, Unit, User
from reserve.models import Application, Competition
from reserve.services import invites, proposals
from reserve.services.proposals import Proposed
from tests.reserve import factories

DAY = dt.timedelta(days=1)


@pytest.fixture
def competition(region: Unit, ministry: User) -> Competition:
    """An announced competition."""
    return factories.competition(region, ministry)


@pytest.fixture
def draft(competition: Competition, school: Unit, head: User) -> Application:
    """A draft of somebody new, who was invited by the head just now."""
    person = Person(last_name="Новая", first_name="Вера", gender="female")
    proposed = Proposed(person, school, "Учитель", "Да", "vera@example.org")
    return proposals.nominate(competition.pk, proposed, by=head)


def aged(draft: Application, by: dt.timedelta) -> None:
    """Let the last letter be so old."""
    Application.objects.filter(pk=draft.pk).update(invited_at=timezone.now() - by)


def test_a_letter_goes_once_more_after_a_day(
    draft: Application,
    head: User,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    aged(draft, DAY)
    client = Client()
    client.force_login(head)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client.post(reverse("reserve:invite", args=[draft.pk]))
        client.post(reverse("reserve:invite", args=[draft.pk]))

    draft.refresh_from_db()
    assert len(mailoutbox) == 1
    assert draft.invited_at is not None
    assert timezone.now() - draft.invited_at < dt.timedelta(minutes=1)
    assert JournalEntry.objects.filter(action="reserve_candidate_invited").count() == 1


def test_within_a_day_no_second_letter_goes(draft: Application, head: User) -> None:
    assert draft.invited_at is not None
    with pytest.raises(Refused):
        invites.send_again(draft.pk, by=head)


def test_a_second_competition_is_no_way_round_the_pause(
    draft: Application, region: Unit, school: Unit, head: User, ministry: User
) -> None:
    other = factories.competition(region, ministry)
    second = proposals.nominate(
        other.pk, Proposed(draft.person, school, "Учитель", "Да"), by=head
    )

    assert second.invited_at is None
    with pytest.raises(Refused):
        invites.send_again(second.pk, by=head)
    aged(draft, DAY)
    invites.send_again(second.pk, by=head)


def test_whoever_has_set_a_password_or_signed_in_is_not_invited(
    draft: Application, head: User
) -> None:
    aged(draft, 2 * DAY)
    user = User.objects.get(person=draft.person)
    user.set_password("x")
    user.save()
    with pytest.raises(Refused):
        invites.send_again(draft.pk, by=head)
    user.set_unusable_password()
    user.last_login = timezone.now()
    user.save()
    with pytest.raises(Refused):
        invites.send_again(draft.pk, by=head)


def test_only_who_nominated_sends_again(
    draft: Application, head: User, ministry: User, officer: User
) -> None:
    aged(draft, 2 * DAY)
    for user in (ministry, officer):
        with pytest.raises(PermissionDenied):
            invites.send_again(draft.pk, by=user)
    client = Client()
    client.force_login(officer)
    assert client.post(reverse("reserve:invite", args=[draft.pk])).status_code == 404


def test_after_the_window_nobody_is_invited(draft: Application, head: User) -> None:
    aged(draft, 2 * DAY)
    yesterday = timezone.localdate() - DAY
    Competition.objects.update(closes_on=yesterday, decides_on=yesterday + DAY)

    with pytest.raises(Refused):
        invites.send_again(draft.pk, by=head)


def test_the_page_says_when_the_letter_went_and_offers_it_again(
    draft: Application, head: User
) -> None:
    client = Client()
    client.force_login(head)
    url = reverse("reserve:nominate", args=[draft.competition_id])
    action = reverse("reserve:invite", args=[draft.pk])

    fresh = client.get(url).content.decode()
    aged(draft, DAY)
    old = client.get(url).content.decode()

    assert action not in fresh
    assert action in old
