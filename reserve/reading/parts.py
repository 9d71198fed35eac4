"""The parts of a member's card that other families of pages fill."""

from __future__ import annotations

from portal.models import User
from reserve.models import Member
from reserve.reading import applications, growth, nominations, plans


def of_member(member: Member, user: User) -> dict[str, object]:
    """Return each part by its name in the template; None where it has nothing."""
    return {
        "plan_part": plans.of_member(member, user),
        "growth_part": growth.of_member(member, user),
        "nominations_part": nominations.of_member(member, user),
        "competition_part": applications.of_member(member, user),
    }
