"""A member's card: readiness and why, the term, the history, who looked at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, figures
from portal.access import Can
from portal.models import JournalEntry, User
from reserve import states
from reserve.models import (
    Consent,
    Deficit,
    DevelopmentPlan,
    Internship,
    Member,
    Mentorship,
    PlanItem,
    Transition,
)
from reserve.reading import board

OPENED = "reserve_file_opened"
SHOWN = 5
YES, HALF, NO = "yes", "half", "no"
Stat = dict[str, object]


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
    """The test before and after, means of those topics that have both; of 100."""

    before: float
    after: float


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


def stats(member: Member, found: Growth, today: dt.date) -> list[Stat]:
    """Return the card's main figures."""
    since = _("%(reserve)s, since %(day)s") % {
        "reserve": member.owner.short_name,
        "day": figures.short_day(member.state_since),
    }
    return [
        {"name": _("State"), "value": member.get_status_display(), "note": since},
        {
            "name": _("Readiness"),
            "value": member.readiness.name,
            "note": _("target position: %(post)s")
            % {"post": member.get_post_display().lower()},
        },
        _plan_stat(found),
        _test_stat(found.gain),
        _term_stat(member, today),
    ]


def actions(member: Member, user: User) -> list[tuple[str, str, str]]:
    """Return (words, address, icon) of the steps that are open to the user."""
    made = []
    if board.targets(member, user):
        made.append((_("Move to another state…"), "reserve:member_move", "right"))
    open_states = states.open_to(states.MEMBER, member.status, user, member.unit)
    decides = access.may(user, Can.DECIDE_RESERVE, member.owner)
    if decides and Member.Status.EXCLUDED in open_states:
        made.append((_("Extend the term…"), "reserve:member_extend", "calendar"))
        made.append((_("Exclude…"), "reserve:member_exclude", "x"))
    return [
        (words, reverse(name, args=[member.pk]), icon) for words, name, icon in made
    ]


def history(member: Member) -> list[Mapping[str, object]]:
    """Return the steps and the longer terms, newest first, for a timeline."""
    steps = [
        {"at": row.at, "on": row.on, "text": _step_text(row), "by": row.by}
        for row in member.transitions.select_related("by")
    ]
    longer = [
        {
            "at": row.at,
            "on": timezone.localdate(row.at),
            "text": _("The term is longer: until %(day)s, protocol № %(number)s")
            % {"day": figures.short_day(row.to_day), "number": row.order_number},
            "by": row.by,
        }
        for row in member.extensions.select_related("by")
    ]
    return sorted(steps + longer, key=_when, reverse=True)


def openings(member: Member) -> QuerySet[JournalEntry, Any]:
    """Return who opened the card on which day, newest first; a user once a day."""
    rows = JournalEntry.objects.filter(
        action=OPENED, subject_table=Member._meta.db_table, subject_id=member.pk
    )
    return (
        rows.annotate(on=TruncDate("at"))
        .order_by()
        .values("by", "on")
        .annotate(last=Max("at"), times=Count("pk"))
        .order_by("-last")
    )


def readers(rows: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Return the openings as a timeline: the moment, who, how many times."""
    users = User.objects.in_bulk([row["by"] for row in rows if row["by"]])
    return [
        {
            "at": row["last"],
            "text": str(users.get(row["by"], "—")),
        }
        for row in rows
    ]


def others(member: Member, user: User) -> QuerySet[Member]:
    """Return the person's other memberships that the user may open."""
    rows = Member.objects.visible_to(user).filter(person=member.person)
    return rows.exclude(pk=member.pk).select_related("owner").order_by("-included_on")


def consents(person_id: int) -> QuerySet[Consent]:
    """Return the person's consents, newest first."""
    rows = Consent.objects.filter(person=person_id).select_related("text")
    return rows.order_by("-given_at")


def _when(entry: Mapping[str, object]) -> tuple[str, str]:
    return str(entry["on"]), str(entry["at"])


def _step_text(row: Transition) -> str:
    target = row.get_target_display()
    return f"{target}. {row.reason}" if row.reason else str(target)


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
    return Gain(float(means["before"]), float(means["after"]))


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
    if done >= planned:
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
    words = {"before": f"{gain.before:.0f}", "after": f"{gain.after:.0f}"}
    text = _("test: %(before)s before, %(after)s after, of 100") % words
    return Reason(YES if gain.after > gain.before else HALF, text)


def _plan_stat(found: Growth) -> Stat:
    if found.hours is None or not found.hours[1]:
        return {"name": _("Development plan"), "value": "—", "note": _("no plan yet")}
    done, planned = found.hours
    note = _("%(done)s of %(planned)s hours") % {"done": done, "planned": planned}
    share = round(100 * done / planned)
    return {
        "name": _("Development plan"),
        "value": str(share),
        "unit": "%",
        "note": note,
    }


def _test_stat(gain: Gain | None) -> Stat:
    if gain is None:
        return {"name": _("Test"), "value": "—", "note": _("no test after yet")}
    note = _("from %(before)s to %(after)s of 100") % {
        "before": f"{gain.before:.0f}",
        "after": f"{gain.after:.0f}",
    }
    value = figures.signed(round(gain.after) - round(gain.before), 0)
    return {"name": _("Test"), "value": value, "unit": _("points"), "note": note}


def _term_stat(member: Member, today: dt.date) -> Stat:
    name, value = _("Term in the reserve"), figures.short_day(member.term_ends_on)
    if not member.is_active:
        left = figures.short_day(member.left_on)
        note = _("left on %(day)s") % {"day": left}
        return {"name": name, "value": value, "note": note}
    days = (member.term_ends_on - today).days
    if days < 0:
        return {"name": name, "value": value, "note": _("the term is over")}
    text = ngettext("%(days)s day left", "%(days)s days left", days)
    return {"name": name, "value": value, "note": text % {"days": days}}
