import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import User
from tests import factories
from tests.monitoring import results_world

pytestmark = pytest.mark.django_db


def page(user: User, name: str, *args: int, status: int = 200) -> str:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(reverse(f"monitoring:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def world(region):
    return results_world.build(region)


def test_list_names_methods_of_the_own_region(world, head) -> None:
    foreign = factories.methodology(factories.region(), name="Foreign method")

    text = page(head, "methods")

    assert "Методика" in text
    assert "Foreign method" not in text
    page(head, "method", foreign.pk, status=404)


def test_method_page_shows_indicators_scale_acts_and_findings(world, officer) -> None:
    method = world.cycle.methodology
    method.basis = [
        {"act": "Order", "number": "214", "date": "2020-08-03", "article": "97"},
        {"act": "Regulation", "number": None, "date": None},
    ]
    method.findings = [
        {"severity": "info", "where": "1.2", "message": "no target"},
        {"severity": "error", "where": "1.1", "message": "sample and O differ"},
    ]
    method.save(update_fields=["basis", "findings"])

    text = page(officer, "method", method.pk)

    assert "1.1. Share of heads" in text
    assert "66.7" in text  # the part of weight 2 of 3
    assert "from 80 %" in text
    assert "Order of 3 August 2020 №\u00a0214, art. 97" in text.replace(
        "\u00a0Aug", " Aug"
    )
    assert "Regulation" in text
    assert text.index("sample and O differ") < text.index("no target")


def test_passport_says_what_is_from_the_document(world, head) -> None:
    text = page(head, "indicator", world.cycle.methodology_id, world.yes_no.pk)

    assert "from the document" in text
    assert "table 1" in text
    assert "set by the portal" in text
    assert "medium from 50 %, high from 80 %" in text


def test_passport_of_another_method_does_not_exist(world, head) -> None:
    other = factories.methodology(world.region, order_on=dt.date(2026, 1, 9))

    page(head, "indicator", other.pk, world.yes_no.pk, status=404)
