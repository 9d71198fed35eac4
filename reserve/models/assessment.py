"""Assessment: experts, their score sheets, the commission's protocol, letters."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import Unit, User
from reserve.models.applications import Application
from reserve.models.competitions import Competition, Stage, StageCriterion
from reserve.models.consents import agreed
from reserve.models.dictionaries import Readiness


@tracked()
class Expert(models.Model):
    """An expert of a competition; `unit` is where they work, for conflicts."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="experts")
    user = models.ForeignKey(User, models.PROTECT, related_name="expertises")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField(_("letter"), max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "user"], name="reserve_expert_once"
            ),
            models.UniqueConstraint(
                fields=["competition", "label"], name="reserve_expert_label"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Sets of score sheets; all chain."""

    def of_expert(self, user: User) -> Self:
        """Sheets given to the user, of candidates who consent."""
        return self.filter(expert__user=user).filter(agreed("application__person"))

    def open(self) -> Self:
        """Sheets that wait for the expert."""
        return self.filter(status__in=Sheet.OPEN)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked()
class Sheet(models.Model):
    """One expert's score sheet for one application at one stage."""

    class Status(models.TextChoices):
        GIVEN = "given", _("To be filled in")
        DONE = "done", _("Handed in")
        DISCUSSION = "discussion", _("Sent back for discussion")
        RECUSED = "recused", _("Conflict of interest")

    OPEN = (Status.GIVEN, Status.DISCUSSION)

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="sheets")
    application = models.ForeignKey(Application, models.CASCADE, related_name="sheets")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="sheets")
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.GIVEN
    )
    due_on = models.DateField(_("due"))
    points = models.DecimalField(
        _("points"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    strengths = models.TextField(_("what is strong"), blank=True)
    advice = models.TextField(_("what to work on"), blank=True)
    recusal = models.CharField(_("conflict"), max_length=300, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "application", "stage"], name="reserve_sheet_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="done")
                | Q(points__isnull=False, handed_in_at__isnull=False),
                name="reserve_sheet_done_has_points",
            ),
            models.CheckConstraint(
                condition=~Q(status="recused") | ~Q(recusal=""),
                name="reserve_sheet_recusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} / {self.application}"


@tracked()
class Score(models.Model):
    """Points for one criterion on a sheet, within the criterion's range."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(StageCriterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="reserve_score_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


@tracked()
class Protocol(models.Model):
    """The commission's protocol; a signed one never changes."""

    competition = models.OneToOneField(
        Competition, models.PROTECT, related_name="protocol"
    )
    number = models.CharField(_("number"), max_length=50)
    held_on = models.DateField(_("held on"))
    chair = models.CharField(_("chair"), max_length=200)
    secretary = models.CharField(_("secretary"), max_length=200)
    attendees = models.TextField(_("present, one in a line"), blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = []

    def __str__(self) -> str:
        return f"№ {self.number}"


@tracked()
class Decision(models.Model):
    """A line of the protocol: place, total and what was decided, with the reason."""

    class Verdict(models.TextChoices):
        INCLUDE = "include", _("Include in the reserve")
        DECLINE = "decline", _("Do not include")

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="decisions")
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision"
    )
    place = models.PositiveIntegerField(_("place"), null=True)
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=2, null=True)
    verdict = models.CharField(_("decision"), max_length=7, choices=Verdict)
    readiness = models.ForeignKey(
        Readiness, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="decline") | ~Q(reason=""),
                name="reserve_decision_decline_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="include") | Q(readiness__isnull=False),
                name="reserve_decision_include_has_readiness",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_verdict_display()}"


@tracked(exclude=("content",))
class CandidateLetter(models.Model):
    """The letter every candidate gets: strengths and advice, also when refused."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="letter"
    )
    content = models.JSONField()
    path = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.application)
