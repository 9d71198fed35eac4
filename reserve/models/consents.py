"""Consent: who agreed to which text, and until when."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import Person
from reserve.models.dictionaries import ConsentText

PROCESSING = ConsentText.Purpose.PROCESSING


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Sets of consents; all chain."""

    def in_force(self, purpose: str = PROCESSING) -> Self:
        """Consents to the purpose that nobody has withdrawn."""
        return self.filter(text__purpose=purpose, withdrawn_at__isnull=True)


@tracked()
class Consent(models.Model):
    """A person's yes to one version of a text; withdrawing it hides their file."""

    class Form(models.TextChoices):
        PORTAL = "portal", _("given on the portal")
        PAPER = "paper", _("signed on paper")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    form = models.CharField(_("form"), max_length=6, choices=Form, default=Form.PORTAL)
    given_at = models.DateTimeField(_("given"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"],
                condition=Q(withdrawn_at=None),
                name="reserve_consent_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="reserve_consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.text}"


def agreed(person: str = "person") -> Exists:
    """Return the condition that the row's person lets their data be processed."""
    rows = Consent.objects.in_force().filter(person=OuterRef(person))
    return Exists(rows)


def not_withdrawn(person: str = "person") -> Q:
    """Return the condition that the row's person has not taken a consent back."""
    any_consent = Consent.objects.filter(person=OuterRef(person))
    return Q(agreed(person)) | ~Q(Exists(any_consent))
