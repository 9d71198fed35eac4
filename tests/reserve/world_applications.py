"""Rows and addresses of competitions and applications, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from reserve.models import Competition
from tests.reserve import factories
from tests.sweep import EVERYONE, SIGNED_IN, Pages

COMPETITION = ("reserve.competition.pk",)
DRAFT = ("reserve.draft.pk",)
APPLICATION = ("reserve.application.pk",)
RUNNING = ("ministry", "operator")
RUNNING_SOMEWHERE = (*RUNNING, "municipal", "other_municipal", "stranger")
NOMINATING = (*RUNNING, "municipal", "other_municipal", "head", "other_head")
PEOPLE = ("candidate", "head", "other_head")
NO_PEOPLE = tuple(role for role in SIGNED_IN if role not in PEOPLE)
PAGES: Pages = {
    "reserve:competitions": ((), SIGNED_IN, ()),
    "reserve:competition": (COMPETITION, RUNNING, ()),
    "reserve:competition_add": ((), RUNNING_SOMEWHERE, SIGNED_IN),
    "reserve:competition_edit": (DRAFT, RUNNING, ()),
    "reserve:competition_announce": (DRAFT, ("ministry",), RUNNING),
    "reserve:competition_begin": (COMPETITION, RUNNING, ()),
    "reserve:competition_cancel": (COMPETITION, ("ministry",), RUNNING),
    "reserve:announcement": (COMPETITION, EVERYONE, ()),
    "reserve:applications_xlsx": (COMPETITION, RUNNING, ()),
    "reserve:dictionaries": ((), ("ministry", "stranger"), SIGNED_IN),
    "reserve:dictionary_add": (
        ("reserve.dictionary",),
        ("ministry", "stranger"),
        SIGNED_IN,
    ),
    "reserve:dictionary_edit": (
        ("reserve.dictionary", "reserve.readiness.pk"),
        ("ministry",),
        tuple(role for role in SIGNED_IN if role != "stranger"),
    ),
    "reserve:consent_text_add": (
        ("reserve.purpose",),
        ("ministry", "stranger"),
        SIGNED_IN,
    ),
    "reserve:apply": (COMPETITION, PEOPLE, NO_PEOPLE),
    "reserve:apply_step": ((*COMPETITION, "reserve.apply_step"), PEOPLE, NO_PEOPLE),
    "reserve:apply_take_back": (COMPETITION, ("candidate",), NO_PEOPLE),
    "reserve:apply_withdraw": (COMPETITION, ("candidate",), NO_PEOPLE),
    "reserve:nominate": (COMPETITION, NOMINATING, SIGNED_IN),
    "reserve:application": (APPLICATION, RUNNING, ()),
    "reserve:application_papers": (APPLICATION, RUNNING, ()),
    "reserve:application_admit": (APPLICATION, RUNNING, ()),
    "reserve:application_reject": (APPLICATION, RUNNING, ()),
    "reserve:application_restore": (APPLICATION, RUNNING, ()),
    "reserve:application_readmit": (APPLICATION, RUNNING, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "reserve:invite": APPLICATION,
    "reserve:competition_stage_add": DRAFT,
    "reserve:dictionary_switch": ("reserve.dictionary", "reserve.readiness.pk"),
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {"reserve:application", "reserve:applications_xlsx"}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return a draft of a competition, and the words of addresses."""
    region = factories.region_of(school)
    draft = factories.competition(
        region, users["ministry"], status=Competition.Status.DRAFT
    )
    return {
        "draft": draft,
        "dictionary": "readiness",
        "purpose": "processing",
        "apply_step": "about",
    }
