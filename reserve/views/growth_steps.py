"""What the pages of growth share: steps that ask first, rights, the record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from portal import access, journal
from portal.access import Can
from portal.asking import Step, Trail, ask, confirm
from portal.http import Request
from reserve.models import Member

__all__ = ["Step", "Trail", "ask", "confirm", "exported", "opened", "require"]


def require(request: Request, can: Can = Can.SEE_RESERVE) -> None:
    """Raise PermissionDenied unless the user has the right somewhere."""
    if not access.anywhere(request.user, can):
        raise PermissionDenied


def opened(request: Request, member: Member, **what: str) -> None:
    """Put on record that somebody else opened the member's file."""
    is_own = member.person_id == request.user.person_id
    if request.method == "GET" and not is_own:
        journal.write(
            "reserve_file_opened", member, by=request.user, unit=member.unit, **what
        )


def exported(request: Request, what: str) -> None:
    """Put on record that a list left the portal."""
    unit = access.home_unit(request.user)
    if unit is not None and request.method == "GET":
        journal.write(f"reserve_{what}_exported", unit, by=request.user, unit=unit)
