"""What pages of the reserve's staff ask first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download


def require(request: Request, can: Can) -> None:
    """Raise PermissionDenied unless the user has the right somewhere."""
    if not access.anywhere(request.user, can):
        raise PermissionDenied


def done(request: Request, act: Callable[[], object], words: str) -> bool:
    """Do it and say so; say why it is refused. Returns whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True


def xlsx(content: bytes, name: str) -> HttpResponse:
    """Return the workbook as a file to keep."""
    return download(content, f"{name}.xlsx")
