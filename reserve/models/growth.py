"""Where people grow: mentors, internships, groups of the beginning head's school."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.history import tracked
from portal.models import Person, Unit, User
from reserve.models.consents import agreed
from reserve.models.members import Member


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    """Sets of pairs; all chain."""

    def visible_to(self, user: User) -> Self:
        """Pairs of those whose file the user may open."""
        return self.filter(access.scope(user, access.Can.SEE_RESERVE)).filter(
            agreed("mentee")
        )

    def own(self, user: User) -> Self:
        """Pairs in which the user is the mentor or is mentored."""
        mine = user.person_id or 0
        return self.filter(Q(mentor=mine) | Q(mentee=mine))

    def running(self) -> Self:
        """Pairs that work together."""
        return self.filter(status=Mentorship.Status.RUNNING)


@tracked()
class Mentorship(models.Model):
    """A mentor and a member of the reserve, or a newly appointed head.

    `unit` is where the mentee works.
    """

    class Status(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Finished")
        STOPPED = "stopped", _("Broken off")

    class Purpose(models.TextChoices):
        RESERVE = "reserve", _("Member of the reserve")
        NEW_HEAD = "new_head", _("Newly appointed head")
        NEW_MUNICIPAL_HEAD = "new_municipal_head", _("New head of an authority")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentored")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="mentorships")
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="mentorships"
    )
    purpose = models.CharField(_("whom"), max_length=18, choices=Purpose)
    order_number = models.CharField(_("order"), max_length=50)
    order_on = models.DateField(_("order dated"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    plan = models.TextField(_("plan of the work"), blank=True)
    status = models.CharField(
        _("status"), max_length=7, choices=Status, default=Status.RUNNING
    )
    result = models.TextField(_("result"), blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="reserve_mentorship_two_people"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="reserve_mentorship_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(status="running"),
                name="reserve_mentorship_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} / {self.mentee}"


@tracked()
class Meeting(models.Model):
    """A meeting of a pair."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("day"))
    topic = models.CharField(_("topic"), max_length=300)
    outcome = models.TextField(_("what was agreed"), blank=True)

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.topic


@tracked()
class InternshipSite(models.Model):
    """An organization that takes interns: profile, places at a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="internship_sites")
    profile = models.CharField(_("profile"), max_length=300)
    description = models.TextField(_("what one learns there"), blank=True)
    places = models.PositiveSmallIntegerField(_("places at a time"), default=1)
    contact_post = models.CharField(_("whom to ask, by post"), max_length=200)
    is_active = models.BooleanField(_("takes interns"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "profile"], name="reserve_site_once"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1), name="reserve_site_has_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.profile}"


class InternshipQuerySet(models.QuerySet["Internship"]):
    """Sets of internships; all chain."""

    def visible_to(self, user: User) -> Self:
        """Internships of members whose file the user may open."""
        seen = access.scope(user, access.Can.SEE_RESERVE, path="member__unit__path")
        return self.filter(seen).filter(agreed("member__person"))

    def taking_place(self) -> Self:
        """Those that take up a place."""
        return self.exclude(status=Internship.Status.CANCELLED)


@tracked()
class Internship(models.Model):
    """A member at a site, beside a head, or in an absent head's place."""

    class Kind(models.TextChoices):
        INTERNSHIP = "internship", _("Internship")
        ASSISTANT = "assistant", _("Assistant to the head")
        ACTING = "acting", _("Acting for an absent head")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    member = models.ForeignKey(Member, models.CASCADE, related_name="internships")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    site = models.ForeignKey(
        InternshipSite,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="internships",
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="internships")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    hours = models.PositiveSmallIntegerField(_("hours"), default=0)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.PLANNED
    )
    order_number = models.CharField(_("order"), max_length=50, blank=True)
    result = models.TextField(_("result, the host's view"), blank=True)

    objects = InternshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="reserve_internship_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind="internship") | Q(site__isnull=False),
                name="reserve_internship_has_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} / {self.unit}"


@tracked()
class StudyGroup(models.Model):
    """A group of the beginning head's school."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    curator = models.CharField(_("curator, by post"), max_length=200, blank=True)
    topics = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="reserve_studygroup_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Learner(models.Model):
    """A person in a group: a member of the reserve or a new head."""

    group = models.ForeignKey(StudyGroup, models.CASCADE, related_name="learners")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    certificate = models.CharField(_("certificate"), max_length=50, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], name="reserve_learner_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
