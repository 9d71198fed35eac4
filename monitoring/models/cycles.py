"""Cycles of monitoring and what each unit submits in them."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.methods import Methodology
from portal import access
from portal.history import tracked
from portal.models import Unit, User


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Sets of cycles; all chain."""

    def visible_to(self, user: User) -> Self:
        """Cycles of the regions in which the user views something."""
        if user.is_superuser:
            return self
        branches = access.branches(user, access.Can.VIEW)
        regions = {path.split("/")[0] for path in branches}
        return self.filter(owner__path__in=[f"{region}/" for region in regions])

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))

    def latest_first(self) -> Self:
        """Newest year first."""
        return self.order_by("-year", "-closes_on", "-pk")

    def with_results(self) -> Self:
        """Cycles whose results are computed."""
        return self.filter(status__in=Cycle.WITH_RESULTS)


@tracked()
class Cycle(models.Model):
    """One round of monitoring: a method, a year, its windows and its status.

    `reference_on` is the day on which the head of an organization is looked
    up: results, risk and letters belong to that person.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual")
        INTERIM = "interim", _("Interim")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        COLLECTING = "collecting", _("Collecting")
        VERIFYING = "verifying", _("Verifying")
        COMPUTED = "computed", _("Computed")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    class CountsFrom(models.TextChoices):
        SUBMITTED = "submitted", _("submitted and accepted")
        ACCEPTED = "accepted", _("accepted only")

    WITH_RESULTS = (Status.COMPUTED, Status.PUBLISHED, Status.ARCHIVED)

    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="cycles")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.ANNUAL)
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED
    )
    opens_on = models.DateField(_("collection opens"))
    closes_on = models.DateField(_("last day of collection"))
    reference_on = models.DateField(_("heads as of"))
    run_on = models.DateField(_("computed on"))
    reply_due_on = models.DateField(_("answers due"))
    counts_from = models.CharField(
        _("values counted"),
        max_length=9,
        choices=CountsFrom,
        default=CountsFrom.SUBMITTED,
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    recommendations_in_letter = models.PositiveSmallIntegerField(
        _("recommendations in a letter, at most"), default=8
    )
    holds_letters = models.BooleanField(
        _("letters wait for a person to send them"), default=False
    )
    computed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "year"],
                condition=Q(kind="annual"),
                name="monitoring_cycle_one_annual",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on"), closes_on__lte=F("run_on")),
                name="monitoring_cycle_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    recommendations_in_letter__gte=1, recommendations_in_letter__lte=20
                ),
                name="monitoring_cycle_recommendations_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_results(self) -> bool:
        """Whether results can be looked at."""
        return self.status in Cycle.WITH_RESULTS

    @property
    def is_collecting(self) -> bool:
        """Whether values may be entered."""
        return self.status == Cycle.Status.COLLECTING


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Sets of submissions; all chain."""

    def visible_to(self, user: User) -> Self:
        """Submissions of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))

    def editable(self) -> Self:
        """Submissions whose values may be changed."""
        return self.filter(
            status__in=Submission.EDITABLE, cycle__status=Cycle.Status.COLLECTING
        )

    def waiting_for_acceptance(self) -> Self:
        """Submitted and not yet decided."""
        return self.filter(status=Submission.Status.SUBMITTED)

    def late(self, on: dt.date) -> Self:
        """Not submitted although the last day of collection has passed."""
        return self.filter(status__in=Submission.EDITABLE, cycle__closes_on__lt=on)


@tracked(exclude=("filled",))
class Submission(models.Model):
    """What one unit reports in one cycle, and what became of it.

    `filled` counts its complete values; a trigger on values keeps it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    EDITABLE = (Status.DRAFT, Status.RETURNED)

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True)
    filled = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"], name="monitoring_submission_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""),
                name="monitoring_submission_return_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "accepted"])
                | Q(submitted_at__isnull=False),
                name="monitoring_submission_submitted_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cycle", "status"], name="monitoring_submission_status"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.unit}"

    @property
    def is_editable(self) -> bool:
        """Whether values may be changed, as far as the submission says."""
        return self.status in Submission.EDITABLE
