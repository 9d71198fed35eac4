"""Inconsistencies the portal found in a program, and what was decided about each."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import User
from programs.models.documents import Program
from programs.models.events import Event


class FindingQuerySet(models.QuerySet["Finding"]):
    """Sets of findings; all chain."""

    def open(self) -> Self:
        """Findings that wait for a decision."""
        return self.filter(state=Finding.State.OPEN)

    def blocking(self) -> Self:
        """Findings that keep the program from being published."""
        return self.open().exclude(severity=Finding.Severity.INFO)


@tracked(accessor="history")
class Finding(models.Model):
    """One finding; `mark` names it, so that a decision survives the next check.

    `facts` are the words and figures that its texts are made of, `quotes` the
    places of the document, each {"where", "text"}.
    """

    class Severity(models.TextChoices):
        ERROR = "error", _("Error")
        WARNING = "warning", _("Warning")
        INFO = "info", _("For information")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Left as it is, with a reason")
        GONE = "gone", _("Settled in the text")

    program = models.ForeignKey(Program, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    mark = models.CharField(max_length=120)
    severity = models.CharField(_("severity"), max_length=7, choices=Severity)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="findings"
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    quotes = models.JSONField(default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "mark"], name="programs_finding_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(reason=""),
                name="programs_finding_accepted_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", severity="error"),
                name="programs_finding_errors_are_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.place}"
