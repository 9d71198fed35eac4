"""Values as entered: K and O for a unit and an indicator, with their history."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.cycles import Cycle
from monitoring.models.methods import Indicator
from portal import access
from portal.models import Unit, User


class ValueQuerySet(models.QuerySet["Value"]):
    """Sets of values; all chain."""

    def visible_to(self, user: User) -> Self:
        """Values of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))


class Value(models.Model):
    """K and O of one indicator at one unit in one cycle.

    The table is partitioned by cycle and made by hand in the migration: its
    foreign keys are (cycle, unit) to the submission and (indicator, kind) to the
    indicator, so the check of K against O depends on the indicator's kind and
    still stands in the database. A trigger refuses changes of what is submitted
    and another writes the history.

    Either both figures, or one while the other is still to come, or neither with
    a reason why the indicator does not apply.
    """

    pk = models.CompositePrimaryKey("cycle_id", "unit_id", "indicator_id")
    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="values", db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="values", db_constraint=False, db_index=False
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="values",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=Indicator.Kind)
    numerator = models.DecimalField(
        _("K"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("O"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    not_applicable_reason = models.CharField(
        _("why it does not apply"), max_length=300, blank=True, default=""
    )
    comment = models.CharField(_("comment"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects = ValueQuerySet.as_manager()

    def __str__(self) -> str:
        return (
            f"{self.unit_id}/{self.indicator_id}: {self.numerator} / {self.denominator}"
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is asked: both figures or a reason."""
        return bool(self.not_applicable_reason) or (
            self.numerator is not None and self.denominator is not None
        )


class ValueHistory(models.Model):
    """A value as it was after each change; written by a trigger only."""

    class Operation(models.TextChoices):
        INSERT = "insert", _("entered")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("removed")

    at = models.DateTimeField()
    operation = models.CharField(max_length=6, choices=Operation)
    cycle_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    indicator_id = models.BigIntegerField()
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    not_applicable_reason = models.CharField(max_length=300)
    comment = models.CharField(max_length=500)
    version = models.PositiveIntegerField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        verbose_name_plural = "value history"
        indexes = [
            models.Index(
                fields=["cycle_id", "unit_id", "indicator_id"],
                name="monitoring_history_value",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.operation} {self.unit_id}/{self.indicator_id}"
