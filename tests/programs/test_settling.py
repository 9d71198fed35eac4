"""Ways to settle a finding: only what it speaks of changes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.models import Unit, User
from programs.models import Program
from programs.services import documents, findings
from programs.texts import ValueText
from tests.programs.check_texts import passport

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A draft whose target of the first year is below the baseline."""
    goals = tuple(
        ValueText(Decimal(value), year) for year, value in ((2026, 10), (2027, 30))
    )
    text = passport(baseline=Decimal(20), baseline_year=2025, values=goals)
    return documents.write(text, unit=region, by=ministry)


def test_a_better_target_is_written_for_the_worse_year_only(
    program: Program, ministry: User
) -> None:
    finding = program.findings.get(code="TARGET_BELOW_BASELINE")

    findings.settle(finding.pk, 0, answer="25", by=ministry)

    values = program.indicators.get().values.order_by("year")
    assert list(values.values_list("value", flat=True)) == [25, 30]
    finding.refresh_from_db()
    assert finding.state == "gone"
