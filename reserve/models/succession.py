"""Who comes next: ends of tenure, effective heads, December's analysis of needs."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.history import tracked
from portal.models import Appointment, Person, Unit, User
from reserve.models.consents import Consent
from reserve.models.dictionaries import ConsentText


@tracked()
class Tenure(models.Model):
    """What is known of an appointment's end: contract, attestation, year of birth."""

    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="tenure"
    )
    contract_ends_on = models.DateField(_("contract ends"), null=True, blank=True)
    attested_on = models.DateField(_("attested"), null=True, blank=True)
    attestation_due_on = models.DateField(_("attestation due"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attested_on=None)
                | Q(attestation_due_on=None)
                | Q(attestation_due_on__gt=F("attested_on")),
                name="reserve_tenure_attestation_in_order",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None)
                | Q(birth_year__gte=1930, birth_year__lte=2020),
                name="reserve_tenure_birth_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment_id)


class EffectiveHeadQuerySet(models.QuerySet["EffectiveHead"]):
    """Sets of effective heads; all chain."""

    def offering(self, role: str) -> Self:
        """Those who agreed to the role and have not withdrawn the consent."""
        consent = Consent.objects.in_force(ConsentText.Purpose.EXPERTISE)
        return self.filter(
            Exists(consent.filter(person=OuterRef("person"))),
            answer=EffectiveHead.Answer.AGREED,
            **{f"is_{role}": True},
        )


@tracked()
class EffectiveHead(models.Model):
    """A head whose results speak for them, asked to share the experience.

    `facts` are the figures that found them: values, levels, growth, peers.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    person = models.ForeignKey(Person, models.PROTECT, related_name="effectiveness")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cycle = models.ForeignKey(
        "monitoring.Cycle", models.PROTECT, related_name="effective_heads"
    )
    facts = models.JSONField(default=dict)
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer, default=Answer.ASKED
    )
    is_mentor = models.BooleanField(_("mentor"), default=False)
    is_expert = models.BooleanField(_("expert"), default=False)
    is_speaker = models.BooleanField(_("speaker"), default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EffectiveHeadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cycle"], name="reserve_effectivehead_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class NeedsAnalysis(models.Model):
    """December's analysis: posts that will be free, who covers them, what to do.

    `lines` keeps a row by municipality as it was counted on `counted_on`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", pgettext_lazy("analysis", "Approved")

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    until = models.DateField(_("horizon"))
    counted_on = models.DateField(_("counted on"))
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.DRAFT
    )
    lines = models.JSONField(default=list)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "needs analyses"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "year"], name="reserve_needsanalysis_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.year}"


@tracked()
class NeedsAction(models.Model):
    """What the analysis plans for a municipality: a competition, places, training."""

    class Kind(models.TextChoices):
        COMPETITION = "competition", _("Announce a competition")
        TRAINING = "training", _("Train those who are prospective")
        TRANSFER = "transfer", _("Take from a neighbor's reserve")
        MENTORING = "mentoring", _("Give a mentor")

    analysis = models.ForeignKey(NeedsAnalysis, models.CASCADE, related_name="actions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=11, choices=Kind)
    people = models.PositiveSmallIntegerField(_("people"))
    due_on = models.DateField(_("due"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.unit}: {self.kind}"
