"""The life of a membership: inclusion, steps from state to state, exclusion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, figures, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from portal.years import years_later
from reserve import states
from reserve.models import (
    Application,
    Consent,
    ExclusionGround,
    Member,
    Readiness,
    Transition,
)
from reserve.services import member_steps
from reserve.services.member_steps import Step

Status = Member.Status
WITHDRAWN = "consent_withdrawn"  # the ground of those who withdraw


@dataclass(frozen=True)
class Career:
    """What a person is and has done, as it is known at the inclusion."""

    job_title: str = ""
    years_in_education: int | None = None
    years_in_management: int | None = None


NOTHING_KNOWN = Career()


@transaction.atomic
def include(  # noqa: PLR0913 - what an order of inclusion says of a person
    person: Person,
    *,
    unit: Unit,
    owner: Unit,
    level: str,
    post: str,
    readiness: Readiness,
    on: dt.date,
    order_number: str,
    by: User,
    term_years: int = 3,
    application: Application | None = None,
    organization_types: Collection[str] = (),
    career: Career = NOTHING_KNOWN,
) -> Member:
    """Take a person into the reserve of `owner`; `unit` is where they work.

    Raises PermissionDenied without the right to decide for the reserve; Refused
    without a consent, for a member already, for a unit or a readiness of others.
    """
    access.require(by, Can.DECIDE_RESERVE, owner)
    Person.objects.select_for_update().get(pk=person.pk)
    _check_place(unit, owner, readiness)
    _check_free(person, owner, post)
    require_consent(person)
    member = Member(
        person=person,
        unit=unit,
        owner=owner,
        level=level,
        post=post,
        readiness=readiness,
        term_ends_on=years_later(on, term_years),
        order_number=order_number,
        application=application,
        organization_types=list(organization_types),
        **vars(career),
    )
    return _begin(member, on, by)


@transaction.atomic
def move(
    member_id: int,
    target: str,
    *,
    by: User,
    on: dt.date | None = None,
    reason: str = "",
    is_own: bool = False,
) -> Member:
    """Take a member to another state; `is_own` is the person's own step.

    Raises PermissionDenied for whom it is not, Refused where no such step is,
    for an exclusion (it needs a ground) and for an end before the term is over.
    """
    if target == Status.EXCLUDED:
        raise Refused(_("An exclusion needs one of the grounds of the region."))
    member = member_steps.locked(member_id)
    step = Step(target, on or timezone.localdate(), reason.strip())
    states.step(
        states.MEMBER,
        member.status,
        target,
        unit=member.unit,
        by=by,
        is_own=is_own and by.person_id == member.person_id,
    )
    _check_move(member, step, by)
    return member_steps.take(member, step, by=by)


@transaction.atomic
def follow(
    member_id: int,
    target: str,
    *,
    by: User,
    on: dt.date | None = None,
    reason: str = "",
) -> Member:
    """Take a member where a decision on their nomination leads.

    The right to the decision was asked for at the post, which may lie elsewhere.
    Raises Refused where no such step is.
    """
    member = member_steps.locked(member_id)
    if (member.status, target) not in states.MEMBER:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    return member_steps.take(
        member, Step(target, on or timezone.localdate(), reason), by=by
    )


@transaction.atomic
def exclude(
    member_id: int, *, ground: ExclusionGround, reason: str, by: User
) -> Member:
    """Exclude a member on one of the region's grounds; their nominations end.

    Raises PermissionDenied without the right to decide where they work and for
    the reserve; Refused for a ground that is not the region's or not in use.
    """
    member = member_steps.locked(member_id)
    states.step(states.MEMBER, member.status, Status.EXCLUDED, unit=member.unit, by=by)
    access.require(by, Can.DECIDE_RESERVE, member.owner)
    if not ground.is_active or ground.owner_id != member.owner.ancestor_ids[0]:
        raise Refused(_("An exclusion needs one of the grounds of the region."))
    step = Step(Status.EXCLUDED, timezone.localdate(), reason.strip(), ground)
    return member_steps.take(member, step, by=by)


@transaction.atomic
def end_without_consent(person: Person, *, by: User) -> int:
    """End a person's memberships after the consent is withdrawn; return how many.

    The ground is the region's own `consent_withdrawn`; where it has none, the
    membership stays for the commission to decide, and only an approval ends.
    """
    rows = Member.objects.locked().active().filter(person=person)
    for member in rows.select_related("unit", "owner", "person"):
        region = member.owner.ancestor_ids[0]
        ground = ExclusionGround.objects.filter(
            owner=region, code=WITHDRAWN, is_active=True
        ).first()
        if isinstance(ground, ExclusionGround):
            step = Step(Status.EXCLUDED, timezone.localdate(), ground=ground)
            member_steps.take(member, step, by=by)
        elif member.status == Status.APPROVAL:
            member_steps.take(member, Step(Status.READY, timezone.localdate()), by=by)
    return len(rows)


def _begin(member: Member, on: dt.date, by: User) -> Member:
    """Write the first state: its history, the journal, the notice."""
    member.included_on = member.state_since = on
    member.save()
    Transition.objects.create(member=member, target=member.status, on=on, by=by)
    journal.write("reserve_member_included", member, by=by, unit=member.unit)
    member_steps.tell(member, "included", lambda: _("You are included in the reserve."))
    return member


def require_consent(person: Person) -> None:
    """Raise Refused unless the person lets their data be processed."""
    if not Consent.objects.in_force().filter(person=person).exists():
        raise Refused(_("There is no consent of this person to process their data."))


def _check_place(unit: Unit, owner: Unit, readiness: Readiness) -> None:
    if not unit.path.startswith(owner.path):
        raise Refused(_("The person works outside the branch of this reserve."))
    if readiness.owner_id != owner.ancestor_ids[0]:
        raise Refused(_("This readiness is not in the region's dictionary."))


def _check_free(person: Person, owner: Unit, post: str) -> None:
    rows = Member.objects.filter(person=person, owner=owner, post=post)
    if rows.active().exists():
        raise Refused(_("This person is already in this reserve for this post."))


def _check_move(member: Member, step: Step, by: User) -> None:
    if step.on < member.state_since:
        day = figures.short_day(member.state_since)
        raise Refused(_("The present state began later, on %(day)s.") % {"day": day})
    if step.target == Status.EXPIRED:
        access.require(by, Can.DECIDE_RESERVE, member.owner)
        if member.term_ends_on >= step.on:
            raise Refused(_("The term is not over yet."))
    elif step.target != Status.READY:
        require_consent(member.person)
