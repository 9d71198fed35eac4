"""Development plans: from deficits to activities with hours, evidence and a test."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring.models import Indicator
from portal import access
from portal.history import tracked
from portal.models import Unit, User
from reserve.models.consents import agreed
from reserve.models.dictionaries import Readiness
from reserve.models.members import Member


class Activity(models.TextChoices):
    """What a person does to be ready."""

    COURSE = "course", _("Course")
    INTERNSHIP = "internship", _("Internship")
    PROJECT = "project", _("Project")
    MENTORING = "mentoring", _("Work with a mentor")
    ACTING = "acting", _("Acting for an absent head")
    SELF_STUDY = "self_study", _("Self-study")
    CONTEST = "contest", _("Professional contest")


@tracked()
class PlanTemplate(models.Model):
    """Activities that suit a readiness, to begin a plan with."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    readiness = models.ForeignKey(Readiness, models.PROTECT, related_name="templates")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="reserve_plantemplate_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PlanTemplateItem(models.Model):
    """One activity of a template; `month` counts from the plan's beginning."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=Activity)
    name = models.CharField(_("name"), max_length=300)
    hours = models.PositiveSmallIntegerField(_("hours"))
    month = models.PositiveSmallIntegerField(_("in which month"), default=1)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(models.QuerySet["DevelopmentPlan"]):
    """Sets of plans; all chain."""

    def visible_to(self, user: User) -> Self:
        """Plans of members whose file the user may open."""
        seen = access.scope(user, access.Can.SEE_RESERVE, path="member__unit__path")
        return self.filter(seen).filter(agreed("member__person"))

    def own(self, user: User) -> Self:
        """The user's own plans."""
        return self.filter(member__person=user.person_id or 0)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked()
class DevelopmentPlan(models.Model):
    """A year's plan of a member, due within a month of inclusion."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Waits for approval")
        APPROVED = "approved", pgettext_lazy("plan", "Approved")
        DONE = "done", _("Finished")

    class Conclusion(models.TextChoices):
        NONE = "", _("None yet")
        READY = "ready", _("Ready")
        EXTEND = "extend", _("Extend the plan")
        EXCLUDE = "exclude", _("Propose to exclude")

    member = models.ForeignKey(Member, models.CASCADE, related_name="plans")
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.DRAFT
    )
    goal = models.TextField(_("goal"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    due_on = models.DateField(_("to be drawn up by"))
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(_("what to change"), blank=True)
    mid_report = models.TextField(_("mid-year report"), blank=True)
    mid_reported_at = models.DateTimeField(null=True, blank=True)
    final_report = models.TextField(_("year-end report"), blank=True)
    final_reported_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.CharField(
        _("conclusion"), max_length=7, choices=Conclusion, blank=True
    )
    conclusion_note = models.TextField(_("grounds of the conclusion"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=~Q(status="done"),
                name="reserve_plan_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="reserve_plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "done"])
                | Q(approved_at__isnull=False),
                name="reserve_plan_approved_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.starts_on}"


@tracked()
class Deficit(models.Model):
    """What is weak, where it was seen, and the test before and after, of 100."""

    class Source(models.TextChoices):
        ASSESSMENT = "assessment", _("Competition's assessment")
        MONITORING = "monitoring", _("Monitoring of the school one leads")
        TEST = "test", _("Entrance test")
        SELF = "self", _("Own judgment")

    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="deficits")
    topic = models.CharField(_("what is weak"), max_length=300)
    source = models.CharField(_("seen in"), max_length=10, choices=Source)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+"
    )
    goal = models.CharField(_("goal"), max_length=300, blank=True)
    before = models.DecimalField(
        _("before"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    after = models.DecimalField(
        _("after"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(before=None) | Q(before__gte=0, before__lte=100))
                & (Q(after=None) | Q(after__gte=0, after__lte=100)),
                name="reserve_deficit_of_a_hundred",
            )
        ]

    def __str__(self) -> str:
        return self.topic


@tracked()
class PlanItem(models.Model):
    """One activity with hours, dates, result and the mentor's view."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="items")
    deficit = models.ForeignKey(
        Deficit, models.SET_NULL, null=True, blank=True, related_name="items"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Activity)
    name = models.CharField(_("name"), max_length=300)
    hours = models.PositiveSmallIntegerField(_("hours"))
    hours_done = models.PositiveSmallIntegerField(_("hours done"), default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.PLANNED
    )
    result = models.TextField(_("result"), blank=True)
    mentor_view = models.TextField(_("mentor's view"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="reserve_planitem_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(hours_done__lte=F("hours")),
                name="reserve_planitem_hours_within",
            ),
        ]

    def __str__(self) -> str:
        return self.name
