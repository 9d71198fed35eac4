"""Search: what is asked, what is found, and only within one's rights."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import checks, search, search_words
from portal.models import Person, Unit, User
from tests import factories
from tests import world as worlds
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """One row of everything."""
    return worlds.build()


def found(user: User, text: str) -> dict[str, list[str]]:
    """Return the titles found, by the key of their source."""
    return {
        group.source.key: [hit.title for hit in group.hits]
        for group in search.find(user, text)
    }


def renamed(unit: Unit, name: str) -> Unit:
    """Give the unit a name to look for."""
    unit.name = unit.short_name = name
    unit.save(update_fields=["name", "short_name"])
    return unit


def test_words_are_folded_and_limited() -> None:
    assert search_words.words("  Ёлка, «Школа» № 5 ") == ["елка", "школа", "№", "5"]
    assert search_words.words("я") == []
    assert len(search_words.words("один два три четыре пять шесть семь")) == 6


@pytest.mark.parametrize("text", ["берёзовская", "БЕРЕЗОВ", "школа березовская"])
def test_unit_is_found_by_parts_of_its_name(
    ministry: User, school: Unit, text: str
) -> None:
    renamed(school, "Берёзовская школа")

    assert found(ministry, text)["units"] == ["Берёзовская школа"]


@pytest.mark.parametrize("text", ["100%", "школа_1", "\\"])
def test_signs_of_patterns_are_plain_text(ministry: User, text: str) -> None:
    assert "units" not in found(ministry, text)


def test_unit_is_found_by_the_beginning_of_its_code(
    ministry: User, school: Unit
) -> None:
    Unit.objects.filter(pk=school.pk).update(code="2701234567")

    assert found(ministry, "270123")["units"] == [school.short_name]


def test_nothing_elsewhere_is_found(
    officer: User, head: User, outsider: User, school: Unit, other_school: Unit
) -> None:
    renamed(school, "Гимназия Восток")
    renamed(other_school, "Гимназия Запад")

    assert found(officer, "гимназия")["units"] == ["Гимназия Восток"]
    assert found(head, "гимназия")["units"] == ["Гимназия Восток"]
    assert "units" not in found(outsider, "гимназия")


def test_people_are_found_by_those_who_read_letters(world: World) -> None:
    person = Person.objects.get(user=world.users["head"])

    for role in ("ministry", "administrator", "municipal"):
        assert found(world.users[role], person.last_name)["people"], role
    for role in ("head", "other_municipal", "other_head", "stranger", "nobody"):
        assert "people" not in found(world.users[role], person.last_name), role


def test_letters_are_found_by_number_and_name(world: World) -> None:
    ministry, own = world.users["ministry"], world.users["head"]
    letter, person = world.letter, world.users["head"].person

    assert any(
        letter.number in title for title in found(ministry, letter.number)["letters"]
    )
    assert person
    assert found(ministry, person.last_name)["letters"]
    assert len(found(own, letter.number)["letters"]) == 1
    assert "letters" not in found(world.users["stranger"], letter.number)


def test_indicators_and_cycles_are_found(world: World) -> None:
    ministry = world.users["ministry"]

    assert found(ministry, world.indicator.name)["indicators"]
    assert found(ministry, world.computed.name)["cycles"]
    assert "indicators" not in found(world.users["nobody"], world.indicator.name)


def test_help_is_found(ministry: User) -> None:
    assert found(ministry, "запасной код")["help"]


def test_number_of_queries_does_not_grow(
    client: Client, ministry: User, municipality: Unit
) -> None:
    client.force_login(ministry)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("search"), {"q": "лицей"})
        return len(captured)

    renamed(factories.organization(municipality), "Лицей 1")
    queries()
    few = queries()
    for number in range(2, 12):
        renamed(factories.organization(municipality), f"Лицей {number}")

    assert queries() == few


def test_one_kind_shows_more(
    client: Client, ministry: User, municipality: Unit
) -> None:
    for number in range(search.SHOWN + 3):
        renamed(factories.organization(municipality), f"Лицей {number}")
    client.force_login(ministry)

    some = client.get(reverse("search"), {"q": "лицей"}).content.decode()
    more = client.get(reverse("search"), {"q": "лицей", "in": "units"}).content.decode()

    assert some.count("/units/") == search.SHOWN
    assert "in=units" in some
    assert more.count("/units/") == search.SHOWN + 3


def test_page_says_what_to_do_without_words(client: Client, ministry: User) -> None:
    client.force_login(ministry)

    for text in ("", "я", "нетничего"):
        page = client.get(reverse("search"), {"q": text})
        assert page.status_code == 200
        assert 'class="empty"' in page.content.decode()


def test_source_that_leads_nowhere_is_told_at_the_start(settings) -> None:
    settings.SEARCH_SOURCES = ["portal.search_sources.NOTHING"]

    assert [fault.id for fault in checks.named_functions_exist(None)] == ["portal.E001"]
