"""Rows beside the plan: evaluations, imports under way, calendars, days off."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import Unit, User
from programs.models.documents import Program
from programs.models.events import Event


@tracked(accessor="history")
class Evaluation(models.Model):
    """The evaluation of a year, or the final one when `year` is null.

    `figures` are frozen when it is signed: what was counted then stays readable.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="evaluations")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    figures = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year"],
                nulls_distinct=False,
                name="programs_evaluation_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | ~Q(conclusion=""),
                name="programs_evaluation_signed_concludes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.year or '∑'}"


class HandValue(models.Model):
    """A fact of a target indicator entered by hand, with its source."""

    indicator = models.ForeignKey(
        "programs.TargetIndicator", models.CASCADE, related_name="hand_values"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("source"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="programs_handvalue_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="programs_handvalue_says_whence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.year}: {self.value}"


class ImportDraft(models.Model):
    """A plan read from a file or text, waiting for the person to confirm it.

    `tables` are its cells as read, `mapping` says which column is what, `answers`
    are deadlines the person wrote in place of unread ones, by row.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Being checked")
        SAVED = "saved", _("Saved")
        DROPPED = "dropped", _("Dropped")

    program = models.ForeignKey(Program, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    tables = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    status = models.CharField(max_length=7, choices=Status, default=Status.OPEN)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Sets of calendar addresses; all chain."""

    def visible_to(self, user: User) -> Self:
        """The person's own addresses that still work."""
        return self.filter(user=user, revoked_at__isnull=True)

    def working(self) -> Self:
        """Addresses that answer: not revoked, of people whose account is active."""
        return self.filter(revoked_at__isnull=True, user__is_active=True)


class CalendarFeed(models.Model):
    """A person's secret address of the calendar; only its hash is kept.

    `codes` are those of the programs it holds, through all their editions; none
    means every program.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("where it is used"), max_length=100, blank=True)
    codes = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("programs"),
        default=list,
        blank=True,
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or f"{self.created_at:%Y-%m-%d}"


@tracked(accessor="history")
class DayOff(models.Model):
    """A day that differs from the country's calendar in a region."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="days_off")
    on = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], name="programs_dayoff_once")
        ]

    def __str__(self) -> str:
        return f"{self.on}"


@tracked(accessor="history")
class AwaitedDocument(models.Model):
    """The document on which the dates of events depend, once it has come.

    Its file is an attachment; `dates` of each event are entered from it.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="documents")
    name = models.CharField(_("document"), max_length=300)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    events = models.ManyToManyField(Event, related_name="awaited_documents")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="programs_awaiteddocument_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
