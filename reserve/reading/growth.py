"""The part of a member's card on pairs, internships and groups."""

from __future__ import annotations

from portal import access
from portal.access import Can
from portal.models import User
from reserve.models import Internship, Learner, Member
from reserve.reading.internships import toned
from reserve.reading.mentorships import counted, pairs_of, pairs_seen_by
from reserve.services import mentorships


def of_member(member: Member, user: User) -> dict[str, object] | None:
    """Return the member's pairs, internships and groups for the card."""
    pairs = counted(pairs_seen_by(user).filter(mentee=member.person_id))
    is_own = member.person_id == user.person_id
    sees = is_own or access.may(user, Can.SEE_RESERVE, member.unit)
    if not sees:
        return None
    taken_part = Internship.objects.filter(member=member).select_related("unit", "site")
    studied = Learner.objects.filter(person=member.person_id).select_related("group")
    return {
        "member": member,
        "pairs": pairs_of(pairs.order_by("-starts_on", "-pk"), user),
        "internships": toned(taken_part.order_by("-starts_on", "-pk")),
        "learning": list(studied.order_by("-group__starts_on", "-pk")),
        "most": mentorships.MOST,
        "is_own": is_own,
        "runs": member.is_active and access.may(user, Can.RUN_RESERVE, member.unit),
    }
