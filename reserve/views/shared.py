"""What the pages of the reserve share: trying a step."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages

from portal.errors import Refused
from portal.http import Request


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
