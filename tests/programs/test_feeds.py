"""Calendars by a secret address: what is in them, who may ask, how they are written."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.errors import Refused
from portal.models import JournalEntry, Membership, Unit, User
from programs import ical
from programs.ical import Entry
from programs.models import CalendarFeed, Occurrence, Participation, Program
from programs.services import feeds
from tests import factories as base
from tests.programs import factories

MOMENT = dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A program of the region in force, of these years."""
    now = timezone.localdate()
    return factories.program(
        region,
        published_by=ministry,
        starts_on=now.replace(month=1, day=1),
        ends_on=now.replace(month=12, day=31),
    )


def place_of(user: User) -> Unit:
    """Where the user works."""
    return Membership.objects.get(user=user).unit


def token_of(user: User, codes: tuple[str, ...] = ()) -> str:
    """The secret of a new address."""
    return feeds.make(name="Телефон", codes=codes, by=user)[1]


def served(token: str) -> Calendar:
    """The calendar that a device gets, which sends no cookie."""
    answer = Client().get(reverse("programs:feed", args=[token]))
    assert answer.status_code == 200
    assert not answer.cookies
    return Calendar.from_ical(answer.content)


def summaries(found: Calendar) -> list[str]:
    """What the events are called."""
    return sorted(str(line["SUMMARY"]) for line in found.walk("VEVENT"))


def on(days: int, long: int = 0) -> dict[str, dt.date]:
    """Days of an occurrence, from so many days ahead."""
    first = timezone.localdate() + days * DAY
    return {"starts_on": first, "due_on": first + long * DAY}


def entry(**fields: object) -> Entry:
    """An entry of five days."""
    values: dict[str, object] = {
        "uid": "1@portal",
        "first": dt.date(2026, 11, 9),
        "last": dt.date(2026, 11, 13),
        "summary": "1.12. Семинар",
        "description": "",
        "url": "http://portal/1",
        "status": ical.TENTATIVE,
        "changed_at": MOMENT,
    }
    return Entry(**{**values, **fields})  # type: ignore[arg-type]


