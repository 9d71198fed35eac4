"""Marks of members that ask for attention, as conditions of a query."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Exists, F, OuterRef, Q, When

from portal.models import Unit
from reserve.models import DevelopmentPlan, Member, Mentorship, Nomination

SOON_DAYS = 90
PLAN_DAYS = 30  # a plan is drawn up within a month of the inclusion
ACTIVE = Q(status__in=Member.ACTIVE)
# The municipality of a member, who works in an organization of it or in its authority.
MUNICIPALITY = Case(
    When(unit__kind=Unit.Kind.MUNICIPALITY, then=F("unit")),
    default=F("unit__parent"),
)


def marks(today: dt.date) -> dict[str, Q]:
    """Return the condition of each mark on the day; all are of active members."""
    mentors = Mentorship.objects.running().filter(member=OuterRef("pk"))
    plans = DevelopmentPlan.objects.filter(member=OuterRef("pk"))
    offers = Nomination.objects.filter(member=OuterRef("pk"))
    late = today - dt.timedelta(days=PLAN_DAYS)
    return {
        "now": ACTIVE & Q(readiness__months=0),
        "expiring": ACTIVE & Q(term_ends_on__lte=today + dt.timedelta(days=SOON_DAYS)),
        "no_mentor": ACTIVE & Q(~Exists(mentors)),
        "no_plan": ACTIVE & Q(included_on__lt=late) & Q(~Exists(plans)),
        "no_offer": ACTIVE & Q(~Exists(offers)),
    }
