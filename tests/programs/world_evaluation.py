"""Rows and addresses of evaluation, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from tests.programs import factories
from tests.sweep import WORKING, Pages

ONE = ("programs.program.pk",)
FACT = ("programs.indicator.pk", "programs.year")
MANAGING = ("ministry", "operator")

PAGES: Pages = {
    "programs:evaluation": (ONE, WORKING, ()),
    "programs:evaluation_pdf": (ONE, WORKING, ()),
    "programs:evaluation_xlsx": (ONE, WORKING, ()),
    "programs:evaluation_edit": (ONE, MANAGING, WORKING),
    "programs:evaluation_sign": (ONE, ("ministry",), WORKING),
    "programs:hand_value": (FACT, MANAGING, WORKING),
    "programs:hand_value_remove": (FACT, MANAGING, WORKING),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return an indicator of the program and a year it runs in."""
    return {"indicator": factories.indicator(made["program"]), "year": 2026}
