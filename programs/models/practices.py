"""The bank of practices: what helped a school, proved, and who took it over."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring.models import Indicator
from portal import access
from portal.history import tracked
from portal.models import Unit, User
from programs.models.events import Event


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Sets of practices; all chain."""

    def published(self, day: dt.date) -> Self:
        """Practices that anybody may read on the day."""
        return self.filter(status=Practice.Status.PUBLISHED, expires_on__gte=day)

    def visible_to(self, user: User) -> Self:
        """Published ones, and all of the user's branch."""
        return self.filter(
            Q(status=Practice.Status.PUBLISHED)
            | access.scope(user, access.Can.PROPOSE_PRACTICES)
            | access.scope(user, access.Can.REVIEW_PRACTICES)
        )

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked(accessor="history")
class Practice(models.Model):
    """The passport of a practice; published until `expires_on` unless confirmed."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("In review")
        RETURNED = "returned", pgettext_lazy("practice", "Returned")
        PUBLISHED = "published", pgettext_lazy("practice", "Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="practices")
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="practices"
    )
    title = models.CharField(_("title"), max_length=300)
    problem = models.TextField(_("problem"))
    actions = models.TextField(_("what was done"))
    resources = models.TextField(_("what it takes"), blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="practices"
    )
    value_before = models.DecimalField(
        _("before"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    value_after = models.DecimalField(
        _("after"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    year_before = models.PositiveSmallIntegerField(null=True, blank=True)
    year_after = models.PositiveSmallIntegerField(null=True, blank=True)
    proof = models.TextField(_("how it is proved"), blank=True)
    contact = models.CharField(_("contact, by position"), max_length=300)
    organization_types = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    review = models.TextField(_("reviewer's words"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(_("in the bank until"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(published_on__isnull=False, expires_on__isnull=False),
                name="programs_practice_published_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(created_by=None)
                | ~Q(reviewed_by=models.F("created_by")),
                name="programs_practice_reviewed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "expires_on"], name="programs_practice_status"
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked(accessor="history")
class Adoption(models.Model):
    """An organization that took a practice over, and what came of it."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="adoptions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField(_("since"))
    note = models.TextField(_("what came of it"), blank=True)
    helped = models.BooleanField(_("it helped"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "unit"], name="programs_adoption_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.practice}"
