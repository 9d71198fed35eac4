"""Results: what the computation made of the values."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.models.cycles import Cycle
from monitoring.models.methods import Indicator, Level, Track, Trend, percent_field
from portal import access
from portal.models import Organization, Person, Unit, User


class ResultQuerySet(models.QuerySet["Result"]):
    """Sets of results; all chain."""

    def visible_to(self, user: User) -> Self:
        """Results of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))

    def whole(self) -> Self:
        """Of all organization types together."""
        return self.filter(organization_type="")


class Figures(models.Model):
    """What every computed row has: the value, how it is judged, what it was before.

    Null is "no data". `median` of an aggregate is that of its organizations;
    `rank` counts from 1, the best, among `peers` units of the same kind (for
    organizations of the same type) that have a value.
    """

    value = models.DecimalField(_("D"), max_digits=12, decimal_places=2, null=True)
    level = models.CharField(_("level"), max_length=6, choices=Level, default="")
    previous_value = models.DecimalField(
        _("previous"), max_digits=12, decimal_places=2, null=True
    )
    change = models.DecimalField(
        _("change, p.p."), max_digits=12, decimal_places=2, null=True
    )
    trend = models.CharField(_("trend"), max_length=6, choices=Trend, default="")
    rank = models.PositiveIntegerField(_("place"), null=True)
    peers = models.PositiveIntegerField(_("of"), null=True)
    median = models.DecimalField(
        _("median"), max_digits=12, decimal_places=2, null=True
    )

    class Meta:
        abstract = True


class Result(Figures):
    """One indicator of one unit, or of one organization type within it.

    Written by the computation only; the table is partitioned by cycle. At an
    organization `reported` is 1 or 0; above, how many of `expected` units gave
    figures that count.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("counted")
        NO_DATA = "no_data", _("no data, O is zero")
        NOT_APPLICABLE = "not_applicable", _("does not apply")
        MISSING = "missing", _("not reported")

    pk = models.CompositePrimaryKey(
        "cycle_id", "unit_id", "organization_type", "indicator_id"
    )
    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="results", db_constraint=False
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="results",
        db_constraint=False,
        db_index=False,
    )
    organization_type = models.CharField(
        max_length=12, choices=Organization.Type, blank=True, default=""
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="results",
        db_constraint=False,
        db_index=False,
    )
    numerator = models.DecimalField(_("K"), max_digits=16, decimal_places=2, null=True)
    denominator = models.DecimalField(
        _("O"), max_digits=16, decimal_places=2, null=True
    )
    state = models.CharField(max_length=14, choices=State)
    reported = models.PositiveIntegerField(_("reported"))
    expected = models.PositiveIntegerField(_("expected"))

    objects = ResultQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.indicator_id}: {self.value}"


class SummaryQuerySet(models.QuerySet["Summary"]):
    """Sets of consolidated values; all chain."""

    def visible_to(self, user: User) -> Self:
        """Consolidated values of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))

    def whole(self) -> Self:
        """Of all tracks and all organization types together."""
        return self.filter(organization_type="", track=None)


class Summary(Figures):
    """The consolidated value of a unit: the weighted mean of its D.

    `track` null is the whole method; `weight` and `indicators` say what took part.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="summaries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="summaries")
    organization_type = models.CharField(
        max_length=12, choices=Organization.Type, blank=True, default=""
    )
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, related_name="summaries"
    )
    weight = models.DecimalField(_("sum of weights"), max_digits=8, decimal_places=2)
    indicators = models.PositiveSmallIntegerField(_("indicators counted"))

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "organization_type", "track"],
                nulls_distinct=False,
                name="monitoring_summary_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.value}"


class RiskQuerySet(models.QuerySet["RiskEntry"]):
    """Sets of risk entries; all chain."""

    def visible_to(self, user: User) -> Self:
        """Entries of the branches where the user reads letters and risk."""
        return self.filter(access.scope(user, access.Can.READ_LETTERS))

    def repeated(self) -> Self:
        """Heads in risk two cycles in a row or more."""
        return self.filter(years_in_row__gte=2)


class RiskEntry(models.Model):
    """A head whose organization's consolidated value is low in a cycle.

    `years_in_row` follows the person, not the organization: consecutive cycles
    in which this person was in risk, wherever they worked.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="risk_entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="risk_entries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="risk_entries")
    value = percent_field(_("consolidated value, %"))
    years_in_row = models.PositiveSmallIntegerField(_("years in a row"))

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "risk entries"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person", "unit"], name="monitoring_risk_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.cycle}"
