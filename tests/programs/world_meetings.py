"""Rows and addresses of meetings, for the sweeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.models import Unit, User
from programs.models import Decision, Meeting
from tests.programs import factories
from tests.sweep import SIGNED_IN, Pages

TRACKING = ("ministry", "operator", "municipal", "other_municipal", "stranger")
HOLDING = ("ministry", "operator")
SIDES = (*HOLDING, "municipal")
INTERVIEW = ("programs.meeting.pk",)
HELD = ("programs.meeting_held.pk",)
SIGNED = ("programs.meeting_signed.pk",)
DRAFT = ("programs.decision_draft.pk",)
OPEN = ("programs.decision.pk",)
OTHER_SIDE = ("municipal",)

PAGES: Pages = {
    "programs:meetings": ((), TRACKING, SIGNED_IN),
    "programs:meetings_xlsx": ((), TRACKING, SIGNED_IN),
    "programs:meeting_add": ((), TRACKING, SIGNED_IN),
    "programs:interviews_plan": ((), (*HOLDING, "stranger"), SIGNED_IN),
    "programs:meeting": (INTERVIEW, SIDES, ()),
    "programs:meeting_edit": (INTERVIEW, HOLDING, OTHER_SIDE),
    "programs:meeting_cancel": (INTERVIEW, HOLDING, OTHER_SIDE),
    "programs:meeting_hold": (HELD, HOLDING, ()),
    "programs:meeting_reopen": (HELD, HOLDING, ()),
    "programs:meeting_sign": (HELD, ("ministry",), ("operator",)),
    "programs:meeting_docx": (SIGNED, SIDES, ()),
    "programs:meeting_pdf": (SIGNED, SIDES, ()),
    "programs:agenda_add": (HELD, HOLDING, ()),
    "programs:agenda_item": (("programs.question.pk",), HOLDING, ()),
    "programs:agenda_remove": (("programs.question.pk",), HOLDING, ()),
    "programs:decision_add": (HELD, HOLDING, ()),
    "programs:decision": (OPEN, SIDES, ()),
    "programs:decision_remove": (DRAFT, HOLDING, ()),
    "programs:decision_close": (OPEN, SIDES, ()),
    "programs:decision_drop": (OPEN, HOLDING, OTHER_SIDE),
    "programs:decision_to_event": (OPEN, HOLDING, OTHER_SIDE),
    "programs:decision_reopen": (
        ("programs.decision_done.pk",),
        HOLDING,
        OTHER_SIDE,
    ),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {
    "programs:meetings_xlsx",
    "programs:meeting_docx",
    "programs:meeting_pdf",
}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return a planned interview, a meeting held and one signed with decisions."""
    region, place = factories.region_of(school), school.parent
    assert place is not None
    held = factories.meeting(region, status=Meeting.Status.HELD)
    question = factories.question(held)
    signed = factories.meeting(
        region, status=Meeting.Status.SIGNED, program=made["program"]
    )
    factories.question(signed)
    return {
        "meeting": factories.meeting(
            region,
            kind=Meeting.Kind.INTERVIEW,
            about=place,
            starts_at=timezone.now() + dt.timedelta(days=3),
        ),
        "meeting_held": held,
        "meeting_signed": signed,
        "question": question,
        "decision_draft": factories.decision(held, region, item=question),
        "decision": factories.decision(signed, place),
        "decision_done": factories.decision(
            signed,
            place,
            status=Decision.Status.DONE,
            note="Проведён.",
            closed_on=timezone.localdate(),
        ),
    }
