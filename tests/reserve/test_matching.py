"""The match: hurdles in their order, reasons in words, no score."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.models import Appointment
from reserve import matching
from reserve.matching import Candidate, Hurdle, Mark, Post, Practice, Record
from reserve.reading import nominations
from tests import factories as base
from tests.reserve import factories

POST = Post("head", "general", dt.date(2027, 1, 1))
FITS = {
    "post": "head",
    "organization_types": [],
    "is_ready": True,
    "is_busy": False,
    "works_there": True,
    "agrees_to_place": False,
}
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
        ({"works_there": False, "agrees_to_place": True}, None),
        ({"is_holder": True}, Hurdle.HOLDER),
        ({"post": "deputy", "is_ready": False}, Hurdle.POST),
        ({"organization_types": ["preschool"], "is_ready": False}, Hurdle.TYPE),
        ({"is_ready": False, "works_there": False}, Hurdle.READY),
        ({"is_ready": False, "is_busy": True}, Hurdle.BUSY),
        ({"works_there": False}, Hurdle.PLACE),
    ],
)
def test_the_first_hurdle_is_named(fields, hurdle):
    assert matching.hurdle(Candidate(**{**FITS, **fields}), POST) == hurdle


def test_hurdles_count_down_to_those_who_fit():
    failed = [None, None, Hurdle.POST, Hurdle.PLACE, Hurdle.PLACE]

    steps = matching.left_after(failed)

    assert steps[1] == (Hurdle.POST, 4, 1)
    assert steps[-1] == (Hurdle.PLACE, 2, 2)


def test_everything_done_speaks_for():
    found = matching.reasons(
        Candidate(**{**FITS, "organization_types": ["general"]}), DONE, POST
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

    found = matching.reasons(Candidate(**FITS), record, POST)

    assert (code, mark) in {(reason.code, reason.mark) for reason in found}


def test_the_page_shows_reasons_and_why_not_the_others(client, ministry, school):
    vacancy = factories.vacancy(school, ministry)
    factories.member(school, base.person(last_name="Готовцева"), status="ready")
    factories.member(school, base.person(last_name="Ученикова"))
    client.force_login(ministry)

    page = client.get(reverse("reserve:vacancy", args=[vacancy.pk]))

    match = page.context["match"]
    assert [row.person.last_name for row in match.fits] == ["Готовцева"]
    assert [row.member.person.last_name for row in match.others] == ["Ученикова"]
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
