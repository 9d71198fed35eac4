"""The term of a membership: made longer by the commission, over by itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from portal import access, accounts, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from portal.years import years_later
from reserve.models import Extension, Member, Nomination
from reserve.services import member_steps
from reserve.services.member_steps import Step

LONGEST_YEARS = 10


@transaction.atomic
def extend(
    member_id: int, *, until: dt.date, order_number: str, reason: str, by: User
) -> Member:
    """Give a member a longer term, as the commission has decided.

    Raises PermissionDenied without the right to decide for the reserve; Refused
    for a day that is no later, a missing protocol or reason, and who has left.
    """
    member = member_steps.locked(member_id)
    access.require(by, Can.DECIDE_RESERVE, member.owner)
    _check(member, until, order_number, reason)
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
    member_steps.tell(
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
    members = list(due.locked().select_related("unit", "person").order_by("pk"))
    # Asked under the lock: a nomination may have come while it was waited for.
    waiting = set(
        Nomination.objects.running()
        .filter(member__in=members)
        .values_list("member", flat=True)
    )
    ended = [member for member in members if member.pk not in waiting]
    for member in ended:
        member_steps.take(member, Step(Member.Status.EXPIRED, today), by=robot)
    return len(ended)


def _check(member: Member, until: dt.date, order_number: str, reason: str) -> None:
    if not member.is_active:
        raise Refused(_("This person is no longer in the reserve."))
    if until <= member.term_ends_on:
        raise Refused(_("The new day has to be later than the end of the term."))
    if until > years_later(member.term_ends_on, LONGEST_YEARS):
        raise Refused(_("A term can be made longer by ten years at most."))
    if not order_number.strip() or not reason.strip():
        raise Refused(_("Name the commission's protocol and the reason."))
