"""Methodologies: what is counted, how it is judged, and where each choice is from."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from portal import access
from portal.models import Organization, Unit, User


class Level(models.TextChoices):
    """How a value is judged on its scale; no data has no level."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Trend(models.TextChoices):
    """What became of a value since the previous cycle."""

    GREW = "grew", _("grew")
    STABLE = "stable", _("stable")
    FELL = "fell", _("fell")


def percent_field(
    name: StrOrPromise, **options: object
) -> models.DecimalField[Decimal, Decimal]:
    """Return a field for percents and percentage points, to two decimals."""
    return models.DecimalField(name, max_digits=7, decimal_places=2, **options)  # type: ignore[arg-type]


class MethodologyQuerySet(models.QuerySet["Methodology"]):
    """Sets of methodologies; all chain."""

    def visible_to(self, user: User) -> Self:
        """All for those who design or run; otherwise those of one's own cycles."""
        if access.anywhere(user, access.Can.RUN) or access.anywhere(
            user, access.Can.ADMINISTER
        ):
            return self
        regions = {path.split("/")[0] for _role, path in user.held_roles}
        return self.filter(owner__path__in=[f"{region}/" for region in regions])


class Methodology(models.Model):
    """One version of a method; an approved one never changes (a trigger holds it).

    Values are rounded half up to `decimals` as soon as they are computed, and
    levels, changes and consolidated values are taken from the rounded figures:
    whoever has the printed numbers gets the same.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="methodologies")
    code = models.SlugField(_("code"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=300)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.DRAFT
    )
    order_number = models.CharField(_("order number"), max_length=50, blank=True)
    order_on = models.DateField(_("order date"), null=True, blank=True)
    basis = models.JSONField(_("legal basis"), default=list, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=1, validators=[MaxValueValidator(2)]
    )
    medium_from = percent_field(_("medium from, %"), default=Decimal(50))
    high_from = percent_field(_("high from, %"), default=Decimal(80))
    tolerance = percent_field(_("stable within, p.p."), default=Decimal("0.5"))
    provenance = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)

    objects = MethodologyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "methodologies"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code", "version"],
                name="monitoring_methodology_version_unique",
            ),
            models.CheckConstraint(
                condition=Q(medium_from__gt=0, medium_from__lt=F("high_from")),
                name="monitoring_methodology_borders_rise",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=2), name="monitoring_methodology_decimals"
            ),
            models.CheckConstraint(
                condition=Q(tolerance__gte=0), name="monitoring_methodology_tolerance"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (~Q(order_number="") & Q(order_on__isnull=False)),
                name="monitoring_methodology_approved_by_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_approved(self) -> bool:
        """Whether the method may be used in cycles and can no longer change."""
        return self.status == Methodology.Status.APPROVED


class Track(models.Model):
    """A large direction of a method, with a consolidated value of its own."""

    methodology = models.ForeignKey(Methodology, models.CASCADE, related_name="tracks")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "number"], name="monitoring_track_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Criterion(models.Model):
    """A criterion, subsystem or direction that groups indicators."""

    class Kind(models.TextChoices):
        CRITERION = "criterion", _("Criterion")
        SUBSYSTEM = "subsystem", _("Subsystem")
        DIRECTION = "direction", _("Direction")

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="criteria"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "number"], name="monitoring_criterion_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Indicator(models.Model):
    """The passport of an indicator: what K counts, what O counts, for whom.

    `provenance` maps a field's name to {"source": "document" | "portal", "note"}:
    what a document leaves open is set by the portal and says so.
    """

    class Kind(models.TextChoices):
        SHARE = "share", _("share of a whole, K / O")
        YES_NO = "yes_no", _("yes or no for each unit")
        PLAN = "plan", _("fulfillment of a plan, K / O")

    class CollectedAt(models.TextChoices):
        ORGANIZATION = "organization", _("organization")
        MUNICIPALITY = "municipality", _("municipality")

    class MissingRule(models.TextChoices):
        EXCLUDE = "exclude", _("left out of the sums")
        COUNT_AS_NO = "count_as_no", _("counted as «no»")

    class SampleFlag(models.TextChoices):
        EVERY = "", _("every organization")
        RURAL = "rural", _("rural organizations")
        LOW_RESULTS = "low_results", _("schools with low results")
        UNFAVORABLE = "unfavorable", _("schools in unfavorable conditions")
        INNOVATIVE = "innovative", _("the innovation network")

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="indicators"
    )
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    criteria = models.ManyToManyField(Criterion, related_name="indicators", blank=True)
    code = models.CharField(_("code"), max_length=20)
    number = models.CharField(_("number in the document"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=400)
    numerator_text = models.CharField(_("what K counts"), max_length=500)
    denominator_text = models.CharField(_("what O counts"), max_length=500)
    unit_of_observation = models.CharField(
        _("unit of observation"), max_length=30, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    collected_at = models.CharField(
        _("collected at"), max_length=12, choices=CollectedAt
    )
    organization_types = ArrayField(
        models.CharField(max_length=12, choices=Organization.Type),
        verbose_name=_("organization types, none is all"),
        default=list,
        blank=True,
    )
    sample_flag = models.CharField(
        _("sample"),
        max_length=12,
        choices=SampleFlag,
        blank=True,
        default=SampleFlag.EVERY,
    )
    sample_note = models.CharField(_("sample in words"), max_length=300, blank=True)
    data_source = models.CharField(_("source of data"), max_length=300, blank=True)
    higher_is_better = models.BooleanField(_("higher is better"), default=True)
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, default=Decimal(1)
    )
    target = percent_field(_("target, %"), null=True, blank=True)
    medium_from = percent_field(_("medium from, %"), null=True, blank=True)
    high_from = percent_field(_("high from, %"), null=True, blank=True)
    missing_rule = models.CharField(
        _("missing reports"),
        max_length=11,
        choices=MissingRule,
        default=MissingRule.EXCLUDE,
    )
    provenance = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "code"], name="monitoring_indicator_code"
            ),
            models.UniqueConstraint(
                fields=["id", "kind"], name="monitoring_indicator_id_kind"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0), name="monitoring_indicator_weight"
            ),
            models.CheckConstraint(
                condition=Q(medium_from=None, high_from=None)
                | Q(medium_from__isnull=False, high_from__isnull=False),
                name="monitoring_indicator_both_borders",
            ),
            models.CheckConstraint(
                condition=~Q(missing_rule="count_as_no") | Q(kind="yes_no"),
                name="monitoring_indicator_no_only_for_yes_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
