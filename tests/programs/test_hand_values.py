"""Facts entered by hand: what stood there before stays on record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs.models import TargetIndicator
from programs.services import hand_values
from tests.programs import factories


@pytest.fixture
def indicator(region: Unit, ministry: User) -> TargetIndicator:
    """An indicator of a program in force."""
    return factories.indicator(factories.program(region, published_by=ministry))


def said(action: str) -> list[tuple[str | None, ...]]:
    """What the journal has of the step: values and sources, before and after."""
    keys = ("was_value", "was_reason", "now_value", "now_reason")
    entries = JournalEntry.objects.filter(action=action).order_by("pk")
    return [tuple(entry.details.get(key) for key in keys) for entry in entries]


def test_an_overwritten_and_a_removed_fact_stay_on_record(
    indicator: TargetIndicator, ministry: User, operator: User
) -> None:
    of = {"year": 2026}
    first, second = Decimal("10.5"), Decimal("12.00")
    hand_values.write(indicator.pk, **of, value=first, reason="Приказ № 1", by=ministry)
    hand_values.write(indicator.pk, **of, value=second, reason="Отчёт", by=operator)
    hand_values.remove(indicator.pk, **of, by=ministry)

    assert said("hand_value_written") == [
        (None, None, "10.5", "Приказ № 1"),
        ("10.50", "Приказ № 1", "12.00", "Отчёт"),
    ]
    assert said("hand_value_removed") == [("12.00", "Отчёт", None, None)]
    with pytest.raises(Refused):
        hand_values.remove(indicator.pk, **of, by=ministry)
