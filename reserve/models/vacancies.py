"""Vacancies and the approval of candidates for them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import access
from portal.history import tracked
from portal.models import Appointment, Person, Position, User
from reserve.models.consents import agreed
from reserve.models.members import Member


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Sets of vacancies; all chain."""

    def visible_to(self, user: User) -> Self:
        """Vacancies of the branches where the user works with the reserve."""
        return self.filter(
            access.scope(user, access.Can.SEE_RESERVE, path="position__unit__path")
        )

    def open(self) -> Self:
        """Vacancies that nobody has filled."""
        return self.filter(status=Vacancy.Status.OPEN)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked()
class Vacancy(models.Model):
    """A post that is free, or will be on a day."""

    class Kind(models.TextChoices):
        NOW = "now", _("Free now")
        FORECAST = "forecast", _("Will be free")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        FILLED = "filled", _("Filled")
        CANCELLED = "cancelled", _("Cancelled")

    position = models.ForeignKey(Position, models.PROTECT, related_name="vacancies")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    free_on = models.DateField(_("free on"))
    reason = models.CharField(_("why"), max_length=300)
    requirements = models.TextField(_("what is required"), blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.OPEN
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_reason = models.TextField(_("why cancelled"), blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vacancies"
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(status="open"),
                name="reserve_vacancy_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(closed_reason=""),
                name="reserve_vacancy_cancelled_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.position)


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Sets of nominations; all chain."""

    def visible_to(self, user: User) -> Self:
        """Nominations to posts of the user's branches, of those who consent."""
        seen = access.scope(
            user, access.Can.SEE_RESERVE, path="vacancy__position__unit__path"
        )
        return self.filter(seen).filter(agreed())

    def running(self) -> Self:
        """Nominations on their way."""
        return self.filter(status__in=Nomination.RUNNING)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked()
class Nomination(models.Model):
    """A candidate on the way to a post; a member of the reserve or not.

    Whoever is not a member needs a reason, and is counted.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("nomination", "Submitted")
        DOCUMENTS = "documents", _("Check of documents")
        INTERVIEW = "interview", _("Interview")
        APPROVED = "approved", pgettext_lazy("nomination", "Approved")
        REFUSED = "refused", pgettext_lazy("nomination", "Refused")
        DECLINED = "declined", _("Declined by the candidate")
        WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "Withdrawn")
        APPOINTED = "appointed", _("Appointed")

    RUNNING = (Status.SUBMITTED, Status.DOCUMENTS, Status.INTERVIEW, Status.APPROVED)

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    outside_reason = models.TextField(_("why not from the reserve"), blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.SUBMITTED
    )
    note = models.TextField(_("recommendation"), blank=True)
    submitted_on = models.DateField(_("submitted"))
    due_on = models.DateField(_("step is due"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="nomination"
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "person"],
                condition=Q(
                    status__in=["submitted", "documents", "interview", "approved"]
                ),
                name="reserve_nomination_person_once",
            ),
            models.UniqueConstraint(
                fields=["vacancy"],
                condition=Q(status__in=["approved", "appointed"]),
                name="reserve_nomination_one_approved",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(outside_reason=""),
                name="reserve_nomination_outside_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["refused", "declined"]) | ~Q(reason=""),
                name="reserve_nomination_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="appointed", appointment__isnull=False)
                | (~Q(status="appointed") & Q(appointment=None)),
                name="reserve_nomination_appointed_has_appointment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.vacancy}"


@tracked()
class NominationStep(models.Model):
    """A step of the approval on record, with its deadline."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=9, choices=Nomination.Status)
    due_on = models.DateField(_("due"), null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.status}"
