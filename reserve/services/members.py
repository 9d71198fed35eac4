"""The life of a membership: inclusion, steps, exclusion, a longer term, its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, accounts, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from portal.years import years_later
from reserve import recipients, states
from reserve.models import (
    Application,
    Consent,
    ExclusionGround,
    Extension,
    Member,
    Nomination,
    Readiness,
    Transition,
)
from reserve.services import endings

Status = Member.Status
LONGEST_YEARS = 10
WITHDRAWN = "consent_withdrawn"  # the ground of those who withdraw


@dataclass(frozen=True)
class Career:
    """What a person is and has done, as it is known at the inclusion."""

    job_title: str = ""
    years_in_education: int | None = None
    years_in_management: int | None = None


NOTHING_KNOWN = Career()


@dataclass(frozen=True)
class _Step:
    """A change of state as it is put on record."""

    target: str
    on: dt.date
    reason: str = ""
    ground: ExclusionGround | None = None


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
    member = _locked(member_id)
    step = _Step(target, on or timezone.localdate(), reason.strip())
    states.step(
        states.MEMBER,
        member.status,
        target,
        unit=member.unit,
        by=by,
        is_own=is_own and by.person_id == member.person_id,
    )
    _check_move(member, step, by)
    return _take(member, step, by=by)


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
    member = _locked(member_id)
    if (member.status, target) not in states.MEMBER:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    return _take(member, _Step(target, on or timezone.localdate(), reason), by=by)


@transaction.atomic
def exclude(
    member_id: int, *, ground: ExclusionGround, reason: str, by: User
) -> Member:
    """Exclude a member on one of the region's grounds; their nominations end.

    Raises PermissionDenied without the right to decide where they work and for
    the reserve; Refused for a ground that is not the region's or not in use.
    """
    member = _locked(member_id)
    states.step(states.MEMBER, member.status, Status.EXCLUDED, unit=member.unit, by=by)
    access.require(by, Can.DECIDE_RESERVE, member.owner)
    if not ground.is_active or ground.owner_id != member.owner.ancestor_ids[0]:
        raise Refused(_("An exclusion needs one of the grounds of the region."))
    step = _Step(Status.EXCLUDED, timezone.localdate(), reason.strip(), ground)
    return _take(member, step, by=by)


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
            step = _Step(Status.EXCLUDED, timezone.localdate(), ground=ground)
            _take(member, step, by=by)
        elif member.status == Status.APPROVAL:
            _take(member, _Step(Status.READY, timezone.localdate()), by=by)
    return len(rows)


@transaction.atomic
def extend(
    member_id: int, *, until: dt.date, order_number: str, reason: str, by: User
) -> Member:
    """Give a member a longer term, as the commission has decided.

    Raises PermissionDenied without the right to decide for the reserve; Refused
    for a day that is no later, a missing protocol or reason, and who has left.
    """
    member = _locked(member_id)
    access.require(by, Can.DECIDE_RESERVE, member.owner)
    _check_extension(member, until, order_number, reason)
    Extension.objects.create(
        member=member,
        from_day=member.term_ends_on,
        to_day=until,
        order_number=order_number.strip(),
        reason=reason.strip(),
        by=by,
    )
    member.term_ends_on = until
    member.save(update_fields=["term_ends_on"])
    journal.write(
        "reserve_member_extended",
        member,
        by=by,
        unit=member.unit,
        until=until.isoformat(),
    )
    _tell(
        member,
        f"extended:{until:%Y%m%d}",
        lambda: _("Your term in the reserve is longer."),
    )
    return member


@transaction.atomic
def expire_due(today: dt.date) -> int:
    """End the memberships whose term is over; return how many.

    Whoever is being approved for a post stays until that is decided.
    """
    robot = accounts.robot()
    due = Member.objects.active().filter(term_ends_on__lt=today)
    waiting = Nomination.objects.running().filter(member__isnull=False)
    rows = due.exclude(pk__in=waiting.values("member")).locked()
    members = list(rows.select_related("unit", "person"))
    for member in members:
        _take(member, _Step(Status.EXPIRED, today), by=robot)
    return len(members)


def _begin(member: Member, on: dt.date, by: User) -> Member:
    """Write the first state: its history, the journal, the notice."""
    member.included_on = member.state_since = on
    member.save()
    Transition.objects.create(member=member, target=member.status, on=on, by=by)
    journal.write("reserve_member_included", member, by=by, unit=member.unit)
    _tell(member, "included", lambda: _("You are included in the reserve."))
    return member


def require_consent(person: Person) -> None:
    """Raise Refused unless the person lets their data be processed."""
    if not Consent.objects.in_force().filter(person=person).exists():
        raise Refused(_("There is no consent of this person to process their data."))


def _locked(member_id: int) -> Member:
    rows = Member.objects.locked().select_related("unit", "owner", "person")
    return rows.get(pk=member_id)


def _check_place(unit: Unit, owner: Unit, readiness: Readiness) -> None:
    if not unit.path.startswith(owner.path):
        raise Refused(_("The person works outside the branch of this reserve."))
    if readiness.owner_id != owner.ancestor_ids[0]:
        raise Refused(_("This readiness is not in the region's dictionary."))


def _check_free(person: Person, owner: Unit, post: str) -> None:
    rows = Member.objects.filter(person=person, owner=owner, post=post)
    if rows.active().exists():
        raise Refused(_("This person is already in this reserve for this post."))


def _check_move(member: Member, step: _Step, by: User) -> None:
    if step.on < member.included_on:
        raise Refused(_("The day of the step is before the inclusion."))
    if step.target == Status.EXPIRED:
        access.require(by, Can.DECIDE_RESERVE, member.owner)
        if member.term_ends_on >= step.on:
            raise Refused(_("The term is not over yet."))
    elif step.target != Status.READY:
        require_consent(member.person)


def _check_extension(
    member: Member, until: dt.date, order_number: str, reason: str
) -> None:
    if not member.is_active:
        raise Refused(_("This person is no longer in the reserve."))
    if until <= member.term_ends_on:
        raise Refused(_("The new day has to be later than the end of the term."))
    if until > years_later(member.term_ends_on, LONGEST_YEARS):
        raise Refused(_("A term can be made longer by ten years at most."))
    if not order_number.strip() or not reason.strip():
        raise Refused(_("Name the commission's protocol and the reason."))


def _take(member: Member, step: _Step, *, by: User) -> Member:
    """Write the step: the state, its history, the journal, the notice."""
    source, member.status, member.state_since = member.status, step.target, step.on
    if step.target in Member.DONE:
        member.left_on, member.left_reason = step.on, step.reason
        member.ground = step.ground
    member.save(
        update_fields=["status", "state_since", "left_on", "left_reason", "ground"]
    )
    made = Transition.objects.create(
        member=member,
        source=source,
        target=step.target,
        on=step.on,
        by=by,
        reason=_said(step),
    )
    journal.write(
        f"reserve_member_{_RECORDED.get(step.target, 'moved')}",
        member,
        by=by,
        unit=member.unit,
        source=str(source),
        target=str(step.target),
    )
    if step.target in (Status.EXCLUDED, Status.EXPIRED):
        endings.withdraw_nominations(
            Nomination.objects.filter(member=member), by=by, reason=_said(step)
        )
    _tell(
        member, f"step:{made.pk}", lambda: _("Your state in the reserve has changed.")
    )
    return member


_RECORDED: dict[str, str] = {
    Status.EXCLUDED: "excluded",
    Status.EXPIRED: "expired",
    Status.APPOINTED: "appointed",
}


def _said(step: _Step) -> str:
    if step.ground is None:
        return step.reason
    return f"{step.ground.name}. {step.reason}".strip()


def _tell(member: Member, key: str, text: notices.Text) -> None:
    notices.notify(
        recipients.account(member.person),
        f"reserve:member:{member.pk}:{key}",
        text,
        reverse("reserve:mine"),
    )
