"""Applications: who wants to join the reserve, and how far they came."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import access
from portal.history import tracked
from portal.models import Person, Unit, User
from reserve.models.competitions import Competition, CompetitionDocument, Stage
from reserve.models.consents import agreed


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Sets of applications; all chain."""

    def run_by(self, user: User) -> Self:
        """Applications to the user's competitions, of those who consent."""
        seen = access.scope(
            user, access.Can.RUN_RESERVE, path="competition__unit__path"
        )
        return self.filter(seen).filter(agreed())

    def own(self, user: User) -> Self:
        """Applications of the user's own person."""
        return self.filter(person=user.person_id or 0)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))

    def submitted(self) -> Self:
        """Applications that were ever handed in."""
        return self.exclude(submitted_at=None)


@tracked()
class Application(models.Model):
    """One person's application to one competition.

    `unit` is where the person works: conflicts of interest are judged by it.
    `number` stands for the name on blind score sheets.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
        ADMITTED = "admitted", _("Admitted")
        REJECTED = "rejected", _("Not admitted")
        STOPPED = "stopped", _("Did not pass a stage")
        INCLUDED = "included", _("Included in the reserve")
        DECLINED = "declined", _("Not included")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    class Education(models.TextChoices):
        SECONDARY = "secondary", _("Secondary vocational")
        HIGHER = "higher", _("Higher")
        HIGHER_MANAGEMENT = "higher_management", _("Higher, and in management")

    class Category(models.TextChoices):
        NONE = "", _("None")
        FIT = "fit", _("Fit for the position")
        FIRST = "first", _("First category")
        HIGHEST = "highest", _("Highest category")

    IN_PLAY = (Status.SUBMITTED, Status.ADMITTED)

    competition = models.ForeignKey(
        Competition, models.PROTECT, related_name="applications"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    job_title = models.CharField(_("present position"), max_length=200, blank=True)
    education = models.CharField(
        _("education"), max_length=17, choices=Education, blank=True
    )
    education_note = models.CharField(
        _("what and where studied"), max_length=300, blank=True
    )
    years_in_education = models.PositiveSmallIntegerField(
        _("years in education"), null=True, blank=True
    )
    years_in_management = models.PositiveSmallIntegerField(
        _("years in management"), null=True, blank=True
    )
    category = models.CharField(
        _("attestation"), max_length=7, choices=Category, blank=True
    )
    motivation = models.TextField(_("why I apply"), blank=True)
    project = models.TextField(_("development project, in brief"), blank=True)
    nominated_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    nomination_note = models.TextField(_("recommendation"), blank=True)
    invited_at = models.DateTimeField(_("invitation sent"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "person"], name="reserve_application_once"
            ),
            models.UniqueConstraint(
                fields=["competition", "number"], name="reserve_application_number"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False),
                name="reserve_application_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "stopped", "declined"])
                | ~Q(reason=""),
                name="reserve_application_refusal_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["competition", "status"], name="reserve_application_status"
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


@tracked()
class PaperCheck(models.Model):
    """What a person of the staff found of one document: in order or not.

    It holds for the files that were attached before it.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="paper_checks"
    )
    document = models.ForeignKey(
        CompetitionDocument, models.PROTECT, related_name="checks"
    )
    is_in_order = models.BooleanField(_("in order"))
    at = models.DateTimeField(_("checked at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "document"], name="reserve_papercheck_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.document}"


@tracked()
class StageResult(models.Model):
    """An application's points at a stage; of expert stages, the mean of the sheets.

    `is_passed` is the decision of those who run the stage, by the pass mark.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="stage_results"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="results")
    points = models.DecimalField(
        _("points"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    is_passed = models.BooleanField(_("passed"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "stage"], name="reserve_stageresult_once"
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0),
                name="reserve_stageresult_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.stage}: {self.points}"
