"""Corrections: figures entered whole and changed afterwards."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Lag

from monitoring.models import Cycle, Indicator, ValueHistory
from portal.models import Unit


@dataclass(frozen=True)
class Entry:
    """A state of the figures; `before` is what stood there, None at the first."""

    at: dt.datetime
    by: str
    operation: str
    numerator: Decimal | None
    denominator: Decimal | None
    reason: str
    comment: str
    before: Entry | None = None

    @property
    def is_correction(self) -> bool:
        """Whether whole figures stood there before and are others now."""
        if self.before is None or self.before.numerator is None:
            return False
        return self.before.denominator is not None and self.figures != (
            self.before.figures
        )

    @property
    def figures(self) -> tuple[Decimal | None, Decimal | None, str]:
        """What was entered: K, O and the reason instead of them."""
        return self.numerator, self.denominator, self.reason


def of_value(unit: Unit, cycle: Cycle, indicator: Indicator) -> list[Entry]:
    """Return all that was entered at the unit, the latest first."""
    rows = _history(cycle, indicator).filter(unit_id=unit.pk)
    entries = [_entry(row) for row in rows.select_related("updated_by").order_by("pk")]
    linked = [
        Entry(**{**vars(now), "before": before})
        for before, now in itertools.pairwise([None, *entries])
        if now is not None
    ]
    return linked[::-1]


def count_below(unit: Unit, cycle: Cycle, indicator: Indicator) -> int:
    """Return how often whole figures were corrected in the unit's branch."""
    units = Unit.objects.within(unit).values("pk")
    return (
        _history(cycle, indicator)
        .filter(unit_id__in=units)
        .annotate(
            numerator_before=_before("numerator"),
            denominator_before=_before("denominator"),
        )
        .filter(numerator_before__isnull=False, denominator_before__isnull=False)
        .count()
    )


def _before(field: str) -> Window:
    return Window(Lag(field), partition_by=[F("unit_id")], order_by=[F("pk").asc()])


def _history(cycle: Cycle, indicator: Indicator) -> QuerySet[ValueHistory]:
    return ValueHistory.objects.filter(cycle_id=cycle.pk, indicator_id=indicator.pk)


def _entry(row: ValueHistory) -> Entry:
    return Entry(
        row.at,
        str(row.updated_by or ""),
        str(ValueHistory.Operation(row.operation).label),
        row.numerator,
        row.denominator,
        row.not_applicable_reason,
        row.comment,
    )
