"""What a plan consists of: deficits with goals, activities with hours and days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from monitoring.models import Indicator
from portal import journal
from portal.errors import Refused
from portal.models import User
from reserve import plan_rights
from reserve.models import Deficit, DevelopmentPlan, PlanItem
from reserve.services import plans

ItemStatus = PlanItem.Status


@transaction.atomic
def add_deficit(  # noqa: PLR0913 - the columns of a deficit
    plan_id: int,
    *,
    topic: str,
    source: str,
    by: User,
    goal: str = "",
    before: Decimal | None = None,
    indicator: Indicator | None = None,
) -> Deficit:
    """Add what is weak, with the goal that answers it."""
    plan = _open(plan_id, by)
    made = Deficit.objects.create(
        plan=plan,
        topic=topic.strip(),
        source=source,
        goal=goal.strip(),
        before=before,
        indicator=indicator,
        position=_next(plan.deficits.aggregate(Max("position"))["position__max"]),
    )
    _record(plan, by)
    return made


@transaction.atomic
def change_deficit(
    deficit_id: int,
    *,
    topic: str,
    source: str,
    goal: str,
    before: Decimal | None,
    by: User,
) -> Deficit:
    """Write another topic, source, goal or points before."""
    row = Deficit.objects.get(pk=deficit_id)
    plan = _open(row.plan_id, by)
    row.topic, row.source = topic.strip(), source
    row.goal, row.before = goal.strip(), before
    row.save(update_fields=["topic", "source", "goal", "before"])
    _record(plan, by)
    return row


@transaction.atomic
def remove_deficit(deficit_id: int, *, by: User) -> None:
    """Take a deficit out; its activities stay."""
    row = Deficit.objects.get(pk=deficit_id)
    plan = _open(row.plan_id, by)
    row.delete()
    _record(plan, by)


@transaction.atomic
def add_item(  # noqa: PLR0913 - the columns of an activity
    plan_id: int,
    *,
    kind: str,
    name: str,
    hours: int,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    deficit: Deficit | None = None,
) -> PlanItem:
    """Add an activity within the days of the plan."""
    plan = _open(plan_id, by)
    _check(plan, starts_on, ends_on, deficit)
    made = PlanItem.objects.create(
        plan=plan,
        kind=kind,
        name=name.strip(),
        hours=hours,
        starts_on=starts_on,
        ends_on=ends_on,
        deficit=deficit,
        position=_next(plan.items.aggregate(Max("position"))["position__max"]),
    )
    _record(plan, by)
    return made


@transaction.atomic
def change_item(  # noqa: PLR0913 - the columns of an activity
    item_id: int,
    *,
    kind: str,
    name: str,
    hours: int,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    deficit: Deficit | None = None,
) -> PlanItem:
    """Write an activity anew; hours already done cannot be cut."""
    item = PlanItem.objects.get(pk=item_id)
    plan = _open(item.plan_id, by)
    item.refresh_from_db()
    _check(plan, starts_on, ends_on, deficit)
    if hours < item.hours_done:
        raise Refused(
            _("%(hours)s hours are done already.") % {"hours": item.hours_done}
        )
    item.kind, item.name, item.hours = kind, name.strip(), hours
    item.starts_on, item.ends_on, item.deficit = starts_on, ends_on, deficit
    item.save(
        update_fields=["kind", "name", "hours", "starts_on", "ends_on", "deficit"]
    )
    _record(plan, by)
    return item


@transaction.atomic
def remove_item(item_id: int, *, by: User) -> None:
    """Take an activity out of a draft; of an approved plan it is cancelled."""
    item = PlanItem.objects.get(pk=item_id)
    plan = _open(item.plan_id, by)
    if plan.status == DevelopmentPlan.Status.DRAFT:
        item.delete()
    else:
        item.status = ItemStatus.CANCELLED
        item.save(update_fields=["status"])
    _record(plan, by)


def _open(plan_id: int, by: User) -> DevelopmentPlan:
    plan = plans.locked(plan_id)
    plan_rights.require_write(plan, by)
    return plan


def _check(
    plan: DevelopmentPlan,
    starts_on: dt.date,
    ends_on: dt.date,
    deficit: Deficit | None,
) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first."))
    if starts_on < plan.starts_on or ends_on > plan.ends_on:
        raise Refused(_("The days lie outside the plan."))
    if deficit is not None and deficit.plan_id != plan.pk:
        raise Refused(_("This deficit stands in another plan."))


def _next(last: int | None) -> int:
    return (last or 0) + 1


def _record(plan: DevelopmentPlan, by: User) -> None:
    journal.write("reserve_plan_changed", plan, by=by, unit=plan.member.unit)
