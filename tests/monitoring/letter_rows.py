"""A computed cycle for tests of letters: the rows the computation would write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from monitoring.models import (
    Cycle,
    Direction,
    Indicator,
    Letter,
    Recommendation,
    RecommendationText,
    Result,
    Rule,
    Submission,
    Summary,
)
from portal.models import Unit
from tests import factories

GENERAL = "general"


@dataclass
class Network:
    """A region's schools with heads and their figures in one cycle."""

    cycle: Cycle
    indicator: Indicator
    rule: Rule
    schools: list[Unit]

    def letters(self) -> list[Letter]:
        return list(Letter.objects.filter(cycle=self.cycle).order_by("number", "pk"))


def network(region: Unit, schools: int = 3, **fields: object) -> Network:
    """Schools of one municipality, each with D = 45 %, a low level and advice."""
    method = factories.methodology(
        region, order_number="21", order_on=dt.date(2026, 1, 14), name="Методика"
    )
    indicator = factories.indicator(method, "1.1")
    cycle = factories.cycle(method, region, status=Cycle.Status.VERIFYING, **fields)
    municipality = factories.municipality(region, name="Городской округ Энск")
    made = Network(cycle, indicator, rule(indicator), [])
    for _school in range(schools):
        made.schools.append(school(made, municipality))
    slices(made, municipality)
    return made


def school(made: Network, municipality: Unit) -> Unit:
    """A school with a head, a submission, a result and a recommendation."""
    unit = factories.organization(municipality)
    head = factories.head_user(unit)
    factories.submission(made.cycle, unit)
    result(made, unit, 45)
    summary(made, unit, 45, rank=3, peers=8)
    Recommendation.objects.create(
        cycle=made.cycle,
        unit=unit,
        person=head.person,
        rule=made.rule,
        text=made.rule.text,
        rank=1,
        in_letter=True,
        deadline_on=dt.date(2027, 1, 20),
        numerator=9,
        denominator=20,
        value=45,
        level="low",
    )
    return unit


def slices(made: Network, municipality: Unit) -> None:
    """The region's general schools, and the municipality."""
    result(made, made.cycle.owner, 50, GENERAL, median=Decimal(60))
    summary(made, made.cycle.owner, 50, organization_type=GENERAL, median=Decimal(55))
    summary(made, municipality, 48)


def rule(indicator: Indicator) -> Rule:
    """A rule for the low level of the indicator."""
    number = next(factories.numbers)
    direction = Direction.objects.create(
        code=f"d-{number}", name="Обмен", source="План"
    )
    text = RecommendationText.objects.create(
        direction=direction,
        code=f"t-{number}",
        title="Обмен опытом",
        measure="Проведите мастер-класс.",
        deadline_days=30,
        helper="Институт",
    )
    return Rule.objects.create(
        methodology=indicator.methodology,
        code=f"r-{number}",
        indicator=indicator,
        levels=["low"],
        text=text,
        priority=1,
        finding="Опытом делятся {numerator} из {denominator} ({value} %),"
        " уровень {level}.",
    )


def result(
    made: Network, unit: Unit, value: int, organization_type: str = "", **fields: object
) -> Result:
    return Result.objects.create(
        cycle=made.cycle,
        unit=unit,
        organization_type=organization_type,
        indicator=made.indicator,
        state=Result.State.COUNTED,
        reported=1,
        expected=1,
        **{
            "numerator": Decimal(value) / 5,
            "denominator": Decimal(20),
            "value": Decimal(value),
            "level": "low",
            **fields,
        },
    )


def summary(made: Network, unit: Unit, value: int, **fields: object) -> Summary:
    return Summary.objects.create(
        cycle=made.cycle,
        unit=unit,
        weight=1,
        indicators=1,
        **{"value": Decimal(value), "level": "low", **fields},
    )


def leave(unit: Unit) -> None:
    """The head leaves before the cycle's day."""
    position = unit.positions.get(kind="head")
    position.appointments.update(ends_on=dt.date(2021, 1, 1))


def submission_of(made: Network, unit: Unit) -> Submission:
    return Submission.objects.get(cycle=made.cycle, unit=unit)
