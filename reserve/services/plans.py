"""The life of a development plan: begun, sent, returned or approved, finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can, Role
from portal.data_language import as_data
from portal.errors import Refused
from portal.models import User
from reserve import plan_rights, recipients, states
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Member,
    PlanItem,
    PlanTemplate,
)
from reserve.plan_sums import months_later
from reserve.services import members
from reserve.services.plan_proposals import Proposal

Status = DevelopmentPlan.Status
Conclusion = DevelopmentPlan.Conclusion
TO_DRAW_UP = 1  # months since the inclusion
YEAR = 12


@transaction.atomic
def begin(
    member_id: int,
    *,
    by: User,
    starts_on: dt.date,
    goal: str = "",
    template: PlanTemplate | None = None,
    proposals: Iterable[Proposal] = (),
) -> DevelopmentPlan:
    """Begin a year's plan with a template's activities and the chosen deficits.

    Raises PermissionDenied for whom it is not; Refused without a consent, for who
    has left the reserve, for a second open plan and another region's template.
    """
    member = Member.objects.locked().select_related("unit", "owner").get(pk=member_id)
    require_begin(member, by)
    if template and template.owner_id != member.owner.ancestor_ids[0]:
        raise Refused(_("This template belongs to another region."))
    plan = _create(member, starts_on, goal)
    _fill_deficits(plan, proposals)
    if template:
        _fill_items(plan, template)
    _record("begun", plan, by)
    if by.person_id != member.person_id:
        _tell_member(
            plan, "begun", lambda: _("Your development plan is begun: fill it in.")
        )
    return plan


def require_begin(member: Member, by: User) -> None:
    """Raise PermissionDenied or Refused unless the user may begin a plan now."""
    is_own = member.person_id == by.person_id
    if not is_own and not access.may(by, Can.RUN_RESERVE, member.unit):
        raise PermissionDenied
    if not member.is_active:
        raise Refused(_("This person is no longer in the reserve."))
    members.require_consent(member.person)
    if member.plans.exclude(status=Status.DONE).exists():
        raise Refused(_("This member has an open plan already."))


@transaction.atomic
def edit(
    plan_id: int, *, goal: str, starts_on: dt.date, ends_on: dt.date, by: User
) -> DevelopmentPlan:
    """Change the goal and the days of a plan; activities have to fit in."""
    plan = locked(plan_id)
    plan_rights.require_write(plan, by)
    outside = plan.items.exclude(status=PlanItem.Status.CANCELLED)
    if ends_on <= starts_on:
        raise Refused(_("The plan ends before it begins."))
    if outside.exclude(starts_on__gte=starts_on, ends_on__lte=ends_on).exists():
        raise Refused(_("Some activities lie outside these days: move them first."))
    plan.goal, plan.starts_on, plan.ends_on = goal.strip(), starts_on, ends_on
    plan.save(update_fields=["goal", "starts_on", "ends_on"])
    _record("changed", plan, by)
    return plan


@transaction.atomic
def send(plan_id: int, *, by: User) -> DevelopmentPlan:
    """Send the draft for approval; it has to name deficits and activities."""
    plan = locked(plan_id)
    plan_rights.require_alive(plan)
    _step(plan, Status.SENT, by)
    require_whole(plan)
    plan.status, plan.sent_at, plan.return_reason = Status.SENT, timezone.now(), ""
    plan.save(update_fields=["status", "sent_at", "return_reason"])
    _record("sent", plan, by)
    person = str(plan.member.person.short_name)
    notices.notify(
        recipients.working_at(plan.member.unit, Role.MUNICIPAL),
        f"reserve:plan:{plan.pk}:sent:{plan.sent_at:%Y%m%d%H%M%S}",
        lambda: (
            _("The development plan waits for approval: %(person)s.")
            % {"person": person}
        ),
        reverse("reserve:plan", args=[plan.pk]),
    )
    return plan


@transaction.atomic
def return_(plan_id: int, *, reason: str, by: User) -> DevelopmentPlan:
    """Give a sent plan back, saying what to change."""
    plan = locked(plan_id)
    plan_rights.require_alive(plan)
    _step(plan, Status.DRAFT, by)
    if not reason.strip():
        raise Refused(_("Say what has to be changed."))
    plan.status, plan.return_reason = Status.DRAFT, reason.strip()
    plan.save(update_fields=["status", "return_reason"])
    _record("returned", plan, by)
    _tell_member(
        plan,
        f"returned:{timezone.now():%Y%m%d%H%M%S}",
        lambda: _("Your development plan is returned: see what to change."),
    )
    return plan


@transaction.atomic
def approve(plan_id: int, *, by: User) -> DevelopmentPlan:
    """Approve a sent plan or a draft; nobody approves their own."""
    plan = locked(plan_id)
    plan_rights.require_alive(plan)
    _step(plan, Status.APPROVED, by)
    _require_other(plan, by)
    require_whole(plan)
    plan.status, plan.return_reason = Status.APPROVED, ""
    plan.approved_at, plan.approved_by = timezone.now(), by
    plan.save(update_fields=["status", "return_reason", "approved_at", "approved_by"])
    _record("approved", plan, by)
    _tell_member(plan, "approved", lambda: _("Your development plan is approved."))
    return plan


@transaction.atomic
def finish(plan_id: int, *, conclusion: str, note: str, by: User) -> DevelopmentPlan:
    """Close an approved plan with its conclusion after the year-end report.

    "Ready" takes a member who still prepares to the state Ready; to exclude is a
    proposal only. Raises Refused without the report, a conclusion or its grounds.
    """
    plan = locked(plan_id)
    plan_rights.require_alive(plan)
    _step(plan, Status.DONE, by)
    _require_other(plan, by)
    if plan.final_reported_at is None:
        raise Refused(_("The year-end report is not handed in yet."))
    if conclusion not in Conclusion.values or not conclusion or not note.strip():
        raise Refused(_("Choose the conclusion and name its grounds."))
    plan.status, plan.conclusion = Status.DONE, conclusion
    plan.conclusion_note = note.strip()
    plan.save(update_fields=["status", "conclusion", "conclusion_note"])
    _record("finished", plan, by, conclusion=conclusion)
    _conclude(plan, by)
    _tell_member(
        plan, "finished", lambda: _("Your development plan is closed: see the result.")
    )
    return plan


def locked(plan_id: int) -> DevelopmentPlan:
    """Return the plan with its member, locked until the transaction ends."""
    rows = DevelopmentPlan.objects.locked()
    return rows.select_related("member__unit", "member__person").get(pk=plan_id)


def require_whole(plan: DevelopmentPlan) -> None:
    """Raise Refused unless the plan names deficits and activities with hours."""
    if not plan.deficits.exists():
        raise Refused(_("Name at least one deficit."))
    items = plan.items.exclude(status=PlanItem.Status.CANCELLED)
    if not items.filter(hours__gt=0).exists():
        raise Refused(_("Plan at least one activity with hours."))


def _create(member: Member, starts_on: dt.date, goal: str) -> DevelopmentPlan:
    last = member.plans.order_by("-ends_on").first()
    since = last.ends_on if last else member.included_on
    try:
        with transaction.atomic():
            return DevelopmentPlan.objects.create(
                member=member,
                goal=goal.strip(),
                starts_on=starts_on,
                ends_on=months_later(starts_on, YEAR) - dt.timedelta(days=1),
                due_on=months_later(since, TO_DRAW_UP),
            )
    except IntegrityError as error:
        raise Refused(_("This member has an open plan already.")) from error


def _fill_deficits(plan: DevelopmentPlan, proposals: Iterable[Proposal]) -> None:
    Deficit.objects.bulk_create(
        Deficit(
            plan=plan,
            topic=one.topic[:300],
            source=one.source,
            indicator_id=one.indicator_id,
            before=one.before,
            position=number,
        )
        for number, one in enumerate(proposals, 1)
    )


def _fill_items(plan: DevelopmentPlan, template: PlanTemplate) -> None:
    made = []
    for line in template.items.all():
        first = min(months_later(plan.starts_on, max(line.month, 1) - 1), plan.ends_on)
        last = months_later(first, 1) - dt.timedelta(days=1)
        made.append(
            PlanItem(
                plan=plan,
                kind=line.kind,
                name=line.name,
                hours=line.hours,
                starts_on=first,
                ends_on=min(last, plan.ends_on),
                position=line.position,
            )
        )
    PlanItem.objects.bulk_create(made)


def _step(plan: DevelopmentPlan, target: str, by: User) -> None:
    member = plan.member
    is_own = member.person_id == by.person_id
    states.step(
        states.PLAN, plan.status, target, unit=member.unit, by=by, is_own=is_own
    )


def _require_other(plan: DevelopmentPlan, by: User) -> None:
    if plan.member.person_id == by.person_id:
        raise Refused(_("Somebody else decides on one's own plan."))


def _conclude(plan: DevelopmentPlan, by: User) -> None:
    member, ready = plan.member, Member.Status.READY
    open_states = states.open_to(states.MEMBER, member.status, by, member.unit)
    preparing = member.status != Member.Status.APPROVAL
    if plan.conclusion == Conclusion.READY and preparing and ready in open_states:
        with as_data():
            reason = _("The development plan is carried out.")
        members.move(member.pk, ready, by=by, reason=reason)
    if plan.conclusion == Conclusion.EXCLUDE:
        notices.notify(
            recipients.working_at(member.unit, Role.MUNICIPAL),
            f"reserve:plan:{plan.pk}:exclude",
            lambda: _("A development plan ends with the proposal to exclude."),
            reverse("reserve:plan", args=[plan.pk]),
        )


def _record(step: str, plan: DevelopmentPlan, by: User, **details: str) -> None:
    unit = plan.member.unit
    journal.write(f"reserve_plan_{step}", plan, by=by, unit=unit, **details)


def _tell_member(plan: DevelopmentPlan, key: str, text: notices.Text) -> None:
    notices.notify(
        recipients.account(plan.member.person),
        f"reserve:plan:{plan.pk}:{key}",
        text,
        reverse("reserve:plan", args=[plan.pk]),
    )
