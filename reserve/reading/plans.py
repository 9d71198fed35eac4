"""Development plans as pages show them: whose, how far, with what gain."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.models import Attachment, User
from reserve import plan_rights, plan_sums
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Member,
    Mentorship,
    PlanItem,
    PlanTemplate,
    agreed,
)
from reserve.plan_sums import Gain, Progress
from reserve.services import plan_alerts

Status = DevelopmentPlan.Status
OWNER = "reserve.planitem"
LATE, NONE = "late", "none"


@dataclass(frozen=True)
class Line:
    """An activity and how many files prove it."""

    item: PlanItem
    files: int

    @property
    def tone(self) -> str:
        """The mark of its status."""
        return TONES[self.item.status]

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed and it is not done."""
        is_open = self.item.status in (PlanItem.Status.PLANNED, PlanItem.Status.RUNNING)
        return is_open and self.item.ends_on < timezone.localdate()


TONES: dict[str, str] = {
    PlanItem.Status.PLANNED: "none",
    PlanItem.Status.RUNNING: "run",
    PlanItem.Status.DONE: "ok",
    PlanItem.Status.CANCELLED: "bad",
}
PLAN_TONES: dict[str, str] = {
    Status.DRAFT: "none",
    Status.SENT: "wait",
    Status.APPROVED: "run",
    Status.DONE: "ok",
}


@dataclass(frozen=True)
class Shown:
    """One plan with its sums."""

    plan: DevelopmentPlan
    lines: list[Line]
    deficits: list[Deficit]
    progress: Progress
    gains: list[Gain]
    mean: Gain | None

    @property
    def tone(self) -> str:
        """The mark of the plan's status."""
        return PLAN_TONES[self.plan.status]

    @property
    def is_late(self) -> bool:
        """Whether the draft is overdue."""
        late = self.plan.due_on < timezone.localdate()
        return late and self.plan.status == Status.DRAFT

    @property
    def drawn_up_in(self) -> int | None:
        """Days from the inclusion to the approval, null before it."""
        if self.plan.approved_at is None:
            return None
        day = timezone.localdate(self.plan.approved_at)
        return (day - self.plan.member.included_on).days

    @property
    def mid_due_on(self) -> dt.date:
        """The day of the mid-year report."""
        return plan_sums.months_later(self.plan.starts_on, plan_alerts.HALF_YEAR)


@dataclass(frozen=True)
class Row:
    """A member in the list of plans; without a plan the sums are empty."""

    member: Member
    plan: DevelopmentPlan | None
    progress: Progress
    is_late: bool

    @property
    def state(self) -> str:
        """The word of the plan's status."""
        return self.plan.get_status_display() if self.plan else str(_("No plan yet"))

    @property
    def tone(self) -> str:
        """The mark of the plan's status."""
        return PLAN_TONES[self.plan.status] if self.plan else "bad"


def seen_by(user: User) -> QuerySet[DevelopmentPlan]:
    """Return the plans that the user reads: own, mentored, and of their branch."""
    rows = DevelopmentPlan.objects
    mentored = Mentorship.objects.running().filter(mentor=user.person_id or 0)
    consents = Q(agreed("member__person"))
    seen = access.scope(user, Can.SEE_RESERVE, path="member__unit__path")
    return rows.filter(
        Q(member__person=user.person_id or 0)
        | (consents & (seen | Q(member__in=mentored.values("member"))))
    )


def whole(user: User) -> QuerySet[DevelopmentPlan]:
    """Return the plans the user reads, with all that a page shows."""
    items = PlanItem.objects.select_related("deficit")
    return (
        seen_by(user)
        .select_related(
            "member__person",
            "member__unit__parent",
            "member__owner",
            "member__readiness",
            "approved_by",
        )
        .prefetch_related("deficits", Prefetch("items", items))
    )


