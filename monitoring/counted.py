"""What pages tell of counted values: the count beside what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from monitoring import sources
from monitoring.entry_cell import tidy
from monitoring.models import CountedValue, Cycle, Indicator, Value
from monitoring.sources import Source
from portal.models import Unit


@dataclass(frozen=True)
class Told:
    """The portal's own count of a branch; `value` is the unit's own entry, if any."""

    source: Source
    units: int
    overridden: int
    numerator: Decimal
    denominator: Decimal
    counted_at: object
    value: Value | None

    @property
    def is_override(self) -> bool:
        """Whether the unit itself, or some unit of the branch, entered otherwise."""
        return self.overridden > 0


def of(unit: Unit, cycle: Cycle, indicator: Indicator) -> Told | None:
    """Return the count for the unit's branch, None where no source counts."""
    source = sources.of(indicator)
    if source is None:
        return None
    rows = CountedValue.objects.filter(
        cycle=cycle, indicator=indicator, unit__path__startswith=unit.path
    ).with_override()
    sums = rows.aggregate(
        units=Count("pk"),
        overridden=Count("pk", filter=Q(is_overridden=True)),
        numerator=Sum("numerator", default=Decimal(0)),
        denominator=Sum("denominator", default=Decimal(0)),
        counted_at=Max("counted_at"),
    )
    value = Value.objects.filter(cycle=cycle, unit=unit, indicator=indicator).first()
    return Told(source=source, value=value and tidy(value), **sums)
