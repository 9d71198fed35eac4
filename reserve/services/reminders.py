"""Reminders before a term ends: to the person and to the municipality, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, figures, notices
from portal.notices import Notice
from reserve import recipients
from reserve.models import Member, agreed

STEPS = (90, 30, 7)  # days before the term ends


def remind(today: dt.date) -> int:
    """Send what is due on the day; return for how many members. May run again."""
    soon = Member.objects.expiring(today, max(STEPS)).filter(
        agreed(), term_ends_on__gte=today
    )
    members = list(soon.select_related("unit", "person"))
    for member in members:
        notices.send(_notices(member, today))
    return len(members)


def step(member: Member, today: dt.date) -> int:
    """Return which of the steps the member has reached: 90, 30 or 7 days."""
    left = (member.term_ends_on - today).days
    return min(days for days in STEPS if left <= days)


def _notices(member: Member, today: dt.date) -> Iterator[Notice]:
    key = f"reserve:term:{member.pk}:{member.term_ends_on:%Y%m%d}:{step(member, today)}"
    left = (member.term_ends_on - today).days
    day = figures.short_day(member.term_ends_on)
    for user in recipients.account(member.person):
        yield Notice(user, key, lambda: _own(left, day), reverse("reserve:mine"))
    page = reverse("reserve:member", args=[member.pk])
    for user in recipients.working_at(member.unit, access.Role.MUNICIPAL):
        yield Notice(user, key, lambda: _staff(member, day), page)


def _own(left: int, day: str) -> str:
    text = ngettext(
        "Your term in the reserve ends in %(left)s day, on %(day)s.",
        "Your term in the reserve ends in %(left)s days, on %(day)s.",
        left,
    )
    return text % {"left": left, "day": day}


def _staff(member: Member, day: str) -> str:
    text = _("The term of %(name)s in the reserve ends on %(day)s.")
    return text % {"name": member.person.short_name, "day": day}
