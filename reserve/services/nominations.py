"""Nominations: a candidate's way to a post, step by step, to the appointment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.data_language import as_data
from portal.errors import Refused
from portal.models import Appointment, Person, User
from portal.services import people
from reserve import deadlines, states
from reserve.models import Member, Nomination, NominationStep, Vacancy
from reserve.models.vacancies import NominationQuerySet
from reserve.services import members, nomination_notices

Status = Nomination.Status
NEED_REASON = (Status.REFUSED, Status.DECLINED, Status.WITHDRAWN)
LONGEST_ORDER = 50
ENTERED = ("status", "reason", "due_on", "decided_by", "decided_at", "appointment")


@transaction.atomic
def submit(vacancy_id: int, *, member_id: int, by: User, note: str = "") -> Nomination:
    """Nominate a ready member of the reserve for the post.

    Raises PermissionDenied without the right at the post and where the member works;
    Refused where the vacancy is not open or the member not ready for its post.
    """
    vacancy = _open_vacancy(vacancy_id, by)
    member = Member.objects.locked().select_related("unit", "person").get(pk=member_id)
    access.require(by, Can.NOMINATE, member.unit)
    if member.post != vacancy.position.kind:
        raise Refused(_("This member prepares for another post."))
    if member.status != Member.Status.APPROVAL:
        members.move(member.pk, Member.Status.APPROVAL, by=by)
    return _submit(
        Nomination(vacancy=vacancy, person=member.person, member=member, note=note), by
    )


@transaction.atomic
def submit_outside(
    vacancy_id: int, person: Person, *, outside_reason: str, by: User, note: str = ""
) -> Nomination:
    """Nominate somebody who is not in the reserve; the reason is kept and counted.

    Raises PermissionDenied without the right; Refused without a reason, without the
    person's consent, and for a member of the reserve.
    """
    vacancy = _open_vacancy(vacancy_id, by)
    if not outside_reason.strip():
        raise Refused(_("Say why nobody of the reserve is nominated."))
    members.require_consent(person)
    own = Member.objects.active().filter(person=person, post=vacancy.position.kind)
    if own.exists():
        raise Refused(_("This person is in the reserve: nominate them as a member."))
    made = Nomination(
        vacancy=vacancy, person=person, outside_reason=outside_reason.strip(), note=note
    )
    return _submit(made, by)


@transaction.atomic
def move(
    nomination_id: int, target: str, *, by: User, reason: str = "", note: str = ""
) -> Nomination:
    """Take a nomination to its next state, or end it with a reason.

    The candidate may decline themselves. Raises PermissionDenied for whom the step is
    not, Refused where no such step is, without a reason, and for a second approval.
    """
    nomination = _locked(nomination_id)
    unit = nomination.vacancy.position.unit
    is_own = by.person_id is not None and by.person_id == nomination.person_id
    states.step(
        states.NOMINATION,
        nomination.status,
        target,
        unit=unit,
        by=by,
        is_own=is_own,
    )
    if target == Status.APPOINTED:
        raise Refused(_("An appointment needs the day and the order."))
    if target in NEED_REASON and not reason.strip():
        raise Refused(_("This step needs a reason."))
    if target == Status.APPROVED:
        _check_approval(nomination, by)
    _enter(nomination, target, by=by, reason=reason.strip(), note=note)
    if target in NEED_REASON:
        _release([nomination], by=by)
    nomination_notices.tell(nomination, by)
    return nomination


@transaction.atomic
def appoint(
    nomination_id: int, *, starts_on: dt.date, order_number: str, by: User
) -> Appointment:
    """Appoint the approved candidate from the day; the post changes hands once.

    The former holder leaves it that day, the vacancy is filled, the person leaves the
    reserve as appointed, other nominations to the post and of the person end.
    Raises PermissionDenied without the right, Refused unless approved and still free.
    """
    nomination, others = _locked_with_others(nomination_id)
    vacancy = nomination.vacancy
    access.require(by, Can.APPOINT, vacancy.position.unit)
    _check_appointment(nomination, starts_on, order_number, by)
    made = people.appoint(
        vacancy.position_id,
        nomination.person,
        starts_on=starts_on,
        order_number=order_number.strip(),
        by=by,
    )
    nomination.appointment = made
    _enter(nomination, Status.APPOINTED, by=by, note=order_number.strip())
    vacancy.status = Vacancy.Status.FILLED
    vacancy.save(update_fields=["status"])
    _leave_reserve(nomination, starts_on, by)
    with as_data():
        reason = _("Somebody is appointed, or to another post.")
    _withdraw(others, reason=reason, by=by)
    nomination_notices.tell(nomination, by)
    return made


@transaction.atomic
def withdraw_all(rows: NominationQuerySet, *, reason: str, by: User) -> int:
    """Withdraw the running ones; the caller has asked for the right to what ends them.

    Returns how many.
    """
    found = rows.running().locked().select_related("vacancy__position__unit", "person")
    return _withdraw(found.order_by("pk"), reason=reason, by=by)


def _open_vacancy(vacancy_id: int, by: User) -> Vacancy:
    rows = Vacancy.objects.locked().select_related("position__unit")
    vacancy = rows.get(pk=vacancy_id)
    access.require(by, Can.NOMINATE, vacancy.position.unit)
    if vacancy.status != Vacancy.Status.OPEN:
        raise Refused(_("This vacancy is no longer open."))
    if vacancy.nominations.filter(status=Status.APPROVED).exists():
        raise Refused(_("A candidate is already approved for this post."))
    return vacancy


def _submit(nomination: Nomination, by: User) -> Nomination:
    """Save a new nomination; the vacancy is locked, so nobody does the same now."""
    running = nomination.vacancy.nominations.running()
    if running.filter(person=nomination.person).exists():
        raise Refused(_("This person is already nominated for this post."))
    today = timezone.localdate()
    nomination.submitted_by, nomination.submitted_on = by, today
    nomination.due_on = _due(Status.SUBMITTED, today)
    nomination.save()
    _record(nomination, by, nomination.note)
    nomination_notices.tell(nomination, by)
    return nomination


def _locked(nomination_id: int) -> Nomination:
    """Lock the vacancy, then the nomination: everywhere in this order."""
    plain = Nomination.objects.only("vacancy").get(pk=nomination_id)
    Vacancy.objects.locked().get(pk=plain.vacancy_id)
    rows = Nomination.objects.locked().select_related(
        "vacancy__position__unit", "person", "member__unit"
    )
    return rows.get(pk=nomination_id)


def _locked_with_others(nomination_id: int) -> tuple[Nomination, list[Nomination]]:
    """Lock all that the appointment touches; the others are those that end with it."""
    plain = Nomination.objects.only("vacancy", "person").get(pk=nomination_id)
    Vacancy.objects.locked().get(pk=plain.vacancy_id)
    touched = Q(vacancy=plain.vacancy_id) | Q(person=plain.person_id)
    rows = (
        Nomination.objects.locked()
        .filter(touched)
        .select_related("vacancy__position__unit", "person", "member__unit")
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    nomination = found.pop(nomination_id)
    running = [row for row in found.values() if row.status in Nomination.RUNNING]
    return nomination, running


def _check_approval(nomination: Nomination, by: User) -> None:
    _require_other(nomination, by)
    members.require_consent(nomination.person)
    decided = nomination.vacancy.nominations.filter(
        status__in=[Status.APPROVED, Status.APPOINTED]
    )
    if decided.exists():
        raise Refused(_("A candidate is already approved for this post."))


def _require_other(nomination: Nomination, by: User) -> None:
    if by.person_id is not None and by.person_id == nomination.person_id:
        raise Refused(_("Somebody else decides on one's own nomination."))


def _check_appointment(
    nomination: Nomination, starts_on: dt.date, order_number: str, by: User
) -> None:
    if nomination.vacancy.status == Vacancy.Status.FILLED:
        raise Refused(_("Somebody is already appointed to this post."))
    _require_other(nomination, by)
    states.step(
        states.NOMINATION,
        nomination.status,
        Status.APPOINTED,
        unit=nomination.vacancy.position.unit,
        by=by,
    )
    if not order_number.strip() or len(order_number.strip()) > LONGEST_ORDER:
        raise Refused(_("Name the order of the appointment."))
    member = nomination.member
    if member is not None and starts_on < member.included_on:
        raise Refused(_("The day is before the inclusion in the reserve."))


def _enter(
    nomination: Nomination, target: str, *, by: User, reason: str = "", note: str = ""
) -> None:
    """Write the state, its deadline, and the step on record."""
    today = timezone.localdate()
    nomination.status, nomination.reason = target, reason
    if target in Nomination.RUNNING:
        nomination.due_on = _due(target, today)
    else:
        nomination.decided_by, nomination.decided_at = by, timezone.now()
    nomination.save(update_fields=ENTERED)
    _record(nomination, by, reason or note)


def _record(nomination: Nomination, by: User, note: str) -> None:
    running = nomination.status in Nomination.RUNNING
    NominationStep.objects.create(
        nomination=nomination,
        status=nomination.status,
        due_on=nomination.due_on if running else None,
        by=by,
        note=note,
    )
    journal.write(
        f"reserve_nomination_{nomination.status}",
        nomination,
        by=by,
        unit=nomination.vacancy.position.unit,
        is_outside=nomination.member_id is None,
    )


def _due(status: str, day: dt.date) -> dt.date:
    return deadlines.due_on(status, day, settings.RESERVE_STEP_DAYS)


def _withdraw(rows: Iterable[Nomination], *, reason: str, by: User) -> int:
    ended = list(rows)
    for row in ended:
        _enter(row, Status.WITHDRAWN, by=by, reason=reason)
        nomination_notices.tell(row, by)
    _release(ended, by=by)
    return len(ended)


def _release(rows: Iterable[Nomination], *, by: User) -> None:
    """Make members ready again whom no other nomination keeps under approval."""
    ended = [row.member_id for row in rows if row.member_id]
    kept = Nomination.objects.running().filter(member__in=ended).values("member")
    waiting = Member.objects.filter(pk__in=ended, status=Member.Status.APPROVAL)
    for member in waiting.exclude(pk__in=kept):
        members.follow(member.pk, Member.Status.READY, by=by)


def _leave_reserve(nomination: Nomination, day: dt.date, by: User) -> None:
    """End every membership of the person for this post, in whichever reserve."""
    own = Member.objects.active().filter(
        person=nomination.person_id, post=nomination.vacancy.position.kind
    )
    for member in own.order_by("pk"):
        members.follow(member.pk, Member.Status.APPOINTED, by=by, on=day)
