"""A small region with two computed cycles, for the tests of the pages of results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from monitoring.engine import compute
from monitoring.models import Cycle, Indicator, Submission
from portal.models import Unit
from tests import factories

ACCEPTED = Submission.Status.ACCEPTED


@dataclass(frozen=True)
class World:
    """The cycles and the indicators of the tests."""

    region: Unit
    previous: Cycle
    cycle: Cycle
    share: Indicator
    yes_no: Indicator


def build(region: Unit) -> World:
    """A method of two indicators, a cycle and the one before it, nothing entered."""
    method = factories.methodology(
        region,
        provenance={
            "scale": {"source": "portal", "note": "no borders in the document"}
        },
    )
    share = factories.indicator(method, code="1.1", name="Share of heads")
    yes_no = factories.indicator(
        method,
        code="1.2",
        name="A team is there",
        kind=Indicator.Kind.YES_NO,
        weight=2,
        provenance={"numerator": {"source": "document", "note": "table 1"}},
    )
    before = factories.cycle(method, region, year=2025)
    now = factories.cycle(method, region, previous=before)
    return World(region, before, now, share, yes_no)


def report(world: World, unit: Unit, share: tuple[int, int], yes: int | None) -> None:
    """Enter the same figures in both cycles and have them accepted."""
    for cycle in (world.previous, world.cycle):
        enter(cycle, unit, {world.share: share, world.yes_no: None})
        if yes is not None:
            factories.value(cycle, unit, world.yes_no, yes, 1)


def enter(
    cycle: Cycle, unit: Unit, figures: dict[Indicator, tuple[int, int] | None]
) -> None:
    """Enter figures of one cycle; None enters nothing."""
    Submission.objects.get_or_create(cycle=cycle, unit=unit)
    for indicator, pair in figures.items():
        if pair is not None:
            factories.value(cycle, unit, indicator, *pair)


def compute_all(world: World) -> World:
    """Accept all that was entered, close both cycles and compute them."""
    at = timezone.now()
    Submission.objects.update(status=ACCEPTED, submitted_at=at, decided_at=at)
    for cycle in (world.previous, world.cycle):
        Cycle.objects.filter(pk=cycle.pk).update(
            status=Cycle.Status.COMPUTED, computed_at=at
        )
        compute(cycle.pk)
        cycle.refresh_from_db()
    return world


def schools(municipality: Unit, number: int, **fields: object) -> list[Unit]:
    """Schools with heads appointed long ago."""
    made = [factories.organization(municipality, **fields) for _ in range(number)]
    for unit in made:
        factories.appoint(factories.person(), unit, dt.date(2019, 9, 2))
    return made
