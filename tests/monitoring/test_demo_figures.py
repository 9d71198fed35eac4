"""The demo's figures, each computed again in plain Python from the raw values."""

from __future__ import annotations

import pytest

from monitoring.demo import loading
from monitoring.models import Cycle, Result, Summary
from portal.accounts import robot
from tests.monitoring import oracle


@pytest.mark.django_db
def test_every_figure_of_the_demo_is_that_of_plain_python() -> None:
    loading.load(loading.Size(), password="correct horse battery", by=robot())
    cycles = list(Cycle.objects.with_results().order_by("year"))

    differences = [line for cycle in cycles for line in oracle.compare(cycle)]

    assert differences == []
    assert [cycle.year for cycle in cycles] == [2023, 2024, 2025]
    assert Result.objects.filter(unit__kind="organization").count() > 411 * 6 * 3
    for cycle in cycles:
        levels = Summary.objects.filter(cycle=cycle, unit__kind="organization").whole()
        assert set(levels.values_list("level", flat=True)) >= {"high", "medium", "low"}
        assert (
            Result.objects.filter(cycle=cycle).values("indicator").distinct().count()
            == 9
        )
