"""The tree of units: a region, its municipalities, their organizations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from portal import access, search_words
from portal.history import tracked
from portal.search_words import fold

if TYPE_CHECKING:
    from portal.models.users import User


class PathField(models.CharField):  # type: ignore[type-arg]
    """Text that a trigger fills at insert and the database hands back."""

    db_returning = True


class UnitQuerySet(models.QuerySet["Unit"]):
    """Sets of units; all chain."""

    def visible_to(self, user: User) -> Self:
        """Units of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW, path="path"))

    def within(self, unit: Unit) -> Self:
        """Units of the branch, the unit itself among them."""
        return self.filter(path__startswith=unit.path)

    def active_on(self, day: dt.date) -> Self:
        """Units that exist on the day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def organizations(self) -> Self:
        """Units that are organizations."""
        return self.filter(kind=Unit.Kind.ORGANIZATION)

    def municipalities(self) -> Self:
        """Units that are municipalities."""
        return self.filter(kind=Unit.Kind.MUNICIPALITY)

    def by_name(self) -> Self:
        """In the order of a Russian dictionary (ё beside е, capitals beside small)."""
        return self.order_by("sort_name", "pk")


@tracked(exclude=("sort_name",))
class Unit(models.Model):
    """One node of the tree.

    `path` is the ids from the region down, seven digits and a slash each
    ("0000001/0000014/"), kept by a trigger, so a branch is one prefix search.
    The depth is fixed: sums up the tree take two joins and no recursion.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Municipality")
        ORGANIZATION = "organization", _("Organization")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = PathField(max_length=30, editable=False, default="")
    name = models.CharField(_("full name"), max_length=500)
    short_name = models.CharField(_("short name"), max_length=200)
    code = models.CharField(_("OKTMO or INN"), max_length=12, blank=True)
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    sort_name = models.GeneratedField(
        expression=Replace(Lower("short_name"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="region", parent=None)
                | (~Q(kind="region") & Q(parent__isnull=False)),
                name="portal_unit_region_is_root",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gt=F("valid_from")),
                name="portal_unit_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="portal_unit_code_unique",
            ),
        ]
        indexes = [
            models.Index(
                OpClass("path", name="text_pattern_ops"), name="portal_unit_path"
            ),
            models.Index(fields=["parent", "sort_name"], name="portal_unit_parent"),
            search_words.index("portal_unit_search", "sort_name", fold("name"), "code"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the region down to this unit."""
        return [int(part) for part in self.path.split("/") if part]


@tracked()
class Organization(models.Model):
    """What an organization's unit has beside its name."""

    class Type(models.TextChoices):
        GENERAL = "general", _("General school")
        PRESCHOOL = "preschool", _("Preschool")
        ADDITIONAL = "additional", _("Additional education")
        ADAPTED = "adapted", _("School with adapted programs")
        EVENING = "evening", _("Evening school")
        PPMS = "ppms", _("Psychological and pedagogical center")
        PRIVATE = "private", _("Private school")

    unit = models.OneToOneField(
        Unit, models.CASCADE, primary_key=True, related_name="organization"
    )
    type = models.CharField(_("type"), max_length=12, choices=Type)
    is_rural = models.BooleanField(_("rural"), default=False)
    is_low_results = models.BooleanField(_("low results"), default=False)
    is_unfavorable = models.BooleanField(_("unfavorable conditions"), default=False)
    is_innovative = models.BooleanField(_("innovation network"), default=False)
    learners = models.PositiveIntegerField(_("learners"), default=0)
    staff = models.PositiveIntegerField(_("staff"), default=0)

    def __str__(self) -> str:
        return str(self.unit)


class Body(models.Model):
    """An authority or institution that answers for work."""

    class Kind(models.TextChoices):
        REGIONAL_AUTHORITY = "regional_authority", _("Regional authority")
        REGIONAL_OPERATOR = "regional_operator", _("Regional operator")
        OPERATOR_UNIT = "operator_unit", _("Unit of the regional operator")
        MUNICIPAL_AUTHORITY = "municipal_authority", _("Municipal authority")
        METHODICAL_CENTER = "methodical_center", _("Methodical center")
        COLLEGIAL = "collegial", _("Collegial body")
        WORKING_GROUP = "working_group", _("Working group")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=500)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    letterhead = models.JSONField(_("letterhead lines"), default=list, blank=True)
    signatory_position = models.CharField(_("signatory"), max_length=200, blank=True)
    signatory_name = models.CharField(_("signatory's name"), max_length=100, blank=True)
    executor_position = models.CharField(_("executor"), max_length=200, blank=True)
    executor_phone = models.CharField(_("executor's phone"), max_length=30, blank=True)
    is_every_municipality = models.BooleanField(
        _("stands for every municipal authority"), default=False
    )

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.short_name or self.name
