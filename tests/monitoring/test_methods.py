"""Methodologies, the catalog and rules come from files into the database once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction

from monitoring import methods_files
from monitoring.methods_files import FaultyFileError
from monitoring.models import (
    Cycle,
    Direction,
    Indicator,
    Methodology,
    RecommendationText,
    Rule,
)
from monitoring.services import methods
from portal.accounts import robot
from portal.models import JournalEntry, Unit
from tests import factories

INDICATORS = {
    "khabarovsk-2023": 9,
    "nizhnyaya-tura-2023": 15,
    "molchanovo-2022": 28,
}


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_methods", verbosity=0)


@pytest.mark.parametrize("code", INDICATORS)
def test_every_method_of_the_documents_is_sound(code: str) -> None:
    assert len(methods_files.method(code).indicators) == INDICATORS[code]
    assert methods_files.rules(code).methodology == code


@pytest.mark.usefixtures("loaded")
def test_methods_belong_to_their_territories_and_have_no_results() -> None:
    owners = dict(Methodology.objects.values_list("code", "owner__name"))

    assert owners == {
        "khabarovsk-2023": "Хабаровский край",
        "nizhnyaya-tura-2023": "Нижнетуринский городской округ",
        "molchanovo-2022": "Молчановский район",
    }
    assert Unit.objects.get(name="Молчановский район").parent.name == "Томская область"
    assert not Cycle.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_only_a_method_with_an_order_is_approved() -> None:
    approved = Methodology.objects.exclude(status=Methodology.Status.DRAFT)

    assert set(approved.values_list("code", "order_number")) == {
        ("khabarovsk-2023", "2 (протокол)"),
        ("molchanovo-2022", "577-р"),
    }


@pytest.mark.usefixtures("loaded")
def test_each_indicator_says_where_each_field_is_from() -> None:
    for indicator in Indicator.objects.all():
        sources = {note["source"] for note in indicator.provenance.values()}
        assert sources <= {"document", "portal"}
        assert {"name", "kind", "weight", "target"} <= indicator.provenance.keys()
    assert Methodology.objects.get(code="molchanovo-2022").findings
    assert Methodology.objects.get(code="khabarovsk-2023").provenance["scale"]


@pytest.mark.usefixtures("loaded")
def test_catalog_and_rules_are_complete() -> None:
    assert Direction.objects.count() == 14
    assert RecommendationText.objects.count() >= 60
    for code in INDICATORS:
        rules = Rule.objects.filter(methodology__code=code)
        assert rules.count() == len(methods_files.rules(code).rules)
        assert rules.filter(indicator=None, track=None).exists()


@pytest.mark.usefixtures("loaded")
def test_rule_for_all_types_takes_those_of_its_text() -> None:
    texts = {row.code: row for row in methods_files.catalog().texts}

    for rule in Rule.objects.filter(methodology__code="khabarovsk-2023"):
        wanted = set(texts[rule.text.code].organization_types)
        assert not wanted or (
            rule.organization_types and set(rule.organization_types) <= wanted
        )


@pytest.mark.usefixtures("loaded")
def test_criteria_are_linked_to_indicators() -> None:
    indicator = Indicator.objects.get(methodology__code="molchanovo-2022", code="10.1")

    assert [criterion.number for criterion in indicator.criteria.all()] == [10]


def _counts() -> list[int]:
    models = (Methodology, Indicator, Rule, RecommendationText, Unit, JournalEntry)
    return [model.objects.count() for model in models]


@pytest.mark.usefixtures("loaded")
def test_second_load_changes_nothing() -> None:
    before = _counts()

    call_command("load_methods", verbosity=0)

    assert _counts() == before


@pytest.mark.usefixtures("loaded")
def test_approved_method_is_frozen() -> None:
    indicator = Indicator.objects.filter(methodology__code="khabarovsk-2023").first()

    with pytest.raises(DatabaseError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(weight=2)


def test_method_needs_the_right(region: Unit) -> None:
    stranger = factories.user()

    with pytest.raises(PermissionDenied):
        methods.load_method(
            methods_files.method("khabarovsk-2023"), owner=region, by=stranger
        )


def test_each_owner_has_a_method_of_its_own(region: Unit) -> None:
    data = replace(methods_files.method("khabarovsk-2023"), order_number=None)
    other = factories.region()

    first = methods.load_method(data, owner=region, by=robot())
    second = methods.load_method(data, owner=other, by=robot())

    assert first.pk != second.pk
    assert first.status == Methodology.Status.DRAFT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "share_of"}, "kind: share_of is unknown"),
        ({"track": 7}, "track: 7 is unknown"),
        ({"missing_rule": "count_as_no"}, "only a yes or no"),
        ({"provenance": {}}, "nothing says where it is from"),
        ({"provenance": {"name": {"source": "hearsay"}}}, "hearsay is unknown"),
        ({"color": "red"}, "field: color is unknown"),
    ],
)
def test_faulty_indicator_is_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(FaultyFileError, match=message):
        methods_files.method_from(_file(change))


def test_missing_field_is_named() -> None:
    data = _file({})
    del data["indicators"][0]["numerator"]

    with pytest.raises(FaultyFileError, match="numerator is missing"):
        methods_files.method_from(data)


def _file(change: dict[str, object]) -> dict:
    indicator = {
        "code": "1",
        "position": 1,
        "name": "Доля",
        "numerator": "Часть",
        "denominator": "Целое",
        "kind": "share",
        "collected_at": "organization",
        "provenance": {"name": {"source": "document"}},
    }
    return {
        "code": "own",
        "name": "Своя методика",
        "year": 2026,
        "version": 1,
        "territory": {"region": "Край", "municipality": None},
        "decimals": 1,
        "scale": {"medium_from": 50, "high_from": 80, "tolerance": 0.5},
        "tracks": [],
        "criteria": [],
        "indicators": [indicator | change],
    }