def test_the_file_keeps_to_the_standard() -> None:
    words = "Семинар; «для, всех» \\ и каждого\nв две строки 😀 " * 6

    content = ical.calendar("Мероприятия", [entry(summary=words, description=words)])

    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    (line,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(line["DESCRIPTION"]) == words
    assert line["DTSTART"].dt == dt.date(2026, 11, 9)
    assert line["DTEND"].dt == dt.date(2026, 11, 14)  # the day after the last


@pytest.mark.parametrize(
    ("starts", "rule"),
    [
        (["2026-01-05", "2026-01-12", "2026-01-19"], ("WEEKLY", 1)),
        (["2026-01-05", "2026-02-05", "2026-03-05"], ("MONTHLY", 1)),
        (["2026-01-05", "2026-04-05", "2026-07-05"], ("MONTHLY", 3)),
        (["2026-04-11", "2027-04-11"], ("YEARLY", 1)),
        (["2026-01-31", "2026-03-31"], None),
        (["2026-01-05", "2026-01-12", "2026-01-26"], None),
        (["2026-01-05"], None),
    ],
)
def test_a_regular_series_has_a_rule(
    starts: list[str], rule: tuple[str, int] | None
) -> None:
    found = ical.rule([dt.date.fromisoformat(day) for day in starts])

    assert (found and (found["FREQ"], found["INTERVAL"])) == rule
    assert found is None or found["COUNT"] == len(starts)


def test_an_irregular_series_names_its_days() -> None:
    days = [dt.date(2026, 12, 1), dt.date(2027, 2, 3)]

    (line,) = Calendar.from_ical(ical.calendar("", [entry(others=days)])).walk("VEVENT")

    assert [day.dt for day in line["RDATE"].dts] == days
    assert "RRULE" not in line


def test_an_untouched_series_is_one_event_that_repeats(
    program: Program, officer: User
) -> None:
    event = factories.event(program, number="1.12", name="Среда")
    for week in range(4):
        factories.occurrence(event, place_of(officer), **on(7 + 7 * week))

    (line,) = served(token_of(officer)).walk("VEVENT")

    assert line["RRULE"]["FREQ"] == ["WEEKLY"]
    assert line["RRULE"]["COUNT"] == [4]
    assert line["STATUS"] == "TENTATIVE"


def test_a_touched_series_shows_each_date_with_its_state(
    program: Program, officer: User
) -> None:
    place = place_of(officer)
    event = factories.event(program, number="1.12", name="Среда")
    rows = [
        factories.occurrence(event, place, **on(7)),
        factories.occurrence(event, place, **on(14), sequence=2, is_confirmed=True),
        factories.occurrence(
            event, place, **on(21), status="cancelled", cancel_reason="Карантин"
        ),
    ]

    lines = served(token_of(officer)).walk("VEVENT")

    found = {str(line["UID"]).split("@")[0]: line for line in lines}
    assert found.keys() == {f"occurrence-{row.pk}" for row in rows}
    states = [found[f"occurrence-{row.pk}"]["STATUS"] for row in rows]
    assert states == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert found[f"occurrence-{rows[1].pk}"]["SEQUENCE"] == 2
    assert all("LAST-MODIFIED" in line and "URL" in line for line in lines)


def test_an_officer_gets_own_dates_and_where_own_authority_is_named(
    program: Program, officer: User, other_school: Unit
) -> None:
    everybody = base.body(program.unit, name="ОМСУ", is_every_municipality=True)
    named = factories.body(program, "omsu", name="ОМСУ", body=everybody)
    joint = factories.event(program, number="1", name="Вместе")
    joint.bodies.create(program_body=named)
    factories.occurrence(joint, **on(3))
    factories.occurrence(factories.event(program, name="Без нас"), **on(3))
    own = factories.event(program, number="2", name="Своё", runs="municipalities")
    factories.occurrence(own, place_of(officer), **on(4))
    assert other_school.parent
    factories.occurrence(own, other_school.parent, **on(4))

    found = summaries(served(token_of(officer)))

    place = place_of(officer).short_name
    assert found == ["1. Вместе", f"2. Своё ({place})"]


def test_the_ministry_gets_one_event_for_all_municipalities(
    program: Program, ministry: User
) -> None:
    event = factories.event(program, number="2", name="Всюду", runs="municipalities")
    for _number in range(3):
        factories.occurrence(event, base.municipality(program.unit), **on(4))
    factories.occurrence(factories.event(program, number="1", name="Совет"), **on(3))

    found = served(token_of(ministry))

    assert summaries(found) == ["1. Совет", "2. Всюду"]


def test_chosen_programs_narrow_it(program: Program, ministry: User) -> None:
    other = factories.program(program.unit, published_by=ministry)
    factories.occurrence(factories.event(program, number="1", name="Та"), **on(3))
    factories.occurrence(factories.event(other, number="2", name="Другая"), **on(3))

    assert summaries(served(token_of(ministry, (other.code,)))) == ["2. Другая"]


def test_a_head_gets_what_the_head_is_invited_to(program: Program, head: User) -> None:
    invited = factories.occurrence(
        factories.event(program, number="1", name="Да"), **on(3)
    )
    factories.occurrence(factories.event(program, number="2", name="Нет"), **on(3))
    Participation.objects.create(
        occurrence=invited,
        person=head.person,
        unit=program.unit,
        state=Participation.State.INVITED,
        source=Participation.Source.HAND,
    )

    assert summaries(served(token_of(head))) == ["1. Да"]


def test_rights_are_those_of_now(program: Program, officer: User) -> None:
    factories.occurrence(factories.event(program), place_of(officer), **on(3))
    token = token_of(officer)
    assert summaries(served(token))

    Membership.objects.filter(user=officer).delete()

    answer = Client().get(reverse("programs:feed", args=[token]))
    assert answer.status_code == 404


def test_drafts_and_what_is_long_past_are_left_out(
    program: Program, ministry: User
) -> None:
    draft = factories.program(program.unit)
    factories.occurrence(factories.event(draft), **on(3))
    factories.occurrence(factories.event(program), **on(-500))

    assert summaries(served(token_of(ministry))) == []


def test_only_a_hash_is_kept_and_the_making_is_on_record(officer: User) -> None:
    feed, token = feeds.make(name="Телефон", codes=[], by=officer)

    kept = CalendarFeed.objects.filter(pk=feed.pk).values().get()
    assert token not in str(kept)
    entry = JournalEntry.objects.get(action="calendar_feed_made")
    assert token not in str(entry.details)


def test_a_person_has_ten_addresses_at_most(officer: User) -> None:
    for _number in range(feeds.MOST):
        token_of(officer)

    with pytest.raises(Refused):
        token_of(officer)


@pytest.mark.parametrize("why", ["wrong", "revoked", "inactive"])
def test_no_calendar_answers_alike(officer: User, why: str) -> None:
    feed, token = feeds.make(name="Телефон", codes=[], by=officer)
    if why == "wrong":
        token = "x" * len(token)
    elif why == "revoked":
        feeds.revoke(feed.pk, by=officer)
    else:
        User.objects.filter(pk=officer.pk).update(is_active=False)

    answer = Client().get(reverse("programs:feed", args=[token]))

    assert answer.status_code == 404
    assert len(answer.content) < 100


def test_somebody_elses_address_is_not_revoked(officer: User, ministry: User) -> None:
    feed, _token = feeds.make(name="Телефон", codes=[], by=officer)

    with pytest.raises(CalendarFeed.DoesNotExist):
        feeds.revoke(feed.pk, by=ministry)


def test_an_address_is_asked_so_many_times_an_hour(
    officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(officer)
    url = reverse("programs:feed", args=[token])
    client = Client()
    with caplog.at_level(logging.DEBUG):
        answers = [client.get(url) for _number in range(feeds.MOST_AN_HOUR + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"]
    assert token not in caplog.text


def test_a_refusal_does_not_write_the_secret_into_the_log(
    officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    feed, token = feeds.make(name="Телефон", codes=[], by=officer)
    feeds.revoke(feed.pk, by=officer)

    with caplog.at_level(logging.DEBUG):
        Client().get(reverse("programs:feed", args=[token]))

    assert token not in caplog.text


def test_what_did_not_change_is_not_sent_again(officer: User) -> None:
    url = reverse("programs:feed", args=[token_of(officer)])
    first = Client().get(url)

    again = Client().get(url, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_the_last_use_is_noted_once_an_hour(officer: User) -> None:
    feed, token = feeds.make(name="Телефон", codes=[], by=officer)

    served(token)
    feed.refresh_from_db()
    first = feed.used_at
    served(token)
    feed.refresh_from_db()

    assert first is not None
    assert feed.used_at == first


def test_the_page_shows_an_address_once(client: Client, officer: User) -> None:
    client.force_login(officer)
    url = reverse("programs:feeds")

    made = client.post(url, {"name": "Телефон"})

    address = made.context["address"]
    assert address in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store, private"
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in client.get(url).content.decode()
    assert served(token)


def test_revoking_asks_first(client: Client, officer: User) -> None:
    feed, token = feeds.make(name="Телефон", codes=[], by=officer)
    client.force_login(officer)
    url = reverse("programs:feed_revoke", args=[feed.pk])

    assert client.get(url).status_code == 200
    assert served(token)
    client.post(url)

    assert Client().get(reverse("programs:feed", args=[token])).status_code == 404


def test_many_dates_take_the_same_number_of_queries(
    program: Program, officer: User
) -> None:
    place = place_of(officer)
    token = token_of(officer)
    url = reverse("programs:feed", args=[token])
    for number in range(3):
        factories.occurrence(factories.event(program), place, **on(number))
    few = count(url)
    for number in range(20):
        factories.occurrence(factories.event(program), place, **on(number))

    assert count(url) == few
    assert Occurrence.objects.count() == 23


def count(url: str) -> int:
    """How many queries the feed takes."""
    client = Client()
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)
