"""The page of a unit: what is below it, who leads it, and who may see that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import unit_links, unit_rows
from portal.models import Appointment, Unit, User
from tests import factories
from tests import world as worlds

TODAY = dt.date(2026, 11, 20)


def page_of(client: Client, user: User, unit: Unit, **query: str) -> str:
    """Return the unit's page as the user gets it."""
    client.force_login(user)
    return client.get(reverse("unit", args=[unit.pk]), query).content.decode()


def test_region_lists_its_municipalities(
    client: Client, administrator: User, region: Unit, municipality: Unit, school: Unit
) -> None:
    page = page_of(client, administrator, region)

    assert reverse("unit", args=[municipality.pk]) in page
    assert reverse("unit", args=[school.pk]) not in page


def test_municipality_lists_its_organizations_with_heads(
    client: Client,
    officer: User,
    head: User,
    municipality: Unit,
    school: Unit,
    other_school: Unit,
) -> None:
    page = page_of(client, officer, municipality)

    assert reverse("unit", args=[school.pk]) in page
    assert reverse("unit", args=[other_school.pk]) not in page
    assert head.person
    assert head.person.full_name in page
    assert (
        "csrfmiddlewaretoken" not in page.partition("<main")[2].partition("</main")[0]
    )


def test_search_within_narrows_the_list(
    client: Client, officer: User, municipality: Unit
) -> None:
    kept, other = (factories.organization(municipality) for _ in range(2))
    Unit.objects.filter(pk=kept.pk).update(short_name="Лицей «Звёздный»")

    page = page_of(client, officer, municipality, search="звезд")

    assert reverse("unit", args=[kept.pk]) in page
    assert reverse("unit", args=[other.pk]) not in page


def test_head_sees_own_organization_and_own_name_only(
    client: Client, head: User, school: Unit
) -> None:
    assert head.person
    now = Appointment.objects.get(person=head.person)
    former = factories.person()
    Appointment.objects.create(
        person=former,
        position=now.position,
        starts_on=now.starts_on - dt.timedelta(days=900),
        ends_on=now.starts_on,
    )

    page = page_of(client, head, school)

    assert head.person.full_name in page
    assert former.full_name not in page


@pytest.mark.parametrize("who", ["ministry", "officer", "head"])
def test_only_the_administrator_appoints(
    client: Client, request: pytest.FixtureRequest, school: Unit, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    response = client.post(reverse("unit", args=[school.pk]), {})

    assert response.status_code == 403


def test_number_of_queries_does_not_grow(
    client: Client, administrator: User, municipality: Unit
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("unit", args=[municipality.pk]))
        return len(captured)

    client.force_login(administrator)
    factories.organization(municipality)
    queries()
    few = queries()
    for _ in range(10):
        factories.organization(municipality)

    assert queries() == few


def test_rows_count_organizations_of_the_day(
    administrator: User, municipality: Unit, school: Unit
) -> None:
    closed = factories.organization(municipality)
    Unit.objects.filter(pk=closed.pk).update(valid_to=TODAY)

    (row,) = unit_rows.rows([municipality], on=TODAY, by=administrator)

    assert row.organizations == 1
    assert not row.is_closed


@pytest.mark.django_db
def test_unit_leads_to_its_results_and_collection() -> None:
    world = worlds.build()

    links = unit_links.links(world.users["ministry"], [world.region, world.school])

    expected = {
        world.region.pk: [
            reverse(
                "monitoring:unit_result", args=[world.computed.pk, world.region.pk]
            ),
            reverse("monitoring:collection", args=[world.collecting.pk]),
        ],
        world.school.pk: [
            reverse(
                "monitoring:unit_result", args=[world.computed.pk, world.school.pk]
            ),
            reverse("monitoring:entry", args=[world.collecting.pk, world.school.pk]),
        ],
    }
    assert {pk: [link.url for link in row] for pk, row in links.items()} == expected
    assert unit_links.links(world.users["nobody"], [world.school]) == {
        world.school.pk: []
    }
