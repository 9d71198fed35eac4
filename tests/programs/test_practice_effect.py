"""Who works by a practice beside the others: nobody reads the figures of a few."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring import engine
from monitoring.models import Cycle, Indicator, Submission
from portal.models import Unit
from programs.models import Practice
from programs.reading import practices as reading
from tests import factories
from tests.programs import factories as rows


@pytest.fixture
def schools(municipality: Unit) -> list[Unit]:
    """Eleven schools; the first one wrote the practice."""
    return [factories.organization(municipality) for _ in range(11)]


def published(region: Unit, years: dict[int, list[Unit]]) -> Indicator:
    """An indicator with the published figures of these schools in each year."""
    method = factories.methodology(region)
    indicator, previous = factories.indicator(method), None
    for year, units in years.items():
        cycle = factories.cycle(method, region, year=year, previous=previous)
        for unit in units:
            factories.value(cycle, unit, indicator, 6, 10)
        Submission.objects.filter(cycle=cycle).update(
            status=Submission.Status.ACCEPTED, submitted_at=f"{year}-11-02T00:00:00Z"
        )
        Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.COMPUTED)
        engine.compute(cycle.pk)
        Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.PUBLISHED)
        previous = cycle
    return indicator


def taken_over(indicator: Indicator, schools: list[Unit]) -> Practice:
    """A practice of the first school that the others have taken over long ago."""
    first, *others = schools
    made = rows.practice(first, indicator=indicator, status=Practice.Status.PUBLISHED)
    for unit in others:
        rows.adoption(made, unit, adopted_on=timezone.localdate().replace(year=2020))
    return made


@pytest.mark.parametrize(
    ("before", "adopters", "is_small"),
    [
        (slice(11), slice(5), False),
        (slice(11), slice(4), True),
        (slice(11), slice(10), True),  # one other school
        (slice(11), slice(11), False),  # no other school, no figures of it
        (slice(3), slice(5), True),  # three had figures the year before
    ],
)
def test_figures_of_fewer_than_five_are_not_shown(
    region: Unit, schools: list[Unit], before: slice, adopters: slice, is_small: bool
) -> None:
    indicator = published(region, {2024: schools[before], 2025: schools})
    practice = taken_over(indicator, schools[adopters])

    page = Client().get(reverse("open_practice", args=[practice.pk]))

    assert reading.effect(practice).is_small is is_small
    assert ("60,0" not in page.content.decode()) is is_small
