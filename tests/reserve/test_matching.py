"""The match: hurdles in their order, reasons in words, no score."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Appointment
from reserve import matching
from reserve.matching import Candidate, Hurdle, Mark, Post, Practice, Record
from reserve.reading import hurdles, nominations
from tests import factories as base
from tests.reserve import factories

POST = Post("head", "general", dt.date(2027, 1, 1))
FITS = Candidate(organization_types=[], works_there=True)
DONE = Record(
    term_ends_on=dt.date(2028, 1, 1),
    hours=72,
    hours_done=72,
    conclusion="ready",
    before=Decimal(60),
    after=Decimal(81),
    practice=[Practice("assistant", "general", 72)],
)


@pytest.mark.parametrize(
    ("fields", "hurdle"),
    [
        ({}, None),
        ({"organization_types": ["general"]}, None),
        ({"place": "agrees"}, None),
        ({"post": "deputy", "status": "training"}, Hurdle.POST),
        ({"organization_types": ["preschool"], "status": "training"}, Hurdle.TYPE),
        ({"status": "training", "place": "elsewhere"}, Hurdle.READY),
        ({"status": "approval", "place": "elsewhere"}, Hurdle.BUSY),
        ({"place": "elsewhere"}, Hurdle.PLACE),
    ],
)
def test_the_first_hurdle_is_named(ministry, school, other_school, fields, hurdle):
    values = {"status": "ready", **fields}
    place = values.pop("place", "here")
    unit = school if place == "here" else other_school
    member = factories.member(unit, **values)
    if place == "agrees":
        member.municipalities.add(school.parent)

    assert sorted_out(factories.vacancy(school, ministry), ministry) == (
        ([member.pk], []) if hurdle is None else ([], [(member.pk, hurdle)])
    )


def test_the_holder_of_the_post_is_not_proposed(ministry, school):
    member = factories.member(school, status="ready")
    base.appoint(member.person, school)

    found = sorted_out(factories.vacancy(school, ministry), ministry)

    assert found == ([], [(member.pk, Hurdle.HOLDER)])


def test_whoever_is_nominated_to_this_very_post_fits(ministry, school):
    vacancy = factories.vacancy(school, ministry)
    member = factories.member(school, status="ready")
    factories.nomination(vacancy, member, ministry)

    assert sorted_out(vacancy, ministry) == ([member.pk], [])


def test_of_two_memberships_the_one_that_comes_furthest_speaks(
    ministry, school, municipality
):
    member = factories.member(school, post="deputy", status="ready")
    ahead = factories.member(school, member.person, owner=municipality)

    found = sorted_out(factories.vacancy(school, ministry), ministry)

    assert found == ([], [(ahead.pk, Hurdle.READY)])


def sorted_out(vacancy, user):
    """Return who fits, and who is held up by which hurdle."""
    rows = hurdles.judged(vacancy, user, timezone.localdate())
    fits, held = hurdles.sorted_out(rows)
    return fits, [(pk, hurdles.ORDER[step]) for pk, step in held]


def test_the_list_of_the_others_is_paged(client, ministry, school):
    vacancy = factories.vacancy(school, ministry)
    for _ in range(27):
        factories.member(school)
    client.force_login(ministry)
    address = reverse("reserve:vacancy", args=[vacancy.pk])

    first = client.get(address)
    second = client.get(address, {"others": "yes", "page": 2})

    assert len(first.context["others"]) == 25
    assert "?others=yes#others" in first.content.decode()
    assert len(second.context["others"]) == 2


def test_hurdles_count_down_to_those_who_fit():
    steps = matching.left_after(2, {Hurdle.POST: 1, Hurdle.PLACE: 2})

    assert steps[1] == (Hurdle.POST, 4, 1)
    assert steps[-1] == (Hurdle.PLACE, 2, 2)


def test_everything_done_speaks_for():
    found = matching.reasons(
        Candidate(organization_types=["general"], works_there=True), DONE, POST
    )

    assert {reason.mark for reason in found} == {Mark.YES}
    assert matching.order(found) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "code", "mark"),
    [
        ({"hours": None}, "plan:none", Mark.NO),
        ({"hours_done": 60}, "plan:running", Mark.HALF),
        ({"practice": []}, "practice:none", Mark.NO),
        (
            {"practice": [Practice("assistant", "preschool", 9)]},
            "practice:other",
            Mark.HALF,
        ),
        (
            {"practice": [Practice("acting", "general", 9)]},
            "practice:acting",
            Mark.YES,
        ),
        ({"conclusion": ""}, "conclusion:none", Mark.HALF),
        ({"conclusion": "exclude"}, "conclusion:exclude", Mark.NO),
        ({"term_ends_on": dt.date(2026, 12, 1)}, "term:ends", Mark.HALF),
        ({"before": None}, "test:once", Mark.HALF),
        ({"after": Decimal(50)}, "test:gain", Mark.HALF),
    ],
)
def test_each_gap_is_said(fields, code, mark):
    record = Record(**{**DONE.__dict__, **fields})

    found = matching.reasons(FITS, record, POST)

    assert (code, mark) in {(reason.code, reason.mark) for reason in found}


def test_the_page_shows_reasons_and_why_not_the_others(client, ministry, school):
    vacancy = factories.vacancy(school, ministry)
    factories.member(school, base.person(last_name="Готовцева"), status="ready")
    factories.member(school, base.person(last_name="Ученикова"))
    client.force_login(ministry)

    page = client.get(reverse("reserve:vacancy", args=[vacancy.pk]))

    match = page.context["match"]
    assert [row.person.last_name for row in match.fits] == ["Готовцева"]
    assert [row.member.person.last_name for row in page.context["others"]] == [
        "Ученикова"
    ]
    assert "%" not in "".join(
        line.text for fit in page.context["fits"] for line in fit.reasons
    )


def test_an_officer_matches_own_people(client, officer, school, other_school):
    vacancy = factories.vacancy(school, officer)
    foreign = factories.member(other_school, status="ready")
    foreign.municipalities.add(school.parent)
    client.force_login(officer)

    page = client.get(reverse("reserve:vacancy", args=[vacancy.pk]))

    assert page.context["match"].total == 0


def test_the_way_is_walked_on_the_pages(client, ministry, officer, school):
    vacancy = factories.vacancy(school, officer)
    member = factories.member(school, status="ready")
    client.force_login(officer)
    client.post(
        reverse("reserve:nomination_add", args=[vacancy.pk]), {"member": member.pk}
    )
    made = vacancy.nominations.get()
    client.force_login(ministry)
    for target in ("documents", "interview", "approved"):
        url = reverse("reserve:nomination_step", args=[made.pk, target])
        assert client.get(url).status_code == 200
        client.post(url, {"note": ""})
    client.force_login(officer)

    answer = client.post(
        reverse("reserve:nomination_appoint", args=[made.pk]),
        {"starts_on": vacancy.free_on.isoformat(), "order_number": "12-к"},
        follow=True,
    )

    assert answer.status_code == 200
    assert Appointment.objects.get(person=member.person).order_number == "12-к"


def test_somebody_outside_is_nominated_with_a_consent_on_paper(
    client, officer, school, region
):
    factories.consent_text(region)
    vacancy = factories.vacancy(school, officer)
    client.force_login(officer)

    client.post(
        reverse("reserve:nomination_outside", args=[vacancy.pk]),
        {
            "last_name": "Сторонняя",
            "first_name": "Анна",
            "gender": "female",
            "outside_reason": "Готовых нет",
            "has_consent": "on",
        },
    )

    made = vacancy.nominations.get()
    assert made.person.last_name == "Сторонняя"
    assert made.person.consents.get().form == "paper"


def test_the_candidate_declines_the_post_themselves(client, officer, school):
    member = factories.member(school)
    user = factories.candidate_user("own")
    user.person = member.person
    user.save()
    made = factories.nomination(factories.vacancy(school, officer), member, officer)
    client.force_login(user)

    url = reverse("reserve:nomination_step", args=[made.pk, "declined"])
    client.post(url, {"reason": "Переезд"})

    made.refresh_from_db()
    assert made.status == "declined"
    assert client.get(reverse("reserve:nomination", args=[made.pk])).status_code == 404


def test_a_card_shows_nominations_and_two_refusals(officer, municipality, school):
    member = factories.member(school, status="ready")
    for _number in range(2):
        vacancy = factories.vacancy(base.organization(municipality), officer)
        factories.nomination(vacancy, member, officer, "declined", reason="Далеко")

    part = nominations.of_member(member, officer)

    assert (part["refusals"], part["offers_exclusion"]) == (2, True)
    assert [shown.tone for shown in part["nominations"]] == ["bad", "bad"]
    assert nominations.of_member(factories.member(school), officer) is None
