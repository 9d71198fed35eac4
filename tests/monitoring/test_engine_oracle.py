"""The computation against plain Python over random cycles, every figure."""

import random
from decimal import Decimal

import pytest

from monitoring import engine
from monitoring.models import (
    Criterion,
    Cycle,
    Indicator,
    Methodology,
    Submission,
    Track,
)
from portal.models import Organization, Unit
from tests import factories
from tests.monitoring import example
from tests.monitoring.oracle import compare

Kind = Indicator.Kind
TYPES = ["general", "general", "preschool", "additional", "evening"]
FLAGS = ["is_rural", "is_low_results", "is_unfavorable", "is_innovative"]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_every_figure_is_that_of_plain_python(seed):
    chance = random.Random(seed)  # noqa: S311 - the same cycles every time
    region = factories.region()
    units = make_units(region, chance)
    first = make_method(region, chance)
    before = make_cycle(first, region, factories.YEAR - 1, units, chance)
    second = chance.choice([first, make_method(region, chance)])
    cycle = make_cycle(second, region, factories.YEAR, units, chance, previous=before)

    for one in (before, cycle):
        engine.compute(one.pk)

    assert compare(before) == []
    assert compare(cycle) == []
    assert cycle.results.filter(value__isnull=False).exists()


def test_the_oracle_sees_a_wrong_figure(db):
    made = example.make()
    engine.compute(made.cycle.pk)
    made.cycle.results.filter(unit=made.units["A1"], value=80).update(value=81)

    assert [line.rpartition(":")[2] for line in compare(made.cycle)] == [
        " 81.00, should be 80"
    ]


def make_units(region: Unit, chance: random.Random) -> list[Unit]:
    """Some municipalities, some of them without organizations; heads for most."""
    units = []
    for _ in range(chance.randint(1, 4)):
        municipality = factories.municipality(region)
        units.append(municipality)
        for _ in range(chance.choice([0, 1, 3, 7])):
            flags = {flag: chance.random() < 0.4 for flag in FLAGS}
            unit = factories.organization(municipality, chance.choice(TYPES), **flags)
            units.append(unit)
            if chance.random() < 0.8:
                factories.appoint(factories.person(), unit)
    return [*units, factories.organization(units[0], "private")]


def make_method(region: Unit, chance: random.Random) -> Methodology:
    """Every kind, rule and filter; codes that partly stay from method to method."""
    method = factories.methodology(
        region, decimals=chance.choice([0, 1, 1, 2]), tolerance=chance.choice([0, 1, 5])
    )
    Track.objects.create(methodology=method, number=2, name="Второй трек")
    Criterion.objects.create(methodology=method, number=1, kind="criterion", name="К")
    for number in range(1, 11):
        make_indicator(method, f"{chance.randint(1, 2)}.{number}", chance)
    return method


def make_indicator(method: Methodology, code: str, chance: random.Random) -> None:
    kind = chance.choice([Kind.SHARE, Kind.SHARE, Kind.YES_NO, Kind.PLAN])
    borders = chance.choice([{}, {}, {"medium_from": 30, "high_from": 60}])
    factories.indicator(
        method,
        code,
        kind,
        track=chance.choice([None, *method.tracks.all()]),
        collected_at=chance.choice(["organization"] * 4 + ["municipality"]),
        organization_types=chance.choice([[], [], ["general", "evening"]]),
        sample_flag=chance.choice(["", "", "rural", "innovative"]),
        higher_is_better=chance.random() < 0.8,
        weight=chance.choice([1, 1, 2, Decimal("0.33")]),
        missing_rule="count_as_no"
        if kind == Kind.YES_NO and chance.random() < 0.5
        else "exclude",
        **borders,
    )


def make_cycle(
    method: Methodology,
    region: Unit,
    year: int,
    units: list[Unit],
    chance: random.Random,
    **fields: object,
) -> Cycle:
    """A cycle with some of everything: filled, half filled, not applicable, drafts."""
    counts_from = chance.choice(["submitted", "submitted", "accepted"])
    cycle = factories.cycle(method, region, year, counts_from=counts_from, **fields)
    details = {one.pk: one.type for one in Organization.objects.all()}
    for unit in units:
        factories.submission(cycle, unit)
        for indicator in method.indicators.filter(collected_at=unit.kind):
            types = indicator.organization_types
            if not types or details.get(unit.pk) in types:
                give(cycle, unit, indicator, chance)
    drafts = [unit for unit in units if chance.random() < 0.15]
    example.submit(cycle, drafts)
    accepted = [unit.pk for unit in units if chance.random() < 0.5]
    submitted = cycle.submissions.filter(status=Submission.Status.SUBMITTED)
    submitted.filter(unit__in=accepted).update(status=Submission.Status.ACCEPTED)
    return cycle


def give(cycle: Cycle, unit: Unit, indicator: Indicator, chance: random.Random) -> None:
    denominator = 1 if indicator.kind == Kind.YES_NO else chance.randint(1, 12)
    most = denominator + 3 if indicator.kind == Kind.PLAN else denominator
    numerator = chance.randint(0, most)
    match chance.randrange(12):
        case 0:
            return
        case 1:
            factories.value(cycle, unit, indicator, None, denominator)
        case 2:
            factories.value(cycle, unit, indicator, not_applicable_reason="Нет таких")
        case 3:
            numerator = chance.choice([0, 1]) if indicator.kind == Kind.PLAN else 0
            factories.value(cycle, unit, indicator, numerator, 0)
        case _:
            factories.value(cycle, unit, indicator, numerator, denominator)
