"""What the portal counted itself, beside what is entered."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from monitoring.models.cycles import Cycle
from monitoring.models.methods import Indicator
from monitoring.models.values import Value
from portal import access
from portal.models import Unit, User


class CountedValueQuerySet(models.QuerySet["CountedValue"]):
    """Sets of counted values; all chain."""

    def visible_to(self, user: User) -> Self:
        """Counts of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))

    def with_override(self) -> Self:
        """Add `is_overridden`: other whole figures, or a reason, are entered."""
        entered = Value.objects.filter(
            cycle=OuterRef("cycle"),
            unit=OuterRef("unit"),
            indicator=OuterRef("indicator"),
        )
        whole = Q(numerator__isnull=False, denominator__isnull=False)
        same = Q(numerator=OuterRef("numerator"), denominator=OuterRef("denominator"))
        other = entered.filter((whole & ~same) | ~Q(not_applicable_reason=""))
        return self.annotate(is_overridden=Exists(other))


class CountedValue(models.Model):
    """K and O as a source counts them from the portal's own records.

    What is handed in keeps the count that it was handed in with.
    """

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="counted_values", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="counted_values")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="counted_values"
    )
    numerator = models.DecimalField(max_digits=14, decimal_places=2)
    denominator = models.DecimalField(max_digits=14, decimal_places=2)
    counted_at = models.DateTimeField()

    objects = CountedValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "indicator", "unit"],
                name="monitoring_countedvalue_once",
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=0, denominator__gte=0),
                name="monitoring_countedvalue_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.indicator_id}: {self.pair}"

    @property
    def pair(self) -> str:
        """K and O as they are written in a sentence."""
        return f"{self.numerator.normalize():f} / {self.denominator.normalize():f}"

    def differs(self, numerator: Decimal | None, denominator: Decimal | None) -> bool:
        """Whether whole figures are entered, and not the counted ones."""
        if numerator is None or denominator is None:
            return False
        return (numerator, denominator) != (self.numerator, self.denominator)
