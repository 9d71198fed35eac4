"""Rotation: whose term ends, decisions of one sitting, places that become free."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.models import JournalEntry, Unit, User
from portal.years import years_later
from reserve.models import ExclusionGround, Level, Member, Nomination
from reserve.plan_sums import months_later
from reserve.reading import rotation as reading
from reserve.services import rotation
from reserve.services.rotation import Choice, NotAll, Sitting, Verdict
from tests import factories as portal_rows
from tests.reserve import factories

URL = "/reserve/members/rotation/"
SITTING = Sitting(number="7", on=dt.date(2026, 11, 20))


def ending(school: Unit, days: int = 30, **fields: object) -> Member:
    """A member whose term ends in some days."""
    term = timezone.localdate() + dt.timedelta(days=days)
    return factories.member(
        school, included_on=years_later(term, -3), term_ends_on=term, **fields
    )


def client_of(user: User) -> Client:
    """A client signed in as the user."""
    client = Client()
    client.force_login(user)
    return client


def verdict(member: Member, choice: str, **fields: object) -> Verdict:
    """A decision on the member as they are now."""
    return Verdict(
        member_id=member.pk, choice=choice, term=member.term_ends_on, **fields
    )


def posted(*decided: tuple[Member, dict[str, object]]) -> dict[str, object]:
    """What the page sends for a sitting."""
    data: dict[str, object] = {"number": "7", "on": "2026-11-20", "years": "2"}
    data["row"] = [member.pk for member, _values in decided]
    for member, values in decided:
        values = {"term": member.term_ends_on.isoformat(), "choice": "leave", **values}
        data |= {f"m{member.pk}-{name}": value for name, value in values.items()}
    return data


def test_the_horizon_takes_whose_term_ends_or_has_ended(
    school: Unit, ministry: User
) -> None:
    today = timezone.localdate()
    over, last = ending(school, days=-3), ending(school)
    last.term_ends_on = months_later(today, 6)
    last.save()
    late = ending(school)
    late.term_ends_on = months_later(today, 6) + dt.timedelta(days=1)
    late.save()
    ending(school, status=Member.Status.EXPIRED, left_on=today)

    page = client_of(ministry).get(URL)
    year = client_of(ministry).get(f"{URL}?months=12")
    ended = client_of(ministry).get(f"{URL}?months=0")

    assert [line.member for line, _form in page.context["docket"]] == [over, last]
    assert len(year.context["docket"]) == 3
    assert [line.member for line, _form in ended.context["docket"]] == [over]


def test_a_line_says_what_the_commission_asks(school: Unit, ministry: User) -> None:
    today = timezone.localdate()
    member = ending(school)
    vacancy = factories.vacancy(school, ministry)
    for status in ("declined", "declined", "submitted"):
        factories.nomination(
            vacancy,
            member,
            ministry,
            status=status,
            reason="Иное" * (status != "submitted"),
        )
    portal_rows.appoint(member.person, school, starts_on=today)

    (line,) = reading.lines([member], ministry, today)

    assert (line.offers.count, line.offers.declined, line.posts) == (3, 2, 1)
    assert line.offers.running
    assert (line.share, line.is_over, line.may_decide) == (0, False, True)


def test_a_sitting_extends_and_excludes_and_leaves(
    school: Unit, ministry: User
) -> None:
    kept, gone, left = ending(school), ending(school), ending(school)
    ground = factories.ground(factories.region_of(school))
    was = kept.term_ends_on

    answer = client_of(ministry).post(
        URL,
        posted(
            (kept, {"choice": "extend", "reason": "План почти выполнен"}),
            (gone, {"choice": "exclude", "ground": ground.pk}),
            (left, {}),
        ),
    )

    for member in (kept, gone, left):
        member.refresh_from_db()
    assert answer.status_code == 302
    assert kept.term_ends_on == years_later(was, 2)
    extension = kept.extensions.get()
    assert extension.order_number == SITTING.words
    assert extension.reason == "План почти выполнен"
    assert (gone.status, gone.ground) == (Member.Status.EXCLUDED, ground)
    assert SITTING.words in gone.left_reason
    assert (left.is_active, left.extensions.count()) == (True, 0)
    entry = JournalEntry.objects.get(action="reserve_rotation_decided")
    assert entry.details == {"extended": 1, "excluded": 1, "left": 1}


def test_one_decision_that_fails_stops_them_all(school: Unit, ministry: User) -> None:
    kept, gone = ending(school), ending(school)
    elsewhere = ExclusionGround.objects.create(
        owner=portal_rows.region(), code="own", name="Чужое"
    )
    was = kept.term_ends_on

    with pytest.raises(NotAll) as refusal:
        rotation.decide(
            [
                verdict(kept, Choice.EXTEND),
                verdict(gone, Choice.EXCLUDE, ground=elsewhere),
            ],
            sitting=SITTING,
            by=ministry,
        )

    kept.refresh_from_db()
    assert [one.member for one in refusal.value.problems] == [gone]
    assert kept.term_ends_on == was
    assert not JournalEntry.objects.filter(action="reserve_member_extended").exists()


def test_a_term_that_changed_meanwhile_is_looked_at_again(
    school: Unit, ministry: User
) -> None:
    member = ending(school)
    sent = posted((member, {"choice": "extend"}))
    client = client_of(ministry)

    client.post(URL, sent)
    again = client.post(URL, sent)

    assert again.status_code == 200
    assert [one.member for one in again.context["problems"]] == [member]
    assert member.extensions.count() == 1


def test_an_exclusion_without_a_ground_is_asked_for(
    school: Unit, ministry: User
) -> None:
    member = ending(school)

    page = client_of(ministry).post(URL, posted((member, {"choice": "exclude"})))

    member.refresh_from_db()
    assert member.is_active
    assert [one for one, _errors in page.context["faults"]] == [member]


def test_nothing_chosen_is_no_decision(school: Unit, ministry: User) -> None:
    page = client_of(ministry).post(URL, posted((ending(school), {})))

    assert page.context["sitting"].non_field_errors()
    assert not JournalEntry.objects.filter(action="reserve_rotation_decided").exists()


def test_a_municipality_decides_on_its_own_reserve_alone(
    school: Unit, other_school: Unit, municipality: Unit, officer: User
) -> None:
    regional = ending(school)
    own = ending(school, owner=municipality, level=Level.MUNICIPAL)
    ending(other_school, person=portal_rows.person(last_name="Чужова"))
    client = client_of(officer)

    page = client.get(URL)
    open_to = {line.member: form is not None for line, form in page.context["docket"]}
    refused = client.post(URL, posted((regional, {"choice": "extend"})))
    taken = client.post(URL, posted((own, {"choice": "extend"})))

    assert open_to == {regional: False, own: True}
    assert "Чужова" not in page.content.decode()
    assert [one.member for one in refused.context["problems"]] == [regional]
    assert taken.status_code == 302


def test_people_out_of_sight_are_not_found(
    school: Unit, other_school: Unit, officer: User
) -> None:
    theirs = ending(other_school)

    answer = client_of(officer).post(URL, posted((theirs, {"choice": "extend"})))

    assert answer.status_code == 404


def test_the_operator_prepares_but_does_not_decide(
    school: Unit, operator: User
) -> None:
    member = ending(school)
    client = client_of(operator)

    assert client.get(URL).context["may_decide"] is False
    assert client.post(URL, posted((member, {"choice": "extend"}))).status_code == 403


def test_places_are_counted_by_municipality_and_level(
    school: Unit, other_school: Unit, municipality: Unit
) -> None:
    today = timezone.localdate()
    ending(school)
    factories.member(school)
    ending(school, owner=municipality, level=Level.MUNICIPAL)
    gone = ending(other_school, status=Member.Status.APPOINTED, left_on=today)
    ending(
        other_school,
        status=Member.Status.EXPIRED,
        left_on=months_later(today, -7),
        person=gone.person,
    )

    found = {
        (row.name, row.level): (row.now, row.ends, row.left, row.appointed)
        for row in reading.places(Member.objects.all(), today, 6)
    }
    sums = reading.total(reading.places(Member.objects.all(), today, 6))

    home, other = municipality.short_name, other_school.parent.short_name
    assert found == {
        (home, Level.REGIONAL.label): (2, 1, 0, 0),
        (home, Level.MUNICIPAL.label): (1, 1, 0, 0),
        (other, Level.REGIONAL.label): (0, 0, 1, 1),
    }
    assert (sums.now, sums.ends, sums.left, sums.appointed) == (3, 2, 1, 1)


def test_more_people_take_no_more_queries(school: Unit, ministry: User) -> None:
    client = client_of(ministry)
    ending(school)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for _ in range(12):
        ending(school)

    with CaptureQueriesContext(connection) as many:
        client.get(URL)

    assert len(many) == len(few)


def test_the_list_for_the_sitting_is_a_file_on_record(
    school: Unit, ministry: User
) -> None:
    member = ending(school)

    answer = client_of(ministry).get(f"{URL}rotation.xlsx")

    cells = [
        cell
        for row in load_workbook(io.BytesIO(answer.content)).active.values
        for cell in row
    ]
    assert member.person.full_name in cells
    entry = JournalEntry.objects.get(action="reserve_rotation_exported")
    assert entry.details == {"count": 1}


def test_an_exclusion_withdraws_the_running_nomination(
    school: Unit, ministry: User
) -> None:
    member = ending(school)
    nomination = factories.nomination(
        factories.vacancy(school, ministry), member, ministry
    )
    ground = factories.ground(factories.region_of(school))

    rotation.decide(
        [verdict(member, Choice.EXCLUDE, ground=ground)], sitting=SITTING, by=ministry
    )

    nomination.refresh_from_db()
    assert nomination.status == Nomination.Status.WITHDRAWN
