"""Why a member is ready or not: what they have done, as facts in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reserve import plan_sums
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Internship,
    Member,
    Mentorship,
    PlanItem,
)
from reserve.reading import board

YES, HALF, NO = "yes", "half", "no"


@dataclass(frozen=True)
class Reason:
    """One fact behind the readiness: it speaks for it, partly, or against."""

    tone: str
    text: str

    @property
    def icon(self) -> str:
        """Its sign."""
        return {YES: "check", HALF: "clock", NO: "x"}[self.tone]


@dataclass(frozen=True)
class Gain:
    """The test before and after, means of those topics that have both.

    Whole points of 100, half up, as the words have them.
    """

    before: int
    after: int


@dataclass(frozen=True)
class Growth:
    """What the member has done: hours, internships, mentor, test."""

    hours: tuple[int, int] | None
    plan_status: str
    internships_done: int
    internships: int
    has_mentor: bool
    gain: Gain | None


def growth(member: Member) -> Growth:
    """Return what the member has done, as counted from the rows."""
    done = Internship.Status.DONE
    trips = member.internships.exclude(status=Internship.Status.CANCELLED)
    counted = dict(trips.order_by().values_list("status").annotate(n=Count("pk")))
    plan = member.plans.order_by("-starts_on").first()
    return Growth(
        hours=board.hours([member.pk]).get(member.pk) or _last_hours(plan),
        plan_status=plan.status if plan else "",
        internships_done=counted.get(done, 0),
        internships=sum(counted.values()),
        has_mentor=Mentorship.objects.running().filter(member=member).exists(),
        gain=_gain(member),
    )


def reasons(member: Member, found: Growth) -> list[Reason]:
    """Say in words what speaks for the member's readiness and what is missing."""
    return [
        *_experience(member),
        _plan(found),
        _internships(found),
        _test(found.gain),
        Reason(YES, _("has a mentor"))
        if found.has_mentor
        else Reason(NO, _("has no mentor")),
    ]


def _last_hours(plan: DevelopmentPlan | None) -> tuple[int, int] | None:
    if plan is None:
        return None
    items = plan.items.exclude(status=PlanItem.Status.CANCELLED)
    pairs = list(items.values_list("hours_done", "hours"))
    if not pairs:
        return None
    return sum(done for done, _hours in pairs), sum(hours for _done, hours in pairs)


def _gain(member: Member) -> Gain | None:
    rows = Deficit.objects.filter(
        plan__member=member, before__isnull=False, after__isnull=False
    )
    means = rows.order_by().aggregate(before=Avg("before"), after=Avg("after"))
    if means["before"] is None:
        return None
    return Gain(_whole(means["before"]), _whole(means["after"]))


def _whole(mean: Decimal) -> int:
    return int(plan_sums.rounded(mean, Decimal(1)))


def _experience(member: Member) -> list[Reason]:
    made = []
    if (years := member.years_in_education) is not None:
        text = ngettext(
            "%(years)s year in education", "%(years)s years in education", years
        )
        made.append(Reason(YES if years else NO, text % {"years": years}))
    if (years := member.years_in_management) is not None:
        text = ngettext(
            "%(years)s year in management", "%(years)s years in management", years
        )
        made.append(Reason(YES if years else NO, text % {"years": years}))
    return made


def _plan(found: Growth) -> Reason:
    if found.hours is None:
        return Reason(NO, _("no development plan yet"))
    done, planned = found.hours
    words = {"done": done, "planned": planned}
    if planned and done >= planned:
        return Reason(YES, _("plan done: %(done)s of %(planned)s hours") % words)
    text = _("plan not done yet: %(done)s of %(planned)s hours") % words
    return Reason(HALF if done else NO, text)


def _internships(found: Growth) -> Reason:
    if found.internships_done:
        text = ngettext(
            "%(count)s internship done",
            "%(count)s internships done",
            found.internships_done,
        )
        return Reason(YES, text % {"count": found.internships_done})
    if found.internships:
        return Reason(HALF, _("an internship is planned or under way"))
    return Reason(NO, _("no internship"))


def _test(gain: Gain | None) -> Reason:
    if gain is None:
        return Reason(NO, _("no test after the studies yet"))
    text = _("test: %(before)s before, %(after)s after, of 100") % vars(gain)
    return Reason(YES if gain.after > gain.before else HALF, text)
