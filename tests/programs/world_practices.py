"""Rows and addresses of practices, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from programs.models import Practice
from tests.programs import factories
from tests.sweep import ENTERING, EVERYONE, SIGNED_IN, WORKING, Pages

READERS = (*WORKING, "stranger")
PROPOSING = (*ENTERING, "other_municipal", "other_head", "stranger")
OWN = ("programs.practice.pk",)
WAITING = ("programs.practice_waiting.pk",)
DRAFT = ("programs.practice_draft.pk",)
EXPORTING = (
    "ministry",
    "operator",
    "administrator",
    "municipal",
    "other_municipal",
    "stranger",
)

PAGES: Pages = {
    "open_practices": ((), EVERYONE, ()),
    "open_practice": (OWN, EVERYONE, ()),
    "programs:practices": ((), READERS, SIGNED_IN),
    "programs:practices_xlsx": ((), EXPORTING, SIGNED_IN),
    "programs:practice_add": ((), PROPOSING, SIGNED_IN),
    "programs:practice": (OWN, SIGNED_IN, ()),
    "programs:practice_edit": (DRAFT, ENTERING, ()),
    "programs:practice_submit": (DRAFT, ENTERING, ()),
    "programs:practice_take_back": (WAITING, ENTERING, ()),
    "programs:practice_publish": (
        WAITING,
        ("ministry", "operator"),
        ("municipal", "head"),
    ),
    "programs:practice_return": (
        WAITING,
        ("ministry", "operator"),
        ("municipal", "head"),
    ),
    "programs:practice_confirm": (OWN, ("ministry", "operator"), SIGNED_IN),
    "programs:practice_withdraw": (OWN, ENTERING, SIGNED_IN),
    "programs:practice_adopt": (OWN, PROPOSING, SIGNED_IN),
    "programs:adoption_tell": (
        ("programs.adoption.pk",),
        ("ministry", "operator", "other_municipal", "other_head"),
        (),
    ),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {"programs:practices_xlsx"}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return a published practice taken over elsewhere, one in review, one draft."""
    published = factories.practice(
        school,
        status=Practice.Status.PUBLISHED,
        reviewed_by=users["operator"],
        created_by=users["head"],
    )
    return {
        "practice": published,
        "practice_waiting": factories.practice(
            school, status=Practice.Status.SUBMITTED, created_by=users["head"]
        ),
        "practice_draft": factories.practice(school, created_by=users["head"]),
        "adoption": factories.adoption(published, _elsewhere(users)),
    }


def _elsewhere(users: dict[str, User]) -> Unit:
    return Unit.objects.get(memberships__user=users["other_head"])
