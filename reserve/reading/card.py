"""A member's card: main figures, the term, the history, who looked at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, figures
from portal.access import Can
from portal.models import JournalEntry, User
from reserve import plan_sums, states
from reserve.models import Consent, Member, Transition
from reserve.reading import board
from reserve.reading.readiness import Gain, Growth

OPENED = "reserve_file_opened"
SHOWN = 5
Stat = dict[str, object]


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
    """Return the openings as a timeline: the moment of the day's last one, who."""
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


def _plan_stat(found: Growth) -> Stat:
    if found.hours is None or not found.hours[1]:
        return {"name": _("Development plan"), "value": "—", "note": _("no plan yet")}
    done, planned = found.hours
    note = _("%(done)s of %(planned)s hours") % {"done": done, "planned": planned}
    share = plan_sums.rounded(Decimal(100 * done) / planned, Decimal(1))
    return {
        "name": _("Development plan"),
        "value": str(share),
        "unit": "%",
        "note": note,
    }


def _test_stat(gain: Gain | None) -> Stat:
    if gain is None:
        return {"name": _("Test"), "value": "—", "note": _("no test after yet")}
    note = _("from %(before)s to %(after)s of 100") % vars(gain)
    value = figures.signed(gain.after - gain.before, 0)
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
