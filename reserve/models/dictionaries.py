"""What each region sets for itself: readiness, grounds, requirements, roles, texts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import Unit


class DictionaryQuerySet(models.QuerySet[Any]):
    """Entries of a region's dictionary; all chain."""

    def of(self, region: Unit) -> Self:
        """Entries in use in the region, in their order."""
        return self.filter(owner=region, is_active=True).order_by("position", "pk")


class Entry(models.Model):
    """One entry of a region's dictionary; `code` is what rules refer to."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = DictionaryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code"], name="%(app_label)s_%(class)s_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Readiness(Entry):
    """How soon a member can take the post: now, within a year, prospective.

    `months` is within how many months, 0 for now, empty for nobody knows yet.
    """

    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name_plural = "readiness"


@tracked()
class ExclusionGround(Entry):
    """Why a member may be excluded; nothing else is a ground."""

    class Meta(Entry.Meta):
        pass


@tracked()
class Requirement(Entry):
    """What a candidate must have; `minimum` is years where the kind counts them."""

    class Kind(models.TextChoices):
        EDUCATION = "education", _("Education")
        YEARS_IN_EDUCATION = "years_in_education", _("Years in education")
        YEARS_IN_MANAGEMENT = "years_in_management", _("Years in management")
        ATTESTATION = "attestation", _("Attestation")
        OTHER = "other", _("Other, checked by a person")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)

    class Meta(Entry.Meta):
        pass


@tracked()
class TeamRole(Entry):
    """A role that a management team should cover."""

    class Meta(Entry.Meta):
        pass


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    """Sets of texts; all chain."""

    def current(self, region: Unit, purpose: str, day: dt.date) -> ConsentText | None:
        """Return the text in force on the day; the highest version wins."""
        rows = self.filter(owner=region, purpose=purpose, valid_from__lte=day)
        return rows.order_by("-version").first()


@tracked()
class ConsentText(models.Model):
    """One version of the text a person agrees to; a version never changes."""

    class Purpose(models.TextChoices):
        PROCESSING = "processing", _("Processing of personal data")
        PUBLICATION = "publication", _("Publication of name and photograph")
        EXPERTISE = "expertise", _("Work as a mentor, expert or speaker")

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=11, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("in force from"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "purpose", "version"],
                name="reserve_consenttext_version_once",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="reserve_consenttext_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.version}"
