"""A municipality names its own people for a date of the region: theirs only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from programs.models import Event, Occurrence, Participation
from programs.reading import participants
from programs.services import participation, putting_forward
from programs.services.participation import Named
from tests import factories as portal_rows
from tests.programs import factories
from tests.programs.tracking import force

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=7)


@pytest.fixture
def row(region: Unit, ministry: User) -> Occurrence:
    """A seminar of the region in a week."""
    program = factories.program(region, published_by=ministry)
    event = factories.event(program)
    return factories.occurrence(event, starts_on=SOON, due_on=SOON)


@pytest.fixture
def stranger(other_school: Unit) -> User:
    """The head of a school of another municipality."""
    return portal_rows.head_user(other_school, "stranger", last_name="Сосновская")


def put(row: Occurrence, head: User, school: Unit, by: User) -> None:
    """Put the head of the school forward."""
    named = [Named(school.pk, head.person_id)]
    putting_forward.add(row.pk, named, source="list", by=by)


def client_of(user: User) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(user)
    return client


def address(name: str, row: Occurrence | Participation | Event) -> str:
    """The address of a page of the row."""
    return reverse(f"programs:{name}", args=[row.pk])


# The service


def test_own_people_are_named_invited_and_put_on_record(
    row: Occurrence, head: User, school: Unit, officer: User
) -> None:
    put(row, head, school, officer)
    put(row, head, school, officer)

    one = row.participations.get()
    row.refresh_from_db()
    assert (one.state, one.added_by, row.participants) == ("invited", officer, 1)
    assert Notification.objects.filter(user=head).count() == 1
    entry = JournalEntry.objects.filter(action="participants_put_forward")[0]
    assert (entry.unit, entry.subject_id) == (school.parent, row.pk)


def test_an_organization_is_named_without_a_person(
    row: Occurrence, school: Unit, officer: User
) -> None:
    putting_forward.add(row.pk, [Named(school.pk)], source="filter", by=officer)

    assert row.participations.get().unit == school


def test_others_people_are_not_theirs_to_name(
    row: Occurrence, stranger: User, other_school: Unit, officer: User
) -> None:
    with pytest.raises(PermissionDenied):
        put(row, stranger, other_school, officer)
    assert not row.participations.exists()


@pytest.mark.parametrize("who", ["head", "outsider", "administrator", "ministry"])
def test_only_who_tracks_below_the_holder_puts_forward(
    row: Occurrence, head: User, school: Unit, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        put(row, head, school, request.getfixturevalue(who))


@pytest.mark.parametrize("status", ["held", "checked", "cancelled"])
def test_once_marked_the_list_is_its_holders(
    row: Occurrence,
    head: User,
    school: Unit,
    officer: User,
    ministry: User,
    operator: User,
    status: str,
) -> None:
    put(row, head, school, officer)
    force(row, status, operator, ministry)

    with pytest.raises(Refused):
        putting_forward.add(row.pk, [Named(school.pk)], source="list", by=officer)
    with pytest.raises(Refused):
        putting_forward.take_off(row.participations.get().pk, by=officer)


def test_presence_is_marked_by_the_holder_only(
    row: Occurrence, head: User, school: Unit, officer: User, ministry: User
) -> None:
    put(row, head, school, officer)
    one = row.participations.get()

    with pytest.raises(PermissionDenied):
        participation.mark(row.pk, [one.pk], state="attended", by=officer)
    with pytest.raises(PermissionDenied):
        participation.remove(row.pk, [one.pk], by=officer)
    participation.mark(row.pk, [one.pk], state="attended", by=ministry)
    with pytest.raises(Refused):
        putting_forward.take_off(one.pk, by=officer)


def test_only_the_own_are_taken_off(
    row: Occurrence,
    head: User,
    stranger: User,
    school: Unit,
    other_school: Unit,
    officer: User,
) -> None:
    put(row, head, school, officer)
    other = factories.participation(row, stranger.person, other_school)

    putting_forward.take_off(row.participations.get(person=head.person).pk, by=officer)
    with pytest.raises(PermissionDenied):
        putting_forward.take_off(other.pk, by=officer)

    row.refresh_from_db()
    assert (list(row.participations.all()), row.participants) == ([other], 1)
    entry = JournalEntry.objects.get(action="participant_taken_off")
    assert entry.unit == school.parent


def test_who_was_taken_off_meanwhile_is_refused(officer: User) -> None:
    with pytest.raises(Refused):
        putting_forward.take_off(1, by=officer)


# The pages


def test_the_officer_is_offered_it_on_the_event_and_on_the_date(
    row: Occurrence, officer: User, ministry: User, head: User
) -> None:
    add = address("participants_add", row)
    for page in (address("event", row.event), address("occurrence", row)):
        assert 'id="put-forward"' in client_of(officer).get(page).content.decode()
        assert add in client_of(officer).get(page).content.decode()
        for other in (ministry, head):
            text = client_of(other).get(page).content.decode()
            assert 'id="put-forward"' not in text


def test_the_own_date_is_marked_not_put_forward(
    row: Occurrence, officer: User, school: Unit
) -> None:
    own = factories.occurrence(
        row.event, school.parent, starts_on=SOON, due_on=SOON, place="Зал"
    )
    shown = participants.of_occurrence(own, officer)

    assert (shown["may_change"], shown["may_put_forward"]) == (True, False)


def test_the_officer_finds_and_adds_the_own_people_by_a_filter(
    row: Occurrence, officer: User, head: User, stranger: User
) -> None:
    client, page = client_of(officer), address("participants_add", row)

    shown = client.get(page, {"who": "heads"}).context
    assert "municipality" not in shown["form"].fields
    assert [one.person for one in shown["preview"].named] == [head.person_id]
    client.post(f"{page}?who=heads")

    one = row.participations.get()
    assert (one.person, one.source) == (head.person, "filter")


def test_of_those_found_only_the_ticked_are_added(
    row: Occurrence, officer: User, head: User, school: Unit
) -> None:
    second = portal_rows.head_user(
        portal_rows.organization(school.parent), "second", last_name="Кедрова"
    )
    client, page = client_of(officer), address("participants_add", row)
    shown = client.get(page, {"who": "heads"}).context["preview"].shown

    nobody = client.post(f"{page}?who=heads", {"ticked": "1"})
    assert nobody.status_code == 200
    assert not row.participations.exists()
    (key,) = [key for key, name, _unit in shown if name == second.person.full_name]
    client.post(f"{page}?who=heads", {"ticked": "1", "take": [key, "5-5"]})

    assert row.participations.get().person == second.person


def test_the_officer_pastes_names_of_the_own_people(
    row: Occurrence, officer: User, head: User, stranger: User
) -> None:
    client, page = client_of(officer), address("participants_paste", row)
    names = f"{head.person}\n{stranger.person}"

    found = client.post(page, {"names": names}).context["matches"]
    assert [match.state for match in found] == ["one", "nobody"]
    client.post(page, {"chosen": "1", "p1": found[0].found[0].key})

    assert row.participations.get().source == "list"


def test_the_list_shows_the_own_and_counts_the_others(
    row: Occurrence,
    officer: User,
    ministry: User,
    head: User,
    stranger: User,
    school: Unit,
    other_school: Unit,
) -> None:
    put(row, head, school, officer)
    other = factories.participation(row, stranger.person, other_school)
    page = address("participants", row)

    own = client_of(officer).get(page)
    assert [one.person for one, *_ in own.context["rows"]] == [head.person]
    assert own.context["named"] == 2
    assert address("participation_take_off", row.participations.all()[0]) in str(
        own.content
    )
    assert str(stranger.person) not in own.content.decode()
    assert len(client_of(ministry).get(page).context["rows"]) == 2
    taken = client_of(officer).get(address("participation_take_off", other))
    assert taken.status_code == 404


def test_one_is_taken_off_after_a_question(
    row: Occurrence, officer: User, ministry: User, head: User, school: Unit
) -> None:
    put(row, head, school, officer)
    page = address("participation_take_off", row.participations.get())

    assert client_of(ministry).get(page).status_code == 403
    assert client_of(officer).get(page).status_code == 200
    client_of(officer).post(page)

    assert not row.participations.exists()
