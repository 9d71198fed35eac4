"""What the record says of pages about members: files opened, lists taken out."""

from __future__ import annotations

from portal import access, journal
from portal.http import Request
from reserve.models import Member


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
