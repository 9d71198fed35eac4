"""A member and the staff write one plan: the words and points of neither are lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Unit, User
from reserve.models import DevelopmentPlan
from tests.reserve import factories, growth


@pytest.fixture
def plan(school: Unit, ministry: User) -> DevelopmentPlan:
    """A plan under way with an activity and two deficits."""
    made = growth.plan(factories.member(school), "approved", by=ministry)
    made.deficits.create(topic="Право", source="self", goal="Знать")
    return made


def client_of(user: User) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, page: str) -> dict[str, object]:
    """What the form of the page would send as it is."""
    form = client.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def test_two_report_on_an_activity(
    plan: DevelopmentPlan, ministry: User, operator: User
) -> None:
    row = plan.items.all()[0]
    page = reverse("reserve:plan_item", args=[row.pk])
    first, second = client_of(ministry), client_of(operator)
    seen = form_of(first, page)
    assert second.post(page, seen | {"result": "Сделано"}).status_code == 302

    refused = first.post(page, seen | {"hours_done": "2"})

    row.refresh_from_db()
    assert "Сделано" in str(refused.context["form"].errors["result"])
    assert row.result == "Сделано"


def test_two_write_points(
    plan: DevelopmentPlan, ministry: User, operator: User
) -> None:
    page = reverse("reserve:plan_points", args=[plan.pk])
    one, other = plan.deficits.order_by("pk")
    first, second = client_of(ministry), client_of(operator)
    seen = form_of(first, page)
    assert second.post(page, seen | {f"before_{one.pk}": "40"}).status_code == 302

    refused = first.post(page, seen | {f"before_{other.pk}": "50"})

    one.refresh_from_db()
    assert set(refused.context["form"].errors) == {f"before_{one.pk}"}
    assert one.before == 40
