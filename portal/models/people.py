"""People, the positions they hold and since when."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from portal import search_words
from portal.history import tracked
from portal.models.units import Unit
from portal.search_words import fold


class DateRange(Func):
    """The days from `starts_on`, up to and without `ends_on`; open when null."""

    function = "DATERANGE"


@tracked()
class Person(models.Model):
    """Someone who leads, or may lead, an organization."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender)

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            search_words.index(
                "portal_person_search",
                *map(fold, ("last_name", "first_name", "patronymic")),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Last name, first name and patronymic."""
        return " ".join(
            part for part in (self.last_name, self.first_name, self.patronymic) if part
        )

    @property
    def short_name(self) -> str:
        """Last name and initials, bound by no-break spaces."""
        initials = "\u00a0".join(
            f"{part[0]}." for part in (self.first_name, self.patronymic) if part
        )
        return f"{self.last_name}\u00a0{initials}"


class Position(models.Model):
    """A post at a unit."""

    class Kind(models.TextChoices):
        HEAD = "head", _("Head")
        DEPUTY = "deputy", _("Deputy head")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(kind="head"),
                name="portal_position_one_head_post",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Sets of appointments; all chain."""

    def on(self, day: dt.date) -> Self:
        """Appointments in force on the day."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day
        )

    def of_heads(self) -> Self:
        """Appointments to the post of head."""
        return self.filter(position__kind=Position.Kind.HEAD)


@tracked()
class Appointment(models.Model):
    """A person in a position from `starts_on`, up to and without `ends_on`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, models.PROTECT, related_name="appointments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    order_number = models.CharField(_("order"), max_length=50, blank=True)
    is_part_time = models.BooleanField(_("second job"), default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="portal_appointment_ends_after_start",
            ),
            ExclusionConstraint(
                name="portal_appointment_one_holder",
                expressions=[
                    ("position", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), "&&"),
                ],
            ),
            ExclusionConstraint(
                name="portal_appointment_one_full_time_post",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), "&&"),
                ],
                condition=Q(is_part_time=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.position}"
