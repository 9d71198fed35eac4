"""Members of the reserve, their states, and what they are told of."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import access
from portal.history import tracked
from portal.models import Person, Position, Unit, User
from reserve.models.applications import Application
from reserve.models.competitions import Level
from reserve.models.consents import agreed
from reserve.models.dictionaries import ExclusionGround, Readiness


class MemberQuerySet(models.QuerySet["Member"]):
    """Sets of members; all chain."""

    def within(self, user: User) -> Self:
        """Members who work where the user works with the reserve: for counts."""
        return self.filter(access.scope(user, access.Can.SEE_RESERVE))

    def visible_to(self, user: User) -> Self:
        """Members whose file the user may open: of those who consent."""
        return self.within(user).filter(agreed())

    def own(self, user: User) -> Self:
        """Memberships of the user's own person."""
        return self.filter(person=user.person_id or 0)

    def active(self) -> Self:
        """Members who are in the reserve."""
        return self.filter(status__in=Member.ACTIVE)

    def ready(self) -> Self:
        """Members who may be proposed for a post."""
        return self.filter(status=Member.Status.READY)

    def expiring(self, day: dt.date, days: int = 90) -> Self:
        """Active members whose term ends soon, or has ended."""
        return self.active().filter(term_ends_on__lte=day + dt.timedelta(days=days))

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked()
class Member(models.Model):
    """A person in one reserve, from inclusion to appointment or exclusion.

    `unit` is where they work: rights go by it. `owner` is whose reserve it is, a
    municipality's or the region's. A person may be in several reserves; counts of
    people count persons.
    """

    class Status(models.TextChoices):
        TRAINING = "training", _("Training")
        INTERNSHIP = "internship", _("Internship")
        PROJECT = "project", _("Project and defense")
        READY = "ready", pgettext_lazy("member", "Ready")
        APPROVAL = "approval", _("Approval")
        APPOINTED = "appointed", _("Appointed")
        EXCLUDED = "excluded", _("Excluded")
        EXPIRED = "expired", _("Term is over")

    ACTIVE = (
        Status.TRAINING,
        Status.INTERNSHIP,
        Status.PROJECT,
        Status.READY,
        Status.APPROVAL,
    )
    DONE = (Status.APPOINTED, Status.EXCLUDED, Status.EXPIRED)

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reserve_members")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="reserve")
    level = models.CharField(_("level"), max_length=9, choices=Level)
    post = models.CharField(
        _("target position"), max_length=10, choices=Position.Kind, default="head"
    )
    organization_types = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )
    municipalities = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name=_("ready to work in")
    )
    readiness = models.ForeignKey(Readiness, models.PROTECT, related_name="members")
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.TRAINING
    )
    job_title = models.CharField(_("present position"), max_length=200, blank=True)
    years_in_education = models.PositiveSmallIntegerField(
        _("years in education"), null=True, blank=True
    )
    years_in_management = models.PositiveSmallIntegerField(
        _("years in management"), null=True, blank=True
    )
    included_on = models.DateField(_("included"))
    term_ends_on = models.DateField(_("term ends"))
    order_number = models.CharField(_("order"), max_length=50, blank=True)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="member"
    )
    left_on = models.DateField(_("left the reserve"), null=True, blank=True)
    ground = models.ForeignKey(
        ExclusionGround, models.PROTECT, null=True, blank=True, related_name="members"
    )
    left_reason = models.TextField(_("reason"), blank=True)
    state_since = models.DateField(_("in this state since"))

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "owner", "post"],
                condition=Q(left_on=None),
                name="reserve_member_once_in_a_reserve",
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on__gt=F("included_on")),
                name="reserve_member_term_after_inclusion",
            ),
            models.CheckConstraint(
                condition=Q(
                    left_on=None,
                    status__in=[
                        "training",
                        "internship",
                        "project",
                        "ready",
                        "approval",
                    ],
                )
                | Q(
                    left_on__isnull=False,
                    status__in=["appointed", "excluded", "expired"],
                ),
                name="reserve_member_left_when_done",
            ),
            models.CheckConstraint(
                condition=~Q(status="excluded") | Q(ground__isnull=False),
                name="reserve_member_exclusion_has_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status"], name="reserve_member_status"),
            models.Index(fields=["unit", "status"], name="reserve_member_unit"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_active(self) -> bool:
        """Whether they are in the reserve."""
        return self.status in Member.ACTIVE


@tracked()
class Transition(models.Model):
    """A step from one state to another; the first one has no `source`."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="transitions")
    source = models.CharField(max_length=10, choices=Member.Status, blank=True)
    target = models.CharField(max_length=10, choices=Member.Status)
    on = models.DateField(_("day"))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


@tracked()
class Extension(models.Model):
    """A longer term, decided by the commission."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="extensions")
    from_day = models.DateField(_("term was until"))
    to_day = models.DateField(_("term is until"))
    order_number = models.CharField(_("protocol"), max_length=50)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gt=F("from_day")),
                name="reserve_extension_is_longer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.to_day}"
