"""Rows and addresses of one family of pages, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from tests.sweep import SIGNED_IN, Pages

STAFF = ("ministry", "operator", "municipal", "other_municipal", "stranger")
DECIDING = ("ministry", "municipal", "other_municipal", "stranger")
HERE = ("ministry", "operator", "municipal")
PERSON = ("reserve.member.person_id",)
PAGES: Pages = {
    "reserve:home": ((), STAFF, SIGNED_IN),
    "reserve:members": ((), STAFF, SIGNED_IN),
    "reserve:members_xlsx": ((), STAFF, SIGNED_IN),
    "reserve:rotation": ((), STAFF, SIGNED_IN),
    "reserve:rotation_xlsx": ((), STAFF, SIGNED_IN),
    "reserve:members_closed": ((), DECIDING, SIGNED_IN),
    "reserve:members_import": ((), DECIDING, SIGNED_IN),
    "reserve:members_template": ((), DECIDING, SIGNED_IN),
    "reserve:member": (("reserve.member.pk",), HERE, ()),
    "reserve:member_move": (("reserve.member.pk",), HERE, ()),
    "reserve:member_exclude": (("reserve.member.pk",), ("ministry",), HERE),
    "reserve:member_extend": (("reserve.member.pk",), ("ministry",), HERE),
    "reserve:consent_withdraw": (PERSON, HERE, ()),
    "reserve:subject_report": (PERSON, ("ministry", "municipal"), HERE),
    "reserve:subject_report_json": (PERSON, ("ministry", "municipal"), HERE),
    "reserve:subject_erase": (PERSON, ("ministry", "municipal"), HERE),
    "reserve:mine": ((), SIGNED_IN, ()),
    "reserve:health": ((), STAFF, SIGNED_IN),
    "reserve:funnel": (("reserve.step",), STAFF, SIGNED_IN),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {
    "reserve:members_xlsx",
    "reserve:rotation_xlsx",
    "reserve:member",
    "reserve:subject_report",
    "reserve:subject_report_json",
}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name."""
    return {"step": "test"}
