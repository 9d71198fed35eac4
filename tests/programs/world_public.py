"""Addresses of open programs, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from tests.sweep import EVERYONE, Pages

PAGES: Pages = {
    "open_programs": ((), EVERYONE, ()),
    "open_program": (("programs.program.pk",), EVERYONE, ()),
    "open_roadmap": (("programs.program.pk",), EVERYONE, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name."""
    return {}
