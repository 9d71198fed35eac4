"""Who is reminded of plans and reports that are late; beat asks every day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import notices
from portal.access import Role
from portal.models import User
from reserve import recipients
from reserve.models import DevelopmentPlan, Member, agreed
from reserve.plan_sums import months_later

Status = DevelopmentPlan.Status
HALF_YEAR = 6


def late_members(day: dt.date) -> Q:
    """Return the condition on members whose plan is overdue: none, or a late draft."""
    plans = DevelopmentPlan.objects.filter(member=OuterRef("pk"))
    late = plans.filter(status=Status.DRAFT, due_on__lt=day)
    none = ~Exists(plans) & Q(included_on__lt=months_later(day, -1))
    return none | Q(Exists(late))


def tell_late(day: dt.date) -> int:
    """Remind members and, once a week, the staff; return how many plans are late."""
    rows = Member.objects.active().filter(agreed()).filter(late_members(day))
    late = list(rows.select_related("person", "unit"))
    for member in late:
        notices.notify(
            recipients.account(member.person),
            f"reserve:plan:late:{member.pk}:{day:%Y%m}",
            lambda: _("Your development plan is overdue: it is due within a month."),
            reverse("reserve:mine"),
        )
    _tell_staff(late, day)
    _remind_of_reports(day)
    return len(late)


def _tell_staff(late: list[Member], day: dt.date) -> None:
    counts: Counter[User] = Counter()
    officers: dict[int, list[User]] = {}
    for member in late:
        place = member.unit_id
        if place not in officers:
            officers[place] = list(recipients.working_at(member.unit, Role.MUNICIPAL))
        counts.update(officers[place])
    year, week, _day = day.isocalendar()
    notices.send(
        notices.Notice(
            user,
            f"reserve:plans:late:{year}-{week}",
            _late_text(count),
            f"{reverse('reserve:plans')}?state=late",
        )
        for user, count in counts.items()
    )


def _late_text(count: int) -> Callable[[], str]:
    def text() -> str:
        words = ngettext(
            "%(count)s development plan is overdue.",
            "%(count)s development plans are overdue.",
            count,
        )
        return words % {"count": count}

    return text


def _remind_of_reports(day: dt.date) -> None:
    rows = DevelopmentPlan.objects.filter(
        agreed("member__person"), status=Status.APPROVED
    ).select_related("member__person")
    mid = rows.filter(
        mid_reported_at=None, starts_on__lte=months_later(day, -HALF_YEAR)
    )
    final = rows.filter(final_reported_at=None, ends_on__lt=day)
    for plan in mid:
        _remind(plan, "mid", lambda: _("Your mid-year report on the plan is due."))
    for plan in final:
        _remind(plan, "final", lambda: _("Your year-end report on the plan is due."))


def _remind(plan: DevelopmentPlan, which: str, text: notices.Text) -> None:
    notices.notify(
        recipients.account(plan.member.person),
        f"reserve:plan:{plan.pk}:{which}-due",
        text,
        reverse("reserve:plan_report", args=[plan.pk, which]),
    )
