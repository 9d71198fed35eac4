"""Meetings of working groups, interviews with municipal heads, their decisions."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import access
from portal.history import tracked
from portal.models import Unit, User
from programs.models.documents import Program, ProgramBody
from programs.models.events import Event


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Sets of meetings; all chain."""

    def visible_to(self, user: User) -> Self:
        """Meetings of the user's branch, those about it, those it has decisions of.

        An interview is for its two sides only, whoever carries out its decisions.
        """
        owned = Decision.objects.owned_by(user).filter(meeting=OuterRef("pk"))
        signed = Q(status=Meeting.Status.SIGNED) & ~Q(kind=Meeting.Kind.INTERVIEW)
        return self.filter(
            access.scope(user, access.Can.MANAGE_PROGRAMS)
            | access.scope(user, access.Can.TRACK_EVENTS, path="about__path")
            | (signed & Q(Exists(owned)))
        )

    def managed_by(self, user: User) -> Self:
        """Meetings that the user prepares and writes down."""
        return self.filter(access.scope(user, access.Can.MANAGE_PROGRAMS))

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked(accessor="history")
class Meeting(models.Model):
    """A meeting with its agenda; `about` is the municipality of an interview."""

    class Kind(models.TextChoices):
        GROUP = "group", _("Working group")
        INTERVIEW = "interview", _("Interview with a municipal head")
        COUNCIL = "council", _("Council")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        HELD = "held", _("Held")
        SIGNED = "signed", _("Protocol signed")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings")
    about = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.PLANNED
    )
    title = models.CharField(_("title"), max_length=300)
    starts_at = models.DateTimeField(_("when"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    chair = models.CharField(_("chair, by position"), max_length=300, blank=True)
    attendees = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("present, by position"),
        default=list,
        blank=True,
    )
    protocol_number = models.CharField(_("protocol"), max_length=30, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="interview") | Q(about__isnull=False),
                name="programs_meeting_interview_is_about_one",
            ),
            models.CheckConstraint(
                condition=~Q(status="signed")
                | (Q(signed_at__isnull=False) & ~Q(protocol_number="")),
                name="programs_meeting_signed_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its agenda and decisions may still change."""
        return self.status in (Meeting.Status.PLANNED, Meeting.Status.HELD)

    @property
    def is_signed(self) -> bool:
        """Whether anybody concerned may read what was decided."""
        return self.status == Meeting.Status.SIGNED


@tracked(accessor="history")
class AgendaItem(models.Model):
    """A question of the agenda and what was heard."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("order"))
    topic = models.CharField(_("question"), max_length=500)
    speaker = models.CharField(_("speaker, by position"), max_length=300, blank=True)
    heard = models.TextField(_("heard"), blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.topic


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Sets of decisions; all chain."""

    def open(self) -> Self:
        """Decisions of signed protocols that are not carried out yet."""
        return self.filter(
            status=Decision.Status.OPEN, meeting__status=Meeting.Status.SIGNED
        )

    def visible_to(self, user: User) -> Self:
        """Decisions that may be read: drafts only by those who hold the meeting."""
        seen = Meeting.objects.visible_to(user)
        signed = Q(meeting__status=Meeting.Status.SIGNED)
        return self.filter(
            access.scope(user, access.Can.MANAGE_PROGRAMS, path="meeting__unit__path")
            | (signed & Q(meeting__in=seen.values("pk")))
        )

    def owned_by(self, user: User) -> Self:
        """Decisions that the user's branch carries out."""
        return self.filter(access.scope(user, access.Can.TRACK_EVENTS))

    def locked(self) -> Self:
        """The same rows, locked until the transaction ends."""
        return self.select_for_update(of=("self",))


@tracked(accessor="history")
class Decision(models.Model):
    """A decision with its owner and day; it may become an event of the program.

    `unit` carries it out; `body` is that unit's body by the program's words.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("To be carried out")
        DONE = "done", _("Carried out")
        DROPPED = "dropped", _("Dropped, with a reason")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    body = models.ForeignKey(
        ProgramBody, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    number = models.CharField(_("number"), max_length=20)
    text = models.TextField(_("decision"))
    owner = models.CharField(_("owner, by position"), max_length=300)
    due_on = models.DateField(_("until"))
    status = models.CharField(
        _("status"), max_length=7, choices=Status, default=Status.OPEN
    )
    note = models.TextField(_("how it was carried out"), blank=True)
    closed_on = models.DateField(null=True, blank=True)
    event = models.OneToOneField(
        Event, models.SET_NULL, null=True, blank=True, related_name="decision"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(note=""),
                name="programs_decision_closed_says_how",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="programs_decision_unit")
        ]

    def __str__(self) -> str:
        return self.text
