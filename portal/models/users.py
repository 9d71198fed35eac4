"""Users and the roles they hold in units."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models.people import Appointment, Person
from portal.models.units import Unit

ROBOT = "robot"  # in whose name scheduled work is done


class User(AbstractUser):
    """A person who signs in; `person` says whose results and letters are theirs."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As on the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")
        CONTRAST = "contrast", _("For the visually impaired")

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user"
    )
    language = models.CharField(_("language"), max_length=2, default="ru")
    theme = models.CharField(
        _("theme"), max_length=8, choices=Theme, default=Theme.AUTO
    )

    def __str__(self) -> str:
        if self.username == ROBOT:
            return gettext("the portal")
        return self.get_full_name() or self.username

    @cached_property
    def held_roles(self) -> list[tuple[str, str]]:
        """Roles and the paths of their branches; read once a request, by access."""
        rows = self.memberships.in_force(timezone.localdate())
        return list(rows.values_list("role", "unit__path"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of roles; all chain."""

    def in_force(self, day: dt.date) -> Self:
        """Roles but those of heads who do not hold the post there on the day.

        It begins and ends with the appointment. A head's role without an appointment,
        as of somebody who only enters values, lasts until it is taken away.
        """
        posts = Appointment.objects.of_heads().filter(
            person=OuterRef("user__person"), position__unit=OuterRef("unit")
        )
        lasting = posts.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day
        )
        return self.exclude(Exists(posts) & ~Exists(lasting), role=Membership.Role.HEAD)


@tracked()
class Membership(models.Model):
    """A user's role in a unit; it holds for the unit's whole branch."""

    class Role(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        OPERATOR = "operator", _("Regional operator")
        MUNICIPAL = "municipal", _("Municipal officer")
        HEAD = "head", _("Head of an organization")
        EXPERT = "expert", _("Expert of the reserve")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=13, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                name="portal_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.unit}: {self.get_role_display()}"
