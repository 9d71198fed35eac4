"""Recommendations: the catalog of texts, the rules that call them, what was called."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.cycles import Cycle
from monitoring.models.letters import Letter
from monitoring.models.methods import Indicator, Level, Methodology, Track, Trend
from portal import access
from portal.models import Organization, Person, Unit, User


class Direction(models.Model):
    """A direction of the catalog, with the document its topics come from."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("source"), max_length=300)

    def __str__(self) -> str:
        return self.name


class RecommendationText(models.Model):
    """One text: what to do, by when, who helps. A change is a new version."""

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="texts")
    code = models.CharField(_("code"), max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=120)
    measure = models.TextField(_("measure"))
    deadline_month = models.PositiveSmallIntegerField(null=True, blank=True)
    deadline_day = models.PositiveSmallIntegerField(null=True, blank=True)
    deadline_days = models.PositiveSmallIntegerField(null=True, blank=True)
    helper = models.CharField(_("who helps"), max_length=200)
    evidence = models.CharField(_("what shows it is done"), max_length=200, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort, 1 to 3"), default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="monitoring_text_version"
            ),
            models.CheckConstraint(
                condition=Q(
                    deadline_days__isnull=False, deadline_month=None, deadline_day=None
                )
                | Q(
                    deadline_days=None,
                    deadline_month__isnull=False,
                    deadline_day__isnull=False,
                ),
                name="monitoring_text_one_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def deadline_after(self, day: dt.date) -> dt.date:
        """The deadline of a letter of that day: the next such date, or so many days."""
        if self.deadline_days is not None:
            return day + dt.timedelta(days=self.deadline_days)
        month, number = self.deadline_month or 1, self.deadline_day or 1
        this_year = dt.date(day.year, month, number)
        return this_year if this_year > day else this_year.replace(year=day.year + 1)


class Rule(models.Model):
    """When a text is recommended: a level or trend of an indicator, track or whole.

    Neither indicator nor track: the consolidated value of the whole. Empty lists
    hold for all. `finding` is a sentence with the figures' names in braces.
    """

    methodology = models.ForeignKey(Methodology, models.CASCADE, related_name="rules")
    code = models.CharField(_("code"), max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="rules"
    )
    track = models.ForeignKey(
        Track, models.CASCADE, null=True, blank=True, related_name="rules"
    )
    levels = ArrayField(
        models.CharField(max_length=6, choices=Level), default=list, blank=True
    )
    trends = ArrayField(
        models.CharField(max_length=6, choices=Trend), default=list, blank=True
    )
    repeated_risk = models.BooleanField(_("only in risk again"), default=False)
    organization_types = ArrayField(
        models.CharField(max_length=12, choices=Organization.Type),
        default=list,
        blank=True,
    )
    text = models.ForeignKey(RecommendationText, models.PROTECT, related_name="rules")
    priority = models.PositiveSmallIntegerField(_("priority, 1 is first"))
    finding = models.CharField(_("finding"), max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["methodology", "code", "version"],
                name="monitoring_rule_version",
            ),
            models.CheckConstraint(
                condition=Q(indicator=None) | Q(track=None),
                name="monitoring_rule_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Sets of recommendations; all chain."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own letters once sent, and of the branches one reads."""
        own = Letter.objects.filter(
            person__user=user,
            issued_at__isnull=False,
            cycle=OuterRef("cycle"),
            unit=OuterRef("unit"),
        )
        mine = Q(person__user=user) & Q(Exists(own))
        return self.filter(access.scope(user, access.Can.READ_LETTERS) | mine)

    def in_order(self) -> Self:
        """Most pressing first."""
        return self.order_by("rank")


class Recommendation(models.Model):
    """A text called for one head by one rule, with the figures that called it.

    `rank` counts from 1, the most pressing; those within the cycle's limit stand
    in the letter, the rest on the portal.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="recommendations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recommendations")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="recommendations"
    )
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="recommendations")
    text = models.ForeignKey(
        RecommendationText, models.PROTECT, related_name="recommendations"
    )
    rank = models.PositiveSmallIntegerField()
    in_letter = models.BooleanField()
    deadline_on = models.DateField(_("by"))
    numerator = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    level = models.CharField(max_length=6, choices=Level, blank=True)
    previous_value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    change = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    years_in_row = models.PositiveSmallIntegerField(null=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "text"], name="monitoring_recommendation_once"
            ),
            models.UniqueConstraint(
                fields=["cycle", "unit", "rank"], name="monitoring_recommendation_rank"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.text_id}"
