"""Long runs as rows: the truth of every job, whatever happens to the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.units import Unit

if TYPE_CHECKING:
    from portal.models.users import User


class JobQuerySet(models.QuerySet["Job"]):
    """Sets of jobs; all chain."""

    def visible_to(self, user: User) -> Self:
        """Jobs of the branches where the user runs cycles or administers."""
        return self.filter(
            access.scope(user, access.Can.RUN)
            | access.scope(user, access.Can.ADMINISTER)
        )

    def active(self) -> Self:
        """Jobs that still have work."""
        return self.filter(status__in=Job.ACTIVE)


class Job(models.Model):
    """One long run; its steps are done one after the other, item by item.

    `key` names what it works on ("cycle:5"): one active job a key.
    """

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    ACTIVE = (Status.RUNNING,)

    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("subject"), max_length=60)
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="jobs")
    step = models.CharField(_("step"), max_length=30)
    last_step = models.CharField(max_length=30)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.RUNNING
    )
    title = models.CharField(_("title"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(status="running"),
                name="portal_job_one_active_for_key",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        """Whether there is still work to do."""
        return self.status in Job.ACTIVE


class JobItemQuerySet(models.QuerySet["JobItem"]):
    """Sets of items; all chain."""

    def open(self) -> Self:
        """Items not yet done, failed or canceled."""
        return self.filter(status__in=[JobItem.Status.PENDING, JobItem.Status.RUNNING])


class JobItem(models.Model):
    """One piece of a job: claimed under a lease, attempts counted before the work."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    MAX_ATTEMPTS = 3

    job = models.ForeignKey(Job, models.CASCADE, related_name="items")
    step = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "step", "subject_id"], name="portal_jobitem_once"
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=3), name="portal_jobitem_attempts_capped"
            ),
        ]
        indexes = [
            models.Index(
                fields=["job", "step", "id"],
                condition=Q(status__in=["pending", "running"]),
                name="portal_jobitem_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.step}/{self.subject_id}"