def shown(plan: DevelopmentPlan) -> Shown:
    """Return the plan with its sums; deficits and items are fetched already."""
    items = list(plan.items.all())
    deficits = list(plan.deficits.all())
    files = files_of(items)
    found = plan_sums.gains(deficits)
    return Shown(
        plan=plan,
        lines=[Line(item, files[item.pk]) for item in items],
        deficits=deficits,
        progress=plan_sums.progress(items),
        gains=found,
        mean=plan_sums.mean(found, str(_("Mean of the tested topics"))),
    )


def files_of(items: Iterable[PlanItem]) -> Counter[int]:
    """Return how many files prove each activity, by its id."""
    ids = [item.pk for item in items]
    rows = Attachment.objects.filter(owner=OWNER, owner_id__in=ids)
    return Counter(rows.values_list("owner_id", flat=True))


def of_member(member: Member, user: User) -> dict[str, object] | None:
    """Return the member's latest plan for the card; null for whom it is closed."""
    rows = whole(user).filter(member=member).order_by("-starts_on", "-pk")
    latest = rows.first()
    is_own = member.person_id == user.person_id
    runs = is_own or access.may(user, Can.RUN_RESERVE, member.unit)
    is_free = latest is None or latest.status == Status.DONE
    if latest is None and not runs:
        return None
    return {
        "member": member,
        "shown": shown(latest) if latest else None,
        "rights": plan_rights.of(latest, user) if latest else None,
        "due_on": plan_sums.months_later(member.included_on, 1),
        "may_begin": runs and is_free and member.is_active,
    }


def of_branch(user: User) -> QuerySet[Member]:
    """Return the active members whose file the user opens, with their last plan."""
    plans = DevelopmentPlan.objects.filter(member=OuterRef("pk"))
    last = plans.order_by("-starts_on", "-pk")
    return (
        Member.objects.visible_to(user)
        .active()
        .annotate(
            last_plan=Subquery(last.values("pk")[:1]),
            plan_status=Subquery(last.values("status")[:1]),
        )
        .select_related("person", "unit__parent", "readiness")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def in_state(rows: QuerySet[Member], state: str, day: dt.date) -> QuerySet[Member]:
    """Narrow the members to a status of the plan, to late ones or to none."""
    if state == LATE:
        return rows.filter(plan_alerts.late_members(day))
    if state == NONE:
        return rows.filter(Q(plan_status=None))
    return rows.filter(Q(plan_status=state)) if state else rows


def rows_of(members: Iterable[Member], day: dt.date) -> list[Row]:
    """Return the lines of the list, with two queries for all of them."""
    listed = list(members)
    ids = [one.last_plan for one in listed if one.last_plan]  # type: ignore[attr-defined]
    found = DevelopmentPlan.objects.filter(pk__in=ids).prefetch_related("items")
    plans = {plan.member_id: plan for plan in found}
    return [_row(member, plans.get(member.pk), day) for member in listed]


def counts(user: User, day: dt.date) -> dict[str, int]:
    """Return how many members have which state of the plan."""
    rows = of_branch(user).order_by()
    states = Counter(one["plan_status"] for one in rows.values("plan_status"))  # type: ignore[misc]
    return {
        "members": sum(states.values()),
        "none": states[None],
        "sent": states[Status.SENT],
        "approved": states[Status.APPROVED],
        "late": rows.filter(plan_alerts.late_members(day)).count(),
    }


def templates(member: Member) -> QuerySet[PlanTemplate]:
    """Return the region's templates, that of the member's readiness first."""
    region = member.owner.ancestor_ids[0]
    rows = PlanTemplate.objects.filter(owner=region).select_related("readiness")
    return rows.order_by("readiness__position", "name")


def _row(member: Member, plan: DevelopmentPlan | None, day: dt.date) -> Row:
    due = plan.due_on if plan else plan_sums.months_later(member.included_on, 1)
    is_open = plan is None or plan.status == Status.DRAFT
    items = plan.items.all() if plan else []
    return Row(member, plan, plan_sums.progress(items), is_open and due < day)
