"""Pairs of a mentor and a member or a new head: made, met, finished."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import recipients
from reserve.models import Consent, ConsentText, Meeting, Member, Mentorship
from reserve.services import consents, members

Status = Mentorship.Status
Purpose = Mentorship.Purpose
MOST = 3  # pairs that a mentor leads well at a time


@transaction.atomic
def create(  # noqa: PLR0913 - what an order says of a pair
    *,
    mentor: Person,
    mentee: Person,
    unit: Unit,
    purpose: str,
    order_number: str,
    order_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    member: Member | None = None,
    plan: str = "",
    consent_on_paper: bool = False,
) -> Mentorship:
    """Bring a mentor and a mentee together; `unit` is where the mentee works.

    `consent_on_paper` records a new head's signed consent. Raises PermissionDenied,
    Refused without a consent, for one person, a pair that works, days out of order.
    """
    access.require(by, Can.RUN_RESERVE, unit)
    _check(mentor, mentee, member, starts_on=starts_on, ends_on=ends_on)
    if (member is None) == (purpose == Purpose.RESERVE):
        raise ValueError(purpose)
    if consent_on_paper and member is None:
        _give_on_paper(mentee, unit, by)
    members.require_consent(mentee)
    made = Mentorship(
        unit=unit,
        mentor=mentor,
        mentee=mentee,
        member=member,
        purpose=purpose,
        order_number=order_number.strip(),
        order_on=order_on,
        starts_on=starts_on,
        ends_on=ends_on,
        plan=plan.strip(),
    )
    return _begin(made, by)


@transaction.atomic
def finish(mentorship_id: int, *, status: str, result: str, by: User) -> Mentorship:
    """Finish a running pair, or break it off, with what came of it."""
    pair = locked(mentorship_id)
    access.require(by, Can.RUN_RESERVE, pair.unit)
    _require_running(pair)
    if status not in (Status.DONE, Status.STOPPED) or not result.strip():
        raise Refused(_("Say what came of the work."))
    pair.status, pair.result = status, result.strip()
    pair.save(update_fields=["status", "result"])
    _record("finished", pair, by, status=str(status))
    return pair


@transaction.atomic
def write_plan(mentorship_id: int, *, plan: str, by: User) -> Mentorship:
    """Write the plan of the pair's work; the mentor or the staff does."""
    pair = locked(mentorship_id)
    _require_mentor_or_staff(pair, by)
    _require_running(pair)
    pair.plan = plan.strip()
    pair.save(update_fields=["plan"])
    _record("changed", pair, by)
    return pair


@transaction.atomic
def add_meeting(
    mentorship_id: int, *, held_on: dt.date, topic: str, by: User, outcome: str = ""
) -> Meeting:
    """Log a meeting; the mentor or the staff does.

    Raises PermissionDenied for others; Refused for a finished pair, a day before
    the pair began and a day ahead.
    """
    pair = locked(mentorship_id)
    _require_mentor_or_staff(pair, by)
    _require_running(pair)
    if held_on > timezone.localdate():
        raise Refused(_("This day is ahead: log a meeting when it has been held."))
    if held_on < pair.starts_on:
        raise Refused(_("The pair works since a later day."))
    made = Meeting.objects.create(
        mentorship=pair, held_on=held_on, topic=topic.strip(), outcome=outcome.strip()
    )
    _record("met", pair, by, meeting=str(made.pk))
    return made


@transaction.atomic
def remove_meeting(meeting_id: int, *, by: User) -> None:
    """Take a meeting logged by mistake out; no error if it is gone."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        return
    pair = locked(meeting.mentorship_id)
    _require_mentor_or_staff(pair, by)
    _require_running(pair)
    meeting.delete()
    _record("meeting_removed", pair, by, meeting=str(meeting_id))


def may_log(pair: Mentorship, user: User) -> bool:
    """Return whether the user may log meetings of the pair."""
    return is_mentor(pair, user) or access.may(user, Can.RUN_RESERVE, pair.unit)


def is_mentor(pair: Mentorship, user: User) -> bool:
    """Return whether the user is the pair's mentor."""
    return user.person_id is not None and pair.mentor_id == user.person_id


def locked(mentorship_id: int) -> Mentorship:
    """Return the pair, locked until the transaction ends."""
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=mentorship_id)


def _check(
    mentor: Person,
    mentee: Person,
    member: Member | None,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
) -> None:
    if mentor.pk == mentee.pk:
        raise Refused(_("Nobody is their own mentor."))
    if ends_on <= starts_on:
        raise Refused(_("The pair ends before it begins."))
    if member is not None and member.person_id != mentee.pk:
        raise ValueError(member.pk)
    if member is not None and not member.is_active:
        raise Refused(_("This person is no longer in the reserve."))


def _begin(made: Mentorship, by: User) -> Mentorship:
    """Keep the pair and tell both of it; Refused where they work together already."""
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("These two work together already.")) from error
    _record("made", made, by)
    _tell(made, made.mentor, "mentor", lambda: _("You are a mentor now: see the pair."))
    _tell(made, made.mentee, "mentee", lambda: _("You have a mentor now."))
    return made


def _give_on_paper(mentee: Person, unit: Unit, by: User) -> None:
    if Consent.objects.in_force().filter(person=mentee).exists():
        return
    region = Unit.objects.get(pk=unit.ancestor_ids[0])
    purpose = ConsentText.Purpose.PROCESSING
    text = ConsentText.objects.current(region, purpose, timezone.localdate())
    if text is None:
        raise Refused(_("The region has no text of the consent yet."))
    consents.give(mentee, text, by=by, form=Consent.Form.PAPER)


def _require_mentor_or_staff(pair: Mentorship, by: User) -> None:
    if not may_log(pair, by):
        raise PermissionDenied
    members.require_consent(pair.mentee)


def _require_running(pair: Mentorship) -> None:
    if pair.status != Status.RUNNING:
        raise Refused(_("This pair works no longer."))


def _record(step: str, pair: Mentorship, by: User, **details: str) -> None:
    journal.write(f"reserve_pair_{step}", pair, by=by, unit=pair.unit, **details)


def _tell(pair: Mentorship, who: Person, key: str, text: notices.Text) -> None:
    notices.notify(
        recipients.account(who),
        f"reserve:pair:{pair.pk}:{key}",
        text,
        reverse("reserve:mentorship", args=[pair.pk]),
    )
