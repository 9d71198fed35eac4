"""Rows and addresses of findings, for the sweeps."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.models import Unit, User
from programs.models import Finding
from tests.sweep import WORKING, Pages

WRITERS = ("ministry", "operator")
OTHER_READERS = tuple(role for role in WORKING if role not in WRITERS)

PAGES: Pages = {
    "programs:findings": (("programs.program.pk",), WORKING, ()),
    "programs:findings_xlsx": (("programs.program.pk",), WORKING, ()),
    "programs:finding_settle": (("programs.finding.pk",), WRITERS, OTHER_READERS),
    "programs:finding_accept": (("programs.finding.pk",), WRITERS, OTHER_READERS),
    "programs:finding_undo": (("programs.accepted.pk",), WRITERS, OTHER_READERS),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "programs:findings_check": ("programs.program.pk",)
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name: one that waits, one that was accepted."""
    program, event = made["program"], made["event"]
    facts = {"event": "1.7", "places": [["event", "1.7"]], "options": []}
    finding = Finding.objects.create(
        program=program,
        code="EVENT_NO_DEADLINE",
        mark="EVENT_NO_DEADLINE:1",
        severity=Finding.Severity.WARNING,
        event=event,
        place="event 1.7",
        facts=facts,
        quotes=[{"where": "deadline", "text": "", "mark": ""}],
    )
    accepted = Finding.objects.create(
        program=program,
        code="EVENT_NO_DEADLINE",
        mark="EVENT_NO_DEADLINE:2",
        severity=Finding.Severity.WARNING,
        state=Finding.State.ACCEPTED,
        reason="Так в протоколе",
        decided_by=users["ministry"],
        decided_at=timezone.now(),
        facts=facts,
    )
    return {"finding": finding, "accepted": accepted}
