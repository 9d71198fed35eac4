"""Dated occurrences of events, their moves, and who took part."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.history import tracked
from portal.models import Person, Unit, User
from programs.models.events import Event


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Sets of occurrences; all chain."""

    def visible_to(self, user: User) -> Self:
        """Occurrences of the user's branch, and those of the units above it."""
        return self.filter(access.reach(user, access.Can.SEE_PROGRAMS)).exclude(
            event__program__status="draft"
        )

    def tracked_by(self, user: User) -> Self:
        """Occurrences that the user marks as held, moves or cancels."""
        return self.filter(access.scope(user, access.Can.TRACK_EVENTS))

    def in_force(self) -> Self:
        """Occurrences of programs in force."""
        return self.filter(event__program__status="published")

    def overdue(self, day: dt.date) -> Self:
        """Planned occurrences whose last day has passed."""
        return self.filter(status=Occurrence.Status.PLANNED, due_on__lt=day)

    def coming(self, day: dt.date, until: dt.date) -> Self:
        """Planned occurrences that touch the days and are not overdue."""
        return self.filter(
            status=Occurrence.Status.PLANNED, due_on__gte=day, starts_on__lte=until
        )

    def locked(self) -> Self:
        """The same rows, locked in one order until the transaction ends."""
        return self.select_for_update(of=("self",)).order_by("pk")


def new_token() -> str:
    """Return an unguessable part of an address."""
    return secrets.token_urlsafe(24)


@tracked(exclude=("registration_token", "attendance_token"), accessor="history")
class Occurrence(models.Model):
    """An event on its days (both included), in one unit.

    `unit` is the program's unit or, where the event runs in municipalities, one of
    them. `planned_starts_on` and `planned_due_on` keep the first plan. `sequence`
    grows with every change of the days, as calendars want it.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CHECKED = "checked", _("Checked")
        CANCELLED = "cancelled", _("Cancelled")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("On site and online")

    DONE = (Status.HELD, Status.CHECKED)

    event = models.ForeignKey(Event, models.PROTECT, related_name="occurrences")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occurrences")
    number = models.PositiveSmallIntegerField(_("number in the series"))
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.PLANNED
    )
    planned_starts_on = models.DateField()
    planned_due_on = models.DateField()
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("until"))
    is_confirmed = models.BooleanField(_("day named"), default=False)
    place = models.CharField(_("place"), max_length=300, blank=True)
    mode = models.CharField(_("how"), max_length=7, choices=Mode, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    participants = models.PositiveIntegerField(_("participants"), default=0)
    result = models.TextField(_("result"), blank=True)
    result_number = models.DecimalField(
        _("result in a number"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    held_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("returned because"), blank=True)
    cancel_reason = models.TextField(_("cancelled because"), blank=True)
    moves_count = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    registration_token = models.CharField(
        max_length=40, null=True, blank=True, unique=True
    )
    registration_until = models.DateField(
        _("registration until"), null=True, blank=True
    )
    attendance_token = models.CharField(
        max_length=40, null=True, blank=True, unique=True
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "unit", "number"], name="programs_occurrence_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on"))
                & Q(planned_due_on__gte=F("planned_starts_on")),
                name="programs_occurrence_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "checked"])
                | (Q(held_on__isnull=False, held_by__isnull=False) & ~Q(result="")),
                name="programs_occurrence_held_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="checked")
                | (Q(checked_by__isnull=False) & ~Q(checked_by=F("held_by"))),
                name="programs_occurrence_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="programs_occurrence_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="programs_occurrence_unit"),
            models.Index(
                fields=["due_on", "id"],
                include=["unit", "event", "starts_on"],
                condition=Q(status="planned"),
                name="programs_occurrence_waits",
            ),
            models.Index(
                fields=["event"],
                condition=Q(moves_count__gt=0),
                name="programs_occurrence_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.starts_on}–{self.due_on}"


@tracked(accessor="history")
class Move(models.Model):
    """One change of an occurrence's days, with its reason."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="moves")
    from_starts_on = models.DateField()
    from_due_on = models.DateField()
    to_starts_on = models.DateField()
    to_due_on = models.DateField()
    reason = models.TextField(_("reason"))
    is_series = models.BooleanField(_("with the whole series"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="programs_move_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_due_on} → {self.to_due_on}"


class Tally(models.Model):
    """How many occurrences of an event have the same days, by state.

    Kept by a trigger, so that a plan of any number of municipalities is read in as
    many rows as it has dates.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="tallies")
    starts_on = models.DateField()
    due_on = models.DateField()
    planned = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    checked = models.IntegerField(default=0)
    cancelled = models.IntegerField(default=0)
    participants = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "starts_on", "due_on"], name="programs_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.starts_on}–{self.due_on}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Sets of participations; all chain."""

    def visible_to(self, user: User) -> Self:
        """Participations of people who work in the user's branch."""
        return self.filter(access.scope(user, access.Can.SEE_PARTICIPANTS))

    def counted(self) -> Self:
        """Participations that count as facts: of occurrences that were held."""
        return self.filter(
            occurrence__status__in=Occurrence.DONE,
            state=Participation.State.ATTENDED,
        )


@tracked(accessor="history")
class Participation(models.Model):
    """A person, or an organization without naming anybody, in an occurrence.

    `unit` is where the person worked on that day, or the organization itself.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        REGISTERED = "registered", _("Registered")
        ATTENDED = "attended", _("Took part")
        ABSENT = "absent", _("Was absent")

    class Source(models.TextChoices):
        FILTER = "filter", _("Chosen by a filter")
        LIST = "list", _("From a pasted list")
        REGISTRATION = "registration", _("Registered by the link")
        QR = "qr", _("Marked by QR code")
        HAND = "hand", _("By hand")

    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, related_name="participations"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="participations"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    state = models.CharField(_("state"), max_length=10, choices=State)
    source = models.CharField(_("how named"), max_length=12, choices=Source)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    certificate = models.CharField(_("certificate"), max_length=60, blank=True)
    certificate_on = models.DateField(_("issued on"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    attended_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=Q(person__isnull=False),
                name="programs_participation_person_once",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "unit"],
                condition=Q(person__isnull=True),
                name="programs_participation_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.unit}: {self.occurrence}"
