"""Rows and addresses of events, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from programs.models import AwaitedDocument
from tests.programs import factories
from tests.sweep import ROLELESS, WORKING, Pages

STAFF = ("ministry", "operator")
TRACKING = (*STAFF, "municipal", "other_municipal", "stranger")
READERS = ("administrator", "head", "other_head")
REGIONAL = ("administrator", "municipal", "other_municipal", "head", "other_head")
EVERYBODY = (*WORKING, "stranger")
ROW = ("programs.occurrence.pk",)
EVENT = ("programs.event.pk",)
PAGES: Pages = {
    "programs:events": ((), EVERYBODY, ROLELESS),
    "programs:events_xlsx": ((), EVERYBODY, ROLELESS),
    "programs:events_bulk": ((), TRACKING, (*READERS, *ROLELESS)),
    "programs:board": ((), EVERYBODY, ROLELESS),
    "programs:overdue": ((), EVERYBODY, ROLELESS),
    "programs:event": (EVENT, WORKING, ()),
    "programs:event_shift": (EVENT, (*STAFF, "municipal", "other_municipal"), READERS),
    "programs:event_cancel": (EVENT, (*STAFF, "municipal", "other_municipal"), READERS),
    "programs:event_responsible": (EVENT, STAFF, REGIONAL),
    "programs:occurrence": (ROW, WORKING, ()),
    "programs:occurrence_go": (ROW, WORKING, ()),
    "programs:occurrence_hold": (ROW, STAFF, REGIONAL),
    "programs:occurrence_check": (ROW, ("ministry",), ("operator", *REGIONAL)),
    "programs:occurrence_uncheck": (ROW, ("ministry",), ("operator", *REGIONAL)),
    "programs:occurrence_return": (ROW, STAFF, REGIONAL),
    "programs:occurrence_move": (ROW, STAFF, REGIONAL),
    "programs:occurrence_name": (ROW, STAFF, REGIONAL),
    "programs:occurrence_cancel": (ROW, STAFF, REGIONAL),
    "programs:occurrence_restore": (ROW, STAFF, REGIONAL),
    "programs:awaited": ((), EVERYBODY, ROLELESS),
    "programs:awaited_document": (("programs.awaited.pk",), WORKING, ()),
    "programs:awaited_received": (("programs.awaited.pk",), STAFF, REGIONAL),
    "programs:awaited_dates": (
        ("programs.awaited.pk", "programs.waiting.pk"),
        STAFF,
        REGIONAL,
    ),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "programs:event_undo": EVENT,
    "programs:awaited_ask": (),
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {"programs:events_xlsx"}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name: an event that waits for a document."""
    waiting = factories.event(
        made["program"],
        schedule_original="по плану-графику",
        schedule_kind="on_schedule",
        awaits_document="план-график семинаров",
        schedule={"kind": "on_schedule", "original": "по плану-графику"},
        starts_on=None,
        ends_on=None,
    )
    document = AwaitedDocument.objects.create(
        program=made["program"], name="план-график семинаров"
    )
    document.events.add(waiting)
    return {"awaited": document, "waiting": waiting}
