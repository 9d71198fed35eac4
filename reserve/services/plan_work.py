"""Work on an approved plan: progress, reports, the mentor's view, the test."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from reserve import plan_rights, recipients
from reserve.models import DevelopmentPlan, PlanItem
from reserve.services import plans

MID, FINAL = "mid", "final"
Points = tuple[Decimal | None, Decimal | None]  # before, after
HUNDRED = 100


@transaction.atomic
def report_progress(
    item_id: int, *, status: str, hours_done: int, result: str, by: User
) -> PlanItem:
    """Say how far an activity is; what is done has all its hours or a result.

    Raises PermissionDenied for whom it is not; Refused unless the plan is approved,
    for more hours than planned, and for a finished activity without a result.
    """
    plan = plans.locked(PlanItem.objects.get(pk=item_id).plan_id)
    plan_rights.require_work(plan, by)
    item = PlanItem.objects.get(pk=item_id)
    if hours_done > item.hours:
        raise Refused(
            _("The plan gives this activity %(hours)s hours.") % {"hours": item.hours}
        )
    if status == PlanItem.Status.DONE and not result.strip():
        raise Refused(_("Write the result of what is done."))
    if status == PlanItem.Status.CANCELLED and not access.may(
        by, Can.RUN_RESERVE, plan.member.unit
    ):
        raise Refused(_("Only the staff cancels activities of an approved plan."))
    item.status, item.hours_done, item.result = status, hours_done, result.strip()
    item.save(update_fields=["status", "hours_done", "result"])
    _record("worked", plan, by, item=str(item.pk), status=status)
    return item


@transaction.atomic
def comment(item_id: int, *, text: str, by: User) -> PlanItem:
    """Write the mentor's view of an activity."""
    plan = plans.locked(PlanItem.objects.get(pk=item_id).plan_id)
    if not plan_rights.is_mentor(plan, by):
        raise PermissionDenied
    plan_rights.require_alive(plan)
    if plan.status != DevelopmentPlan.Status.APPROVED:
        raise Refused(_("Mentors comment on an approved plan only."))
    item = PlanItem.objects.get(pk=item_id)
    item.mentor_view = text.strip()
    item.save(update_fields=["mentor_view"])
    _record("commented", plan, by, item=str(item.pk))
    notices.notify(
        recipients.account(plan.member.person),
        f"reserve:plan:{plan.pk}:view:{item.pk}:{timezone.now():%Y%m%d%H%M}",
        lambda: _("Your mentor has written a view of an activity."),
        reverse("reserve:plan_item", args=[item.pk]),
    )
    return item


@transaction.atomic
def report(plan_id: int, *, which: str, text: str, by: User) -> DevelopmentPlan:
    """Hand in the mid-year (`mid`) or the year-end report (`final`)."""
    plan = plans.locked(plan_id)
    plan_rights.require_work(plan, by)
    if which not in (MID, FINAL):
        raise ValueError(which)
    if not text.strip():
        raise Refused(_("The report is empty."))
    setattr(plan, f"{which}_report", text.strip())
    setattr(plan, f"{which}_reported_at", timezone.now())
    plan.save(update_fields=[f"{which}_report", f"{which}_reported_at"])
    _record("reported", plan, by, report=which)
    return plan


@transaction.atomic
def measure(plan_id: int, *, points: Mapping[int, Points], by: User) -> DevelopmentPlan:
    """Write the points before and after, by the id of the deficit.

    Raises PermissionDenied for who is not staff; Refused for a finished plan and
    for points beyond 0 to 100.
    """
    plan = plans.locked(plan_id)
    access.require(by, Can.RUN_RESERVE, plan.member.unit)
    plan_rights.require_alive(plan)
    if plan.status == DevelopmentPlan.Status.DONE:
        raise Refused(_("The plan is finished."))
    for row in plan.deficits.filter(pk__in=points):
        row.before, row.after = points[row.pk]
        if not _in_range(row.before) or not _in_range(row.after):
            raise Refused(_("Points are from 0 to 100."))
        row.save(update_fields=["before", "after"])
    _record("measured", plan, by)
    return plan


def _in_range(value: Decimal | None) -> bool:
    return value is None or 0 <= value <= HUNDRED


def _record(step: str, plan: DevelopmentPlan, by: User, **details: str) -> None:
    unit = plan.member.unit
    journal.write(f"reserve_plan_{step}", plan, by=by, unit=unit, **details)
