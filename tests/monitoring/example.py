"""A worked example: two municipalities, six organizations, two cycles.

The figures of the second cycle are worked out by hand in test_engine.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from monitoring.models import Cycle, Indicator, Methodology, Submission, Track
from portal.models import Person, Unit
from tests import factories

YEAR_BEFORE = factories.YEAR - 1


@dataclass
class Example:
    """The rows by their short names: A1 … B3, indicators by code."""

    region: Unit
    units: dict[str, Unit]
    method: Methodology
    indicators: dict[str, Indicator]
    before: Cycle
    cycle: Cycle
    movers: dict[str, Person]

    def unit(self, name: str) -> Unit:
        """A unit by its short name, "R" for the region."""
        return self.region if name == "R" else self.units[name]


def make() -> Example:
    """Make the example; neither cycle is computed."""
    region = factories.region()
    units = _units(region)
    method = factories.methodology(region)
    indicators = _indicators(method)
    before = factories.cycle(method, region, YEAR_BEFORE)
    cycle = factories.cycle(method, region, previous=before)
    movers = _heads(units)
    made = Example(region, units, method, indicators, before, cycle, movers)
    _fill_before(made)
    _fill(made)
    return made


def _units(region: Unit) -> dict[str, Unit]:
    units = {}
    for name in "AB":
        units[name] = factories.municipality(region)
        for number, type_ in enumerate(("general", "general", "preschool"), start=1):
            units[f"{name}{number}"] = factories.organization(units[name], type_)
    return units


def _indicators(method: Methodology) -> dict[str, Indicator]:
    second = Track.objects.create(methodology=method, number=2, name="Кадровый резерв")
    kinds = Indicator.Kind
    return {
        "share": factories.indicator(method, "1.1", weight=2),
        "yes_no": factories.indicator(
            method, "1.2", kinds.YES_NO, missing_rule="count_as_no"
        ),
        "plan": factories.indicator(
            method, "2.1", kinds.PLAN, track=second, organization_types=["general"]
        ),
        "municipal": factories.indicator(
            method, "2.2", track=second, collected_at="municipality"
        ),
    }


def _heads(units: dict[str, Unit]) -> dict[str, Person]:
    """B1 has a head of its own; the head of A3 came to B3 before the second cycle."""
    people = {name: factories.person() for name in ("steady", "mover", "former")}
    moved_on = dt.date(factories.YEAR, 9, 1)
    factories.appoint(people["steady"], units["B1"])
    factories.appoint(people["former"], units["B3"], ends_on=moved_on)
    factories.appoint(people["mover"], units["A3"], ends_on=moved_on)
    factories.appoint(people["mover"], units["B3"], starts_on=moved_on)
    return people


def _fill_before(made: Example) -> None:
    for name, numerator, denominator in (("A1", 3, 4), ("A2", 7, 7), ("A3", 1, 4)):
        _give(made, made.before, name, "share", numerator, denominator)
    submit(made.before)


def _fill(made: Example) -> None:
    for name, code, numerator, denominator in (
        ("A1", "share", 12, 15),
        ("A2", "share", 5, 5),  # K = O
        ("A3", "share", 0, 0),  # O = 0
        ("B1", "share", 3, 4),  # stays a draft
        ("B3", "share", 1, 3),
        ("A1", "yes_no", 1, 1),
        ("A2", "yes_no", 0, 1),
        ("A3", "yes_no", 1, 1),
        ("A1", "plan", 15, 10),
        ("B2", "plan", 6, 8),
        ("A", "municipal", 2, 4),
        ("B", "municipal", 9, 9),  # stays a draft
    ):
        _give(made, made.cycle, name, code, numerator, denominator)
    for code in ("share", "yes_no"):
        _give(made, made.cycle, "B2", code, not_applicable_reason="Здесь такого нет")
    submit(made.cycle, drafts=(made.units["B1"], made.units["B"]))


def _give(
    made: Example, cycle: Cycle, name: str, code: str, *figures: int, **fields: object
) -> None:
    factories.value(cycle, made.units[name], made.indicators[code], *figures, **fields)


def submit(cycle: Cycle, drafts: tuple[Unit, ...] = ()) -> None:
    """Submit all that was entered in the cycle but these, and close it."""
    cycle.submissions.exclude(unit__in=drafts).update(
        status=Submission.Status.SUBMITTED, submitted_at=timezone.now()
    )
    Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.VERIFYING)
