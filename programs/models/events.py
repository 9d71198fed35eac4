"""Rows of a plan: sections of the document, events with their words and schedules."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.history import tracked
from portal.models import User
from programs.models.documents import Program, ProgramBody, Stage


@tracked(accessor="history")
class Section(models.Model):
    """A heading above events: track, module, problem, measure or direction."""

    class Kind(models.TextChoices):
        TRACK = "track", _("Track")
        MODULE = "module", _("Module")
        PROBLEM = "problem", _("Problem")
        MEASURE = "measure", _("Measure")
        DIRECTION = "direction", _("Direction")
        CRITERION = "criterion", _("Criterion")

    class Nature(models.TextChoices):
        PROBLEM = "problem", _("Problem")
        RISK = "risk", _("Risk")
        DIRECTION = "direction", _("Direction of work")

    program = models.ForeignKey(Program, models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    nature = models.CharField(_("nature"), max_length=9, choices=Nature, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=700)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet["Event"]):
    """Sets of events; all chain."""

    def in_order(self) -> Self:
        """Events as the document lists them."""
        return self.order_by("position", "pk")

    def dated(self) -> Self:
        """Events whose words give dates."""
        return self.filter(starts_on__isnull=False)


def new_key() -> str:
    """Return a name that an event keeps through all editions."""
    return uuid.uuid4().hex


@tracked(accessor="history")
class Event(models.Model):
    """One row of a plan, in whatever words; recommendations are rows too.

    `schedule` is the parsed form of `schedule_original` in the shape of
    programs.schedules (kind, start, end, months, years, spans, inferred, …);
    `schedule_kind`, `starts_on` and `ends_on` repeat it for the database.
    `schedule_corrected` are the words an officer put in place of unread ones.
    """

    class Form(models.TextChoices):
        EVENT = "event", _("Event")
        RECOMMENDATION = "recommendation", _("Recommendation")

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training course")
        SEMINAR = "seminar", _("Seminar")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        MENTORING = "mentoring", _("Mentoring")
        INTERNSHIP = "internship", _("Internship")
        LANDING = "landing", _("Management landing")
        DEFENSE = "defense", _("Public defense of development programs")
        CONSULTATION = "consultation", _("Consultation")
        CONTEST = "contest", _("Contest")
        DIAGNOSTICS = "diagnostics", _("Diagnostics")
        INTERVIEW = "interview", _("Interview with municipal heads")
        SESSION = "session", _("Strategic session")
        TOUR = "tour", _("Educational tour")
        CONFERENCE = "conference", _("Conference")
        COMPETITION = "competition", _("Competition for the reserve")
        ACTING = "acting", _("Acting for an absent head")
        MONITORING = "monitoring", _("Monitoring and analysis")
        DOCUMENT = "document", _("Document")
        MATERIAL = "material", _("Methodical material")
        ORGANIZING = "organizing", _("Organizational work")

    class Runs(models.TextChoices):
        WHOLE = "whole", _("Once for the whole territory")
        MUNICIPALITIES = "municipalities", _("In every municipality")

    program = models.ForeignKey(Program, models.CASCADE, related_name="events")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="events"
    )
    stage = models.ForeignKey(
        Stage, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    key = models.CharField(max_length=32, default=new_key, editable=False)
    form = models.CharField(max_length=14, choices=Form, default=Form.EVENT)
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=1000)
    kind = models.CharField(
        _("kind"), max_length=13, choices=Kind, default=Kind.ORGANIZING
    )
    expected_result = models.TextField(_("expected result"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    bodies_original = models.CharField(
        _("executors in the document"), max_length=500, blank=True
    )
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    schedule_original = models.CharField(
        _("deadline in the document"), max_length=300, blank=True
    )
    schedule_corrected = models.CharField(
        _("deadline in readable words"), max_length=300, blank=True
    )
    corrected_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    schedule = models.JSONField(default=dict, blank=True)
    schedule_kind = models.CharField(max_length=14, default="undated")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    runs = models.CharField(
        _("where it runs"), max_length=14, choices=Runs, default=Runs.WHOLE
    )
    skips_days_off = models.BooleanField(_("moved off non-working days"), default=True)
    awaits_document = models.CharField(
        _("dates come from the document"), max_length=300, blank=True
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"], name="programs_event_key_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="programs_event_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "position"], name="programs_event_order"),
            models.Index(fields=["key"], name="programs_event_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Number and name as the document has them."""
        return f"{self.number.rstrip('.')}. {self.name}" if self.number else self.name

    @property
    def is_undated(self) -> bool:
        """Whether the document gives no deadline at all."""
        return self.schedule_kind == "undated"

    @property
    def is_unread(self) -> bool:
        """Whether the deadline has words that the portal could not read."""
        return self.schedule_kind == "unread"


class EventBodyQuerySet(models.QuerySet["EventBody"]):
    """Sets of bodies of events; all chain."""

    def of_document(self) -> Self:
        """Bodies that the issued text names."""
        return self.filter(since_issue=False)

    def in_charge(self) -> Self:
        """Bodies that answer for their events now."""
        return self.filter(in_charge=True)

    def at_work(self) -> Self:
        """Bodies that answer or help now; those that handed their events over left."""
        return self.filter(Q(in_charge=True) | Q(is_responsible=False))


@tracked(accessor="history")
class EventBody(models.Model):
    """A body that answers for an event, or helps.

    `is_responsible` is what the document says and never changes once it is issued;
    `in_charge` is who answers now, `handed_on` since when if that was ever changed.
    A body `since_issue` is no part of the text: it was named to answer afterwards.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="bodies")
    program_body = models.ForeignKey(
        ProgramBody, models.PROTECT, related_name="event_bodies"
    )
    is_responsible = models.BooleanField(_("responsible"), default=True)
    in_charge = models.BooleanField(_("answers now"), default=True)
    since_issue = models.BooleanField(_("named after the issue"), default=False)
    handed_on = models.DateField(_("answers since"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EventBodyQuerySet.as_manager()

    class Meta:
        ordering = ("-is_responsible", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "program_body"], name="programs_eventbody_once"
            ),
            models.CheckConstraint(
                condition=Q(since_issue=False)
                | Q(in_charge=True, is_responsible=False),
                name="programs_eventbody_since_issue_answers",
            ),
            models.CheckConstraint(
                condition=Q(handed_on=None) | Q(in_charge=True),
                name="programs_eventbody_handed_answers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.program_body)
