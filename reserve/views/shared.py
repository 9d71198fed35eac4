"""What the pages of the reserve share: trying a step, serving a workbook."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.errors import Refused
from portal.http import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attempt(request: Request, act: Callable[[], object], done: str = "") -> bool:
    """Take a step; say that it is done, or why it is refused."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def download(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """Return a file to be saved under the name."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
