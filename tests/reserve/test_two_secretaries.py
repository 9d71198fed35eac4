"""Two secretaries at one competition: the words and points of neither are lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Unit, User
from reserve.models import Competition, Protocol, StageResult
from reserve.services import protocols
from reserve.services.protocols import Heading
from tests.reserve import assessing
from tests.reserve.assessing import Case

HEADING = {
    "number": "3-р",
    "held_on": "2026-05-29",
    "chair": "А. П. Лесная",
    "secretary": "И. О. Речная",
}


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """Three judged applications for two places."""
    found = assessing.with_experts(assessing.case(region, ministry, places=2))
    return assessing.judged(found, (3, 3), (5, 5), (4, 4))


def drawn(case: Case) -> Protocol:
    """The protocol with its proposals."""
    heading = Heading(**{**HEADING, "held_on": dt.date(2026, 5, 29)})
    return protocols.draw_up(case.competition.pk, heading=heading, by=case.ministry)


def signed_in(user: User) -> Client:
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client


def test_the_heading_of_another_is_not_overwritten_unseen(
    case: Case, operator: User
) -> None:
    page = reverse("reserve:protocol", args=[case.competition.pk])
    first, second = signed_in(case.ministry), signed_in(operator)
    seen = {"seen": first.get(page).context["form"]["seen"].value()}
    second.post(page, HEADING | seen)

    refused = first.post(page, HEADING | seen | {"number": "4-р"})

    assert set(refused.context["form"].errors) == {"number"}
    assert Protocol.objects.get().number == "3-р"
    first.post(page, HEADING | {"seen": "{}", "chair": "Министр"})
    assert Protocol.objects.get().chair == "А. П. Лесная"


def test_lines_of_another_are_not_overwritten_unseen(
    case: Case, operator: User
) -> None:
    drawn(case)
    page = reverse("reserve:protocol", args=[case.competition.pk])
    to = reverse("reserve:protocol_decisions", args=[case.competition.pk])
    first, second = signed_in(case.ministry), signed_in(operator)
    lines = first.get(page).context["lines"]
    seen = {
        form[name].html_name: form[name].value() or ""
        for form in lines
        for name in form.fields
    }
    theirs, mine = (form.prefix for form in lines[:2])
    declined = {"verdict": "decline", "reason": "Отказался"}
    second.post(to, seen | {f"{theirs}-{name}": v for name, v in declined.items()})

    refused = first.post(
        to, seen | {f"{mine}-{name}": v for name, v in declined.items()}
    )

    errors = {form.prefix: set(form.errors) for form in refused.context["lines"]}
    assert errors.pop(theirs) >= {"verdict", "reason"}
    assert not any(errors.values())
    assert Protocol.objects.get().decisions.filter(verdict="decline").count() == 2


def test_a_refused_heading_keeps_what_was_typed(case: Case) -> None:
    client = signed_in(case.ministry)
    page = reverse("reserve:protocol", args=[case.competition.pk])
    drawn(case)
    Competition.objects.update(status=Competition.Status.DECIDED)

    answer = client.post(page, HEADING | {"chair": "Министр"})

    assert answer.status_code == 200
    assert answer.context["form"]["chair"].value() == "Министр"


def points_page(case: Case) -> str:
    """Where points of the test are typed."""
    url = reverse("reserve:competition_points", args=[case.competition.pk])
    return f"{url}?stage={case.test.pk}"


def test_points_of_another_are_not_taken_away_unseen(
    case: Case, operator: User
) -> None:
    page = points_page(case)
    first, second = signed_in(case.ministry), signed_in(operator)
    form = first.get(page).context["form"]
    seen = {"seen": form["seen"].value()}
    second.post(page, seen | {"points-1": "40", "points-2": ""})

    refused = first.post(page, seen | {"points-1": "", "points-2": "50"})

    assert set(refused.context["form"].errors) == {"points-1"}
    results = StageResult.objects.filter(stage=case.test)
    assert [row.points for row in results] == [Decimal(40)]


def test_a_pasted_table_with_a_wrong_line_is_still_there(case: Case) -> None:
    client = signed_in(case.ministry)

    answer = client.post(points_page(case), {"pasted": "1\t40\n2\t100500"})

    assert answer.context["form"]["pasted"].value() == "1\t40\n2\t100500"
    assert not StageResult.objects.filter(stage=case.test).exists()
