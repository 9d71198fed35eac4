"""What pages of the reserve's staff ask first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
        or "attachment"
    )
    return response
