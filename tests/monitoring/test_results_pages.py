import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring import navigation
from monitoring.models import Cycle, Result, RiskEntry, Summary
from portal import figures
from portal.models import Organization, Unit, User
from tests import factories
from tests.monitoring import results_world
from tests.monitoring.results_world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(region: Unit, school: Unit, other_school: Unit, head: User) -> World:
    """Two schools of different municipalities and a kindergarten, all reported."""
    made = results_world.build(region)
    nursery = factories.organization(
        school.parent, type=Organization.Type.PRESCHOOL, short_name="Nursery"
    )
    results_world.report(made, school, (1, 5), 0)
    results_world.report(made, other_school, (4, 5), 1)
    results_world.report(made, nursery, (3, 4), None)
    return results_world.compute_all(made)


def url(name: str, *args: int) -> str:
    return reverse(f"monitoring:{name}", args=args)


def page(user: User, address: str, status: int = 200) -> str:
    """The text of a page in English, so that source strings are read."""
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def target(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 302
    return answer.headers["Location"]


def shown(value: object) -> str:
    return figures.number(value, 1, "en")


def summary(world: World, unit: Unit, slice_: str = "") -> Summary:
    return Summary.objects.get(
        cycle=world.cycle, unit=unit, organization_type=slice_, track=None
    )


def test_region_page_shows_the_stored_values(world, ministry, school) -> None:
    text = page(ministry, url("results", world.cycle.pk))

    assert f'{shown(summary(world, world.region).value)}<span class="unit">' in text
    assert shown(summary(world, school.parent).value) in text
    assert "3 of 3 organizations reported" in text


def test_region_page_holds_the_slice_of_the_address(world, ministry) -> None:
    sliced = summary(world, world.region, Organization.Type.PRESCHOOL)

    text = page(ministry, url("results", world.cycle.pk) + "?type=preschool")

    assert f'{shown(sliced.value)}<span class="unit">' in text
    assert "1 of 1 organizations reported" in text


def test_region_page_sends_others_to_their_own_unit(
    world, officer, head, school
) -> None:
    address = url("results", world.cycle.pk)

    assert target(officer, address) == url(
        "unit_result", world.cycle.pk, school.parent_id
    )
    assert target(head, address) == url("unit_result", world.cycle.pk, school.pk)


def test_pages_do_not_exist_for_another_region(world, outsider, school) -> None:
    for address in (
        url("results", world.cycle.pk),
        url("heat_map", world.cycle.pk),
        url("indicator_result", world.cycle.pk, world.share.pk),
        url("unit_result", world.cycle.pk, school.pk),
        url("explain", world.cycle.pk, school.pk, world.share.pk),
        url("summary_explain", world.cycle.pk, school.pk),
        url("risk", world.cycle.pk),
    ):
        page(outsider, address, 404)


def test_results_before_the_computation_say_what_lacks(
    region, ministry, school
) -> None:
    cycle = factories.cycle(factories.methodology(region), region)

    text = page(ministry, url("results", cycle.pk))

    assert "The collection is still going on" in text
    assert url("cycle", cycle.pk) in text


def test_heat_map_names_the_weakest_and_leads_on(world, ministry, school) -> None:
    text = page(ministry, url("heat_map", world.cycle.pk))

    assert "Weakest are indicators 1.2 and 1.1" in text
    place = url("indicator_result", world.cycle.pk, world.share.pk)
    assert f"{place}?unit={school.parent_id}" in text


def test_indicator_page_shows_k_o_d_and_where_fields_are_from(world, ministry) -> None:
    row = Result.objects.get(
        cycle=world.cycle,
        unit=world.region,
        organization_type="",
        indicator=world.share,
    )

    text = page(ministry, url("indicator_result", world.cycle.pk, world.share.pk))

    assert (row.numerator, row.denominator) == (8, 14)
    assert shown(row.value) == "57.1"
    assert "57.1" in text
    assert "set by the portal" in text
    assert "no borders in the document" in text


def test_indicator_page_of_a_head_is_of_the_own_organization(
    world, head, school, other_school
) -> None:
    address = url("indicator_result", world.cycle.pk, world.share.pk)

    text = page(head, address)

    assert school.short_name in text
    assert other_school.short_name not in text
    assert "57.1" in text  # the region's value, for comparison
    page(head, f"{address}?unit={other_school.pk}", 404)
    page(head, f"{address}?unit={world.region.pk}", 404)


def test_municipality_page_names_heads_to_those_who_read_letters(
    world, officer, school, head
) -> None:
    text = page(officer, url("unit_result", world.cycle.pk, school.parent_id))

    assert shown(summary(world, school.parent).value) in text
    assert head.person.short_name in text
    assert "Nursery" in text


def test_municipality_page_of_others_does_not_exist(
    world, officer, head, school, other_school
) -> None:
    page(officer, url("unit_result", world.cycle.pk, other_school.parent_id), 404)
    page(head, url("unit_result", world.cycle.pk, school.parent_id), 404)
    page(head, url("unit_result", world.cycle.pk, other_school.pk), 404)


def test_own_result_of_a_head_shows_level_and_comparison_without_names(
    world, head, school, other_school
) -> None:
    text = page(head, url("unit_result", world.cycle.pk, school.pk))

    assert "Your result for 2026" in text
    assert f'{shown(summary(world, school).value)}<span class="unit">' in text
    assert "level--low" in text
    assert "you have led the organization since" in text
    assert other_school.short_name not in text
    assert url("explain", world.cycle.pk, school.pk, world.share.pk) in text
    assert url("explain", world.cycle.pk, world.region.pk, world.share.pk) not in text


def test_no_data_is_said_and_never_zero(region, ministry, school) -> None:
    made = results_world.build(region)
    results_world.enter(made.cycle, school, {made.share: (0, 0)})
    results_world.compute_all(made)

    text = page(ministry, url("unit_result", made.cycle.pk, school.pk))

    assert "no data" in text
    assert "it is not zero" in text
    assert ">0.0<" not in text


def test_explanation_puts_the_numbers_in_and_agrees(world, ministry, school) -> None:
    text = page(
        ministry, url("explain", world.cycle.pk, world.region.pk, world.share.pk)
    )

    assert "<span>8</span><span>14</span>" in text
    assert "57.1428…" in text
    assert "computed again: agrees" in text
    assert school.parent.short_name in text


def test_explanation_tells_a_value_that_is_not_its_k_by_o(world, ministry) -> None:
    Result.objects.filter(
        cycle=world.cycle, unit=world.region, organization_type=""
    ).update(value=99, level="high")

    text = page(
        ministry, url("explain", world.cycle.pk, world.region.pk, world.share.pk)
    )

    assert "computed again: does not agree" in text


def test_explanation_of_an_organization_lists_corrections(world, officer, school):
    Cycle.objects.filter(pk=world.cycle.pk).update(status=Cycle.Status.COLLECTING)
    school.submissions.update(status="returned", return_reason="check")
    row = school.values.get(cycle=world.cycle, indicator=world.share)
    row.numerator = 2
    row.save(update_fields=["numerator"])
    Cycle.objects.filter(pk=world.cycle.pk).update(status=Cycle.Status.COMPUTED)

    text = page(officer, url("explain", world.cycle.pk, school.pk, world.share.pk))

    assert "What was entered: 1 correction" in text
    assert "<del>1 / 5</del> → <ins>2 / 5</ins>" in text


def test_explanation_of_the_consolidated_value_agrees(world, head, school) -> None:
    text = page(head, url("summary_explain", world.cycle.pk, school.pk))

    stored = summary(world, school)
    assert shown(stored.value) == "6.7"  # (1 × 20.0 + 2 × 0.0) / 3
    assert "<span>20</span><span>3</span>" in text
    assert "computed again: agrees" in text


def test_risk_group_is_for_those_who_read_letters(
    world, ministry, officer, head, other_school
) -> None:
    address = url("risk", world.cycle.pk)
    entry = RiskEntry.objects.get(cycle=world.cycle)

    text = page(ministry, address)

    assert entry.years_in_row == 2
    assert head.person.short_name in text
    assert "1 head in the risk group of 2026" in text
    assert head.person.short_name in page(officer, address)
    assert "Nobody fits the filters" in page(ministry, f"{address}?years=3")
    page(head, address, 403)
    page(head, url("person", head.person_id), 403)


def test_person_page_shows_the_years_across_organizations(
    world, ministry, officer, head, other_school
) -> None:
    other = factories.user(
        "other", "municipal", Unit.objects.get(pk=other_school.parent_id)
    )

    text = page(ministry, url("person", head.person_id))

    assert head.person.full_name in text
    assert "2 years in a row" in text
    page(officer, url("person", head.person_id))
    page(other, url("person", head.person_id), 404)


def test_navigation_offers_a_head_only_own_places(world, head, ministry, school):
    own = {item.key: item.url for item in navigation.own(head)}
    staff = {item.key for item in navigation.own(ministry)}

    assert own["result"] == url("unit_result", world.cycle.pk, school.pk)
    assert not {"results", "risk", "letters", "cycle"} & own.keys()
    assert {"cycle", "results", "risk", "methods"} <= staff


def queries(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "name",
    ["results", "heat_map", "risk", "unit_result", "indicator_result", "explain"],
)
def test_number_of_queries_does_not_depend_on_rows(region, ministry, name) -> None:
    counts = []
    for number in (3, 30):
        made = results_world.build(factories.region())
        place = factories.municipality(made.region)
        for unit in results_world.schools(place, number):
            results_world.report(made, unit, (1, 5), 0)
        results_world.compute_all(made)
        by = factories.user(f"by{number}", "ministry", made.region)
        args = {
            "unit_result": (made.cycle.pk, place.pk),
            "indicator_result": (made.cycle.pk, made.share.pk),
            "explain": (made.cycle.pk, place.pk, made.share.pk),
        }.get(name, (made.cycle.pk,))
        counts.append(queries(by, url(name, *args)))

    assert counts[0] == counts[1]
