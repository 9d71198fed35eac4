"""Letters: the official document in a head's hands."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models.cycles import Cycle
from portal import access
from portal.history import tracked
from portal.models import Person, Unit, User


class LetterQuerySet(models.QuerySet["Letter"]):
    """Sets of letters; all chain."""

    def visible_to(self, user: User) -> Self:
        """One's own issued letters, and those of the branches one reads."""
        return self.filter(
            access.scope(user, access.Can.READ_LETTERS)
            | Q(person__user=user, issued_at__isnull=False)
        )

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))

    def current(self) -> Self:
        """Letters that no later one replaces."""
        return self.filter(replaced_by=None)


@tracked(exclude=("content",))
class Letter(models.Model):
    """The letter of one cycle to the head of one organization.

    `content` holds all that the PDF shows, so that the same letter can be made
    again to the byte; a withheld letter says why there is none.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")
        WITHHELD = "withheld", _("No letter")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="letters"
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.WAITING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    dated_on = models.DateField(_("date"))
    addressee_override = models.CharField(
        _("addressee in the dative, as written by a person"), max_length=300, blank=True
    )
    content = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    template_version = models.CharField(max_length=20, blank=True)
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    made_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(_("sent"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("reading confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"],
                condition=Q(replaced_by=None),
                name="monitoring_letter_one_current",
            ),
            models.UniqueConstraint(
                fields=["cycle", "number"],
                condition=~Q(number=""),
                name="monitoring_letter_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (~Q(path="") & ~Q(sha256="") & Q(person__isnull=False)),
                name="monitoring_letter_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["failed", "withheld"]) | ~Q(reason=""),
                name="monitoring_letter_missing_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(status="ready"),
                name="monitoring_letter_issued_is_ready",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "status"], name="monitoring_letter_status")
        ]

    def __str__(self) -> str:
        return self.number or f"{self.cycle_id}/{self.unit_id}"
