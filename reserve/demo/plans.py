"""Development plans: deficits with tests, activities with hours, conclusions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from monitoring.models import Indicator
from reserve.demo import words
from reserve.demo.competitions import moment
from reserve.demo.ground import BATCH, Ground
from reserve.demo.members import Kept
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Member,
    PlanItem,
    PlanTemplateItem,
)

Status = DevelopmentPlan.Status
ITEM = PlanItem.Status
YEAR = dt.timedelta(days=365)
DONE: dict[str, float] = {
    Member.Status.TRAINING: 0.25,
    Member.Status.INTERNSHIP: 0.5,
    Member.Status.PROJECT: 0.7,
    Member.Status.READY: 1.0,
}


@dataclass(frozen=True)
class Drawn:
    """A plan with what goes into it."""

    plan: DevelopmentPlan
    deficits: list[Deficit]
    items: list[PlanItem]


def write(ground: Ground, kept: Sequence[Kept]) -> None:
    """Write a plan for each member, and last year's for those who stayed longer."""
    fall = ground.dice("plans")
    templates = _templates(ground)
    indicators = list(
        Indicator.objects.filter(methodology__owner=ground.region, track__number=1)
    )
    drawn = [
        Drawn(plan, deficits, _items(plan, deficits, templates[plan_kind], share, fall))
        for row in kept
        for plan, share in _plans(ground, row.member, fall)
        for plan_kind in [row.member.readiness.code]
        for deficits in [_deficits(plan, share, indicators, fall)]
    ]
    DevelopmentPlan.objects.bulk_create([row.plan for row in drawn], batch_size=BATCH)
    Deficit.objects.bulk_create(
        [one for row in drawn for one in row.deficits], batch_size=BATCH
    )
    PlanItem.objects.bulk_create(
        [one for row in drawn for one in row.items], batch_size=BATCH
    )


def _templates(ground: Ground) -> dict[str, list[PlanTemplateItem]]:
    found: dict[str, list[PlanTemplateItem]] = {code: [] for code in ground.readiness}
    rows = PlanTemplateItem.objects.filter(template__owner=ground.region)
    for item in rows.select_related("template__readiness").order_by("position", "pk"):
        found[item.template.readiness.code].append(item)
    return found


def _plans(
    ground: Ground, member: Member, fall: Random
) -> Iterator[tuple[DevelopmentPlan, float]]:
    """Yield the member's plans with the share of each that is done."""
    days = (ground.today - member.included_on).days
    if not member.is_active:
        yield _done(ground, member, member.included_on, fall), 1.0
        return
    if days < 30 and fall.random() < 0.6:
        return  # due within a month of inclusion
    if days > 500:
        begun = member.included_on + dt.timedelta(days=20)
        yield _done(ground, member, begun, fall), 1.0
        starts_on = ground.ago(fall.randint(60, 330))
    else:
        starts_on = min(
            member.included_on + dt.timedelta(days=fall.randint(8, 27)), ground.today
        )
    yield _present(ground, member, starts_on, fall), DONE.get(member.status, 1.0)


def _present(
    ground: Ground, member: Member, starts_on: dt.date, fall: Random
) -> DevelopmentPlan:
    plan = _plan(ground, member, starts_on, fall)
    is_new = (ground.today - starts_on).days < 45
    plan.status = (
        fall.choice((Status.DRAFT, Status.SENT)) if is_new else Status.APPROVED
    )
    if plan.status != Status.DRAFT:
        plan.sent_at = moment(starts_on, fall)
    if plan.status == Status.APPROVED:
        plan.approved_at = moment(starts_on + dt.timedelta(days=5), fall)
        plan.approved_by = ground.users["operator"]
    if plan.status == Status.APPROVED and (ground.today - starts_on).days > 190:
        plan.mid_report = fall.choice(words.RESULTS)
        plan.mid_reported_at = moment(starts_on + dt.timedelta(days=182), fall)
    if member.status == Member.Status.READY and plan.status == Status.APPROVED:
        plan.conclusion = DevelopmentPlan.Conclusion.READY
        plan.conclusion_note = fall.choice(words.MENTOR_VIEWS)
    return plan


def _done(
    ground: Ground, member: Member, starts_on: dt.date, fall: Random
) -> DevelopmentPlan:
    plan = _plan(ground, member, starts_on, fall)
    plan.status = Status.DONE
    plan.sent_at = moment(starts_on, fall)
    plan.approved_at = moment(starts_on + dt.timedelta(days=6), fall)
    plan.approved_by = ground.users["operator"]
    plan.mid_report, plan.final_report = fall.sample(words.RESULTS, 2)
    plan.mid_reported_at = moment(starts_on + dt.timedelta(days=182), fall)
    plan.final_reported_at = moment(starts_on + dt.timedelta(days=350), fall)
    is_gone = member.status == Member.Status.EXCLUDED
    plan.conclusion = (
        "exclude" if is_gone else "extend" if member.is_active else "ready"
    )
    plan.conclusion_note = fall.choice(words.MENTOR_VIEWS)
    return plan


def _plan(
    ground: Ground, member: Member, starts_on: dt.date, fall: Random
) -> DevelopmentPlan:
    return DevelopmentPlan(
        member=member,
        goal=fall.choice(words.GOALS),
        starts_on=starts_on,
        ends_on=starts_on + YEAR,
        due_on=member.included_on + dt.timedelta(days=30),
    )


def _deficits(
    plan: DevelopmentPlan, share: float, indicators: list[Indicator], fall: Random
) -> list[Deficit]:
    rows = []
    topics = fall.sample(words.TOPICS, fall.randint(2, 3))
    for position, topic in enumerate(topics, 1):
        source = fall.choice(Deficit.Source.values)
        before = fall.randint(28, 62)
        after = min(98, before + fall.randint(6, 34))
        rows.append(
            Deficit(
                plan=plan,
                topic=topic,
                source=source,
                indicator=fall.choice(indicators)
                if source == Deficit.Source.MONITORING and indicators
                else None,
                goal=fall.choice(words.GOALS),
                before=before,
                after=after if share == 1 else None,
                position=position,
            )
        )
    return rows


def _items(
    plan: DevelopmentPlan,
    deficits: list[Deficit],
    template: list[PlanTemplateItem],
    share: float,
    fall: Random,
) -> list[PlanItem]:
    share = 0 if plan.status in (Status.DRAFT, Status.SENT) else share
    done = round(len(template) * share)
    return [
        _item(plan, deficits, row, place - done, fall)
        for place, row in enumerate(template)
    ]


def _item(
    plan: DevelopmentPlan,
    deficits: list[Deficit],
    row: PlanTemplateItem,
    ahead: int,
    fall: Random,
) -> PlanItem:
    """Return an activity; negative `ahead` is done, zero under way."""
    starts_on = plan.starts_on + dt.timedelta(days=30 * (row.month - 1))
    is_running = ahead == 0 and plan.status == Status.APPROVED
    status = ITEM.DONE if ahead < 0 else ITEM.RUNNING if is_running else ITEM.PLANNED
    hours = {ITEM.DONE: row.hours, ITEM.RUNNING: row.hours // 2}.get(status, 0)
    is_done = status == ITEM.DONE
    return PlanItem(
        plan=plan,
        deficit=fall.choice(deficits),
        kind=row.kind,
        name=row.name,
        hours=row.hours,
        hours_done=hours,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=fall.randint(20, 75)),
        status=status,
        result=fall.choice(words.RESULTS) if is_done else "",
        mentor_view=fall.choice(words.MENTOR_VIEWS) if is_done else "",
        position=row.position,
    )
