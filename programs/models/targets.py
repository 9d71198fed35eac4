"""What is to be reached: targets of events, target indicators of programs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import User
from programs.models.documents import Program
from programs.models.events import Event


class Measure(models.TextChoices):
    """In what a target is measured."""

    SHARE = "share", _("Share of a population")
    COUNT = "count", _("Number")
    GROWTH = "growth", _("Growth")
    DYNAMICS = "dynamics", _("Sign of change")
    DOCUMENT = "document", _("Approved document")
    PRODUCT = "product", _("Product")
    BOOLEAN = "boolean", _("Yes or no")
    QUALITATIVE = "qualitative", _("In words")


class Operator(models.TextChoices):
    """How the fact is compared with the target."""

    GTE = "gte", "≥"
    GT = "gt", ">"
    LTE = "lte", "≤"
    LT = "lt", "<"
    EQ = "eq", "="


class Population(models.TextChoices):
    """Of whom or what a share is counted; the portal counts each of them."""

    HEADS = "heads", _("Heads of organizations")
    HEADS_AT_RISK = "heads_at_risk", _("Heads of the risk group")
    HEADS_LOW_RESULTS = "heads_low_results", _("Heads of schools with low results")
    RESERVE = "reserve", _("Members of the reserve")
    TEAMS = "teams", _("Management teams")
    TEAMS_INNOVATIVE = (
        "teams_innovative",
        _("Management teams of the innovation network"),
    )
    MUNICIPALITIES = "municipalities", _("Municipalities")
    ORGANIZATIONS = "organizations", _("Organizations")
    ORGANIZATIONS_INNOVATIVE = (
        "organizations_innovative",
        _("Organizations of the innovation network"),
    )
    STAFF = "staff", _("Staff of organizations")
    UNKNOWN = "", _("Not counted by the portal")


class MeasuredBy(models.TextChoices):
    """Where the fact of a target comes from."""

    PARTICIPATION = "participation", _("Participation in the event")
    EVIDENCE = "evidence", _("Evidence of the event")
    INDICATOR = "indicator", _("Indicator of monitoring")
    PRACTICES = "practices", _("Published practices")
    RESERVE_TEST = "reserve_test", _("Tests of the reserve, before and after")
    HAND = "hand", _("Entered by hand")


@tracked(accessor="history")
class EventTarget(models.Model):
    """A result of an event that can be compared with its fact.

    `original` keeps the words of the document, `subject` those that name the
    population: «руководителей образовательных организаций края».
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="targets")
    measure = models.CharField(_("kind"), max_length=11, choices=Measure)
    operator = models.CharField(max_length=3, choices=Operator, blank=True)
    value = models.DecimalField(
        _("value"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit_name = models.CharField(_("unit"), max_length=30, blank=True)
    population = models.CharField(
        _("population"), max_length=24, choices=Population, blank=True
    )
    organization_types = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )
    subject = models.CharField(_("population in words"), max_length=300, blank=True)
    original = models.CharField(_("words of the document"), max_length=500, blank=True)
    measured_by = models.CharField(max_length=13, choices=MeasuredBy, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reached_note = models.TextField(_("how it was reached"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.original


@tracked(accessor="history")
class TargetIndicator(models.Model):
    """An indicator of the program with its baseline and its targets per year.

    `indicator_code` is the code of an indicator of the program's methodology.
    numerator … sampled keep the passport that the document itself prints.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="indicators")
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    track = models.CharField(_("track"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=700)
    measure = models.CharField(_("kind"), max_length=11, choices=Measure)
    operator = models.CharField(max_length=3, choices=Operator, default=Operator.GTE)
    unit_name = models.CharField(_("unit"), max_length=30, blank=True)
    is_each_year = models.BooleanField(_("set for every year"), default=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline_count = models.PositiveIntegerField(null=True, blank=True)
    population = models.CharField(max_length=24, choices=Population, blank=True)
    measured_by = models.CharField(max_length=13, choices=MeasuredBy, blank=True)
    indicator_code = models.CharField(
        _("indicator of monitoring"), max_length=60, blank=True
    )
    higher_is_better = models.BooleanField(default=True)
    change_in_document = models.CharField(max_length=10, blank=True)
    numerator = models.TextField(_("what K counts"), blank=True)
    denominator = models.TextField(_("what O counts"), blank=True)
    formula = models.CharField(_("formula"), max_length=200, blank=True)
    sample_kind = models.CharField(_("sample"), max_length=30, blank=True)
    sample_frame = models.CharField(max_length=300, blank=True)
    sample_filter = models.CharField(max_length=300, blank=True)
    observed = models.CharField(_("unit of observation"), max_length=30, blank=True)
    sampled = models.CharField(_("unit of the sample"), max_length=30, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


@tracked(accessor="history")
class TargetValue(models.Model):
    """The target of a year, or of every year when `year` is null.

    A document that contradicts itself has several rows with `variant` naming the
    place of each; the one in force is `is_chosen`.
    """

    indicator = models.ForeignKey(
        TargetIndicator, models.CASCADE, related_name="values"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    variant = models.CharField(_("place in the document"), max_length=100, blank=True)
    is_chosen = models.BooleanField(default=True)
    reason = models.TextField(_("why this one"), blank=True)

    class Meta:
        ordering = ("year", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=models.Q(is_chosen=True),
                nulls_distinct=False,
                name="programs_targetvalue_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "variant"],
                nulls_distinct=False,
                name="programs_targetvalue_variant_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}"
