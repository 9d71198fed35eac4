"""Competitions for the reserve: what is asked, in which stages, by which formula."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.history import tracked
from portal.models import Position, Unit, User
from reserve.models.dictionaries import ConsentText, Requirement


class Level(models.TextChoices):
    """Whose reserve it is."""

    MUNICIPAL = "municipal", _("Municipal")
    REGIONAL = "regional", _("Regional")


class CompetitionQuerySet(models.QuerySet["Competition"]):
    """Sets of competitions; all chain."""

    def run_by(self, user: User) -> Self:
        """Competitions whose applications the user works with."""
        return self.filter(access.scope(user, access.Can.RUN_RESERVE))

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))

    def announced(self) -> Self:
        """Competitions that anybody may read about."""
        return self.exclude(status=Competition.Status.DRAFT)

    def taking(self, day: dt.date) -> Self:
        """Competitions that take applications on the day."""
        return self.filter(
            status=Competition.Status.ANNOUNCED,
            opens_on__lte=day,
            closes_on__gte=day,
        )


@tracked()
class Competition(models.Model):
    """One competition of a region or a municipality.

    `stages` carry the weights of the formula; ties are resolved by the stages
    named in `tie_stages` in their order, then by the day of the application.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ANNOUNCED = "announced", _("Announced")
        ASSESSING = "assessing", _("Assessment")
        DECIDED = "decided", _("Decided")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="competitions")
    level = models.CharField(_("level"), max_length=9, choices=Level)
    name = models.CharField(_("name"), max_length=300)
    post = models.CharField(
        _("target position"), max_length=10, choices=Position.Kind, default="head"
    )
    organization_types = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("applications until"))
    decides_on = models.DateField(_("commission"))
    places = models.PositiveSmallIntegerField(_("places in the reserve"), default=10)
    announcement = models.TextField(_("announcement"), blank=True)
    is_blind = models.BooleanField(_("experts see no names"), default=True)
    experts_per_application = models.PositiveSmallIntegerField(
        _("experts for an application"), default=3
    )
    outlier_gap = models.DecimalField(
        _("gap of experts to discuss"), max_digits=5, decimal_places=1, default=6
    )
    tie_stages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    term_years = models.PositiveSmallIntegerField(_("term, years"), default=3)
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    order_number = models.CharField(_("order"), max_length=50, blank=True)
    order_on = models.DateField(_("order dated"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    opens_on__lte=F("closes_on"), closes_on__lte=F("decides_on")
                ),
                name="reserve_competition_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    experts_per_application__gte=1, experts_per_application__lte=9
                ),
                name="reserve_competition_experts_limit",
            ),
            models.CheckConstraint(
                condition=Q(term_years__gte=1, term_years__lte=10),
                name="reserve_competition_term_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_taking(self, day: dt.date) -> bool:
        """Whether applications are taken on the day."""
        return (
            self.status == Competition.Status.ANNOUNCED
            and self.opens_on <= day <= self.closes_on
        )


@tracked()
class CompetitionRequirement(models.Model):
    """A requirement as this competition sets it."""

    competition = models.ForeignKey(
        Competition, models.CASCADE, related_name="requirements"
    )
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+")
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "requirement"],
                name="reserve_competitionrequirement_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.requirement)


@tracked()
class CompetitionDocument(models.Model):
    """A document to attach to the application; `code` is its attachment's kind."""

    competition = models.ForeignKey(
        Competition, models.CASCADE, related_name="documents"
    )
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "code"],
                name="reserve_competitiondocument_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Stage(models.Model):
    """A stage in its order; a weight of 0 decides only who goes on.

    `maximum` is the most points of the stage: of a test as entered, of an expert
    stage the weighted sum of its criteria's maxima.
    """

    class Kind(models.TextChoices):
        DOCUMENTS = "documents", _("Check of documents")
        TEST = "test", _("Test")
        DEFENSE = "defense", _("Defense of a case or project")
        INTERVIEW = "interview", _("Interview")
        COMMISSION = "commission", _("Commission")

    EXPERT = (Kind.DEFENSE, Kind.INTERVIEW)

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=0)
    maximum = models.DecimalField(
        _("most points"), max_digits=6, decimal_places=1, default=100
    )
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=6, decimal_places=1, null=True, blank=True
    )

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "kind"], name="reserve_stage_kind_once"
            ),
            models.UniqueConstraint(
                fields=["competition", "position"], name="reserve_stage_position_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="reserve_stage_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, maximum__gt=0),
                name="reserve_stage_weight_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expert(self) -> bool:
        """Whether experts fill in score sheets."""
        return self.kind in Stage.EXPERT


@tracked()
class StageCriterion(models.Model):
    """What experts judge at a stage, from `minimum` to `maximum` points."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=200)
    hint = models.CharField(_("what to look at"), max_length=500, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=4, decimal_places=2, default=1)
    minimum = models.PositiveSmallIntegerField(_("fewest points"), default=0)
    maximum = models.PositiveSmallIntegerField(_("most points"), default=5)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "stage criteria"
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__lt=F("maximum"), weight__gt=0),
                name="reserve_stagecriterion_range",
            )
        ]

    def __str__(self) -> str:
        return self.name
