"""Who does what with a development plan: its member, the mentor, the staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from reserve import states
from reserve.models import Consent, DevelopmentPlan, Mentorship

Status = DevelopmentPlan.Status


@dataclass(frozen=True)
class Rights:
    """What one user may do with one plan as it stands."""

    is_own: bool
    is_staff: bool
    is_mentor: bool
    may_write: bool
    may_work: bool
    may_measure: bool
    may_view: bool
    steps: frozenset[str]


def of(plan: DevelopmentPlan, user: User) -> Rights:
    """Return the user's rights; a plan whose consent is withdrawn is only read."""
    own = plan.member.person_id == user.person_id
    staff = access.may(user, Can.RUN_RESERVE, plan.member.unit)
    mentor = is_mentor(plan, user)
    alive = is_alive(plan)
    status = plan.status
    return Rights(
        is_own=own,
        is_staff=staff,
        is_mentor=mentor,
        may_write=alive
        and (
            (status == Status.DRAFT and (own or staff))
            or (status == Status.APPROVED and staff)
        ),
        may_work=alive and status == Status.APPROVED and (own or staff),
        may_measure=alive and status != Status.DONE and staff,
        may_view=alive and status == Status.APPROVED and mentor,
        steps=_steps(plan, user, is_own=own) if alive else frozenset(),
    )


def is_mentor(plan: DevelopmentPlan, user: User) -> bool:
    """Return whether the user mentors the plan's member now."""
    if not user.person_id:
        return False
    pairs = Mentorship.objects.running().filter(member=plan.member_id)
    return pairs.filter(mentor=user.person_id).exists()


def is_alive(plan: DevelopmentPlan) -> bool:
    """Return whether work goes on: the consent is in force, the member is in."""
    consents = Consent.objects.in_force().filter(person=plan.member.person_id)
    return plan.member.is_active and consents.exists()


def require_alive(plan: DevelopmentPlan) -> None:
    """Raise Refused where the consent is withdrawn or the member has left."""
    if not is_alive(plan):
        raise Refused(_("The file is closed: nothing in the plan changes any more."))


def require_write(plan: DevelopmentPlan, user: User) -> None:
    """Let the activities be changed.

    Raises PermissionDenied for whom it is not, Refused while the plan is not open.
    """
    require_alive(plan)
    staff = access.may(user, Can.RUN_RESERVE, plan.member.unit)
    if not staff and plan.member.person_id != user.person_id:
        raise PermissionDenied
    if not of(plan, user).may_write:
        raise Refused(_("The plan is not open for changes now."))


def require_work(plan: DevelopmentPlan, user: User) -> None:
    """Let progress be reported.

    Raises PermissionDenied for whom it is not, Refused unless the plan is approved.
    """
    require_alive(plan)
    staff = access.may(user, Can.RUN_RESERVE, plan.member.unit)
    if not staff and plan.member.person_id != user.person_id:
        raise PermissionDenied
    if plan.status != Status.APPROVED:
        raise Refused(_("Progress is reported on an approved plan only."))


def _steps(plan: DevelopmentPlan, user: User, *, is_own: bool) -> frozenset[str]:
    found = set(
        states.open_to(states.PLAN, plan.status, user, plan.member.unit, is_own=is_own)
    )
    if is_own:  # somebody else decides
        found -= {Status.APPROVED, Status.DONE}
    return frozenset(found)
