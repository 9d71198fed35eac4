"""Management teams of organizations and municipalities."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import Person, Unit
from reserve.models.dictionaries import TeamRole


@tracked()
class ManagementTeam(models.Model):
    """A team, from the day it was formed; trained when its course is finished."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="management_teams")
    name = models.CharField(_("name"), max_length=200)
    formed_on = models.DateField(_("formed"))
    order_number = models.CharField(_("order"), max_length=50, blank=True)
    dissolved_on = models.DateField(_("dissolved"), null=True, blank=True)
    project = models.TextField(_("joint project"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], name="reserve_managementteam_once"
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gt=F("formed_on")),
                name="reserve_managementteam_dissolved_after_formed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class TeamMember(models.Model):
    """A person's role in a team."""

    team = models.ForeignKey(ManagementTeam, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="teams")
    role = models.ForeignKey(TeamRole, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person", "role"], name="reserve_teammember_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


@tracked()
class TeamTraining(models.Model):
    """A course the team took as a team; finished ones count."""

    team = models.ForeignKey(ManagementTeam, models.CASCADE, related_name="trainings")
    name = models.CharField(_("name"), max_length=300)
    hours = models.PositiveSmallIntegerField(_("hours"))
    starts_on = models.DateField(_("from"))
    finished_on = models.DateField(_("finished"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(finished_on__gte=F("starts_on")),
                name="reserve_teamtraining_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name
