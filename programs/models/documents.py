"""Program documents: their passport, the bodies that answer, the parts of the text."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring.models import Methodology
from portal import access
from portal.history import tracked
from portal.models import Body, Unit, User


class ProgramQuerySet(models.QuerySet["Program"]):
    """Sets of programs; all chain."""

    def visible_to(self, user: User) -> Self:
        """Programs that the user may read: issued ones of the own line, own drafts."""
        issued = ~Q(status=Program.Status.DRAFT)
        return self.filter(
            (access.reach(user, access.Can.SEE_PROGRAMS) & issued)
            | access.scope(user, access.Can.MANAGE_PROGRAMS)
        )

    def managed_by(self, user: User) -> Self:
        """Programs whose text the user may change."""
        return self.filter(access.scope(user, access.Can.MANAGE_PROGRAMS))

    def published(self) -> Self:
        """Editions in force: events are tracked, anybody may read them."""
        return self.filter(status=Program.Status.PUBLISHED)

    def public(self) -> Self:
        """Editions that anybody may read, also replaced and finished ones."""
        return self.exclude(status=Program.Status.DRAFT)

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked(accessor="history")
class Program(models.Model):
    """One edition of a program document.

    Editions of one document share `code` and `unit`; `previous` is the edition
    that this one replaces. `period_original` keeps the words of the document.
    """

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        PROGRAM = "program", _("Program")
        MEASURES = "measures", _("Complex of measures")
        LETTER = "letter", _("Letter")
        RECOMMENDATIONS = "recommendations", _("Addressed recommendations")
        ROADMAP = "roadmap", _("Roadmap")

    class Act(models.TextChoices):
        ORDER = "order", pgettext_lazy("act", "Order")
        PROTOCOL = "protocol", _("Protocol of a council")
        LETTER = "letter", _("Letter")
        NONE = "none", _("Without an act")

    class Level(models.TextChoices):
        MUNICIPAL = "municipal", _("Municipal")
        REGIONAL = "regional", _("Regional")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("In force")
        REPLACED = "replaced", _("Replaced by a later edition")
        FINISHED = "finished", _("Finished")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="programs")
    code = models.SlugField(_("code"), max_length=60)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    edition_on = models.DateField(_("edition dated"), null=True, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next"
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    kind = models.CharField(_("kind of document"), max_length=15, choices=Kind)
    level = models.CharField(_("level"), max_length=9, choices=Level)
    name = models.CharField(_("name"), max_length=500)
    short_name = models.CharField(_("short name"), max_length=120)
    territory = models.CharField(_("territory in the document"), max_length=300)
    act = models.CharField(_("approved by"), max_length=8, choices=Act)
    act_number = models.CharField(_("number"), max_length=50, blank=True)
    act_on = models.DateField(_("dated"), null=True, blank=True)
    act_body = models.CharField(_("approving body"), max_length=300, blank=True)
    parent_act = models.TextField(_("parent act"), blank=True)
    goal = models.TextField(_("goal"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    period_original = models.CharField(_("period in words"), max_length=200, blank=True)
    is_school_year = models.BooleanField(_("runs by the school year"), default=False)
    roadmap_starts_on = models.DateField(_("roadmap from"), null=True, blank=True)
    roadmap_ends_on = models.DateField(_("roadmap until"), null=True, blank=True)
    control = models.CharField(_("control, by position"), max_length=300, blank=True)
    is_evaluated_yearly = models.BooleanField(_("evaluated every year"), default=False)
    is_evaluated_finally = models.BooleanField(_("evaluated at the end"), default=False)
    evaluation_rule = models.TextField(_("rule of evaluation"), blank=True)
    addressee = models.CharField(_("addressee"), max_length=300, blank=True)
    reply_by = models.DateField(_("reply expected by"), null=True, blank=True)
    methodology = models.ForeignKey(
        Methodology, models.SET_NULL, null=True, blank=True, related_name="programs"
    )
    source = models.CharField(
        _("where the text comes from"), max_length=300, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "edition"], name="programs_program_edition_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "code"],
                condition=Q(status="published"),
                name="programs_program_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="programs_program_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(roadmap_starts_on=None, roadmap_ends_on=None)
                | Q(roadmap_ends_on__gte=F("roadmap_starts_on")),
                name="programs_program_roadmap_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="programs_program_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_draft(self) -> bool:
        """Whether the text may still change."""
        return self.status == Program.Status.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Whether its events are tracked."""
        return self.status == Program.Status.PUBLISHED

    @property
    def plan_starts_on(self) -> dt.date:
        """First day of the plan of events."""
        return self.roadmap_starts_on or self.starts_on

    @property
    def plan_ends_on(self) -> dt.date:
        """Last day of the plan of events."""
        return self.roadmap_ends_on or self.ends_on


@tracked(accessor="history")
class ProgramBody(models.Model):
    """A body named in the document, by the words the document uses for it.

    `aliases` are the other words for it: «ИРО», «СОИРО».
    """

    class Role(models.TextChoices):
        CURATOR = "curator", _("Curator")
        LEAD = "lead", _("Project lead")
        ADMINISTRATOR = "administrator", _("Administrator")
        EXECUTOR = "executor", _("Executor")
        APPROVER = "approver", _("Approves")

    program = models.ForeignKey(Program, models.CASCADE, related_name="bodies")
    key = models.SlugField(_("key"), max_length=40)
    name = models.CharField(_("name in the document"), max_length=500)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="program_bodies"
    )
    role = models.CharField(
        _("role"), max_length=13, choices=Role, default=Role.EXECUTOR
    )
    office = models.CharField(_("position of the person"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"], name="programs_programbody_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked(accessor="history")
class Clause(models.Model):
    """A numbered part of the passport; `details` holds facts of its kind.

    details: claim {"value", "unit", "level"}; mechanism {"function"};
    legal basis {"act", "number", "date"}.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        RESULT = "result", _("Expected result")
        DIRECTION = "direction", _("Direction of work")
        MECHANISM = "mechanism", _("Mechanism")
        GROUP = "group", _("Working group, by position")
        ANNEX = "annex", _("Annex")
        BASIS = "basis", _("Legal basis")
        PROBLEM = "problem", _("Problem")
        CLAIM = "claim", _("Claim of the document")

    program = models.ForeignKey(Program, models.CASCADE, related_name="clauses")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    deadline_original = models.CharField(_("deadline"), max_length=200, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    is_present = models.BooleanField(_("is there"), default=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("position", "pk")
        indexes = [
            models.Index(fields=["program", "kind"], name="programs_clause_kind")
        ]

    def __str__(self) -> str:
        return self.text


@tracked(accessor="history")
class Stage(models.Model):
    """A stage of the program in its order, with its days."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], name="programs_stage_number_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="programs_stage_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name
