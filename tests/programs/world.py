"""The programs' rows of the small world; each family of pages adds its own."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from tests.programs import (
    factories,
    world_calendars,
    world_documents,
    world_evaluation,
    world_events,
    world_findings,
    world_imports,
    world_meetings,
    world_participation,
    world_practices,
    world_public,
)

Rows = dict[str, Any]
FAMILIES = (
    world_calendars,
    world_documents,
    world_evaluation,
    world_events,
    world_findings,
    world_imports,
    world_meetings,
    world_participation,
    world_practices,
    world_public,
)


def build(school: Unit, users: dict[str, User]) -> Rows:
    """Return the rows by name: a program of the region with one event on its day."""
    region = factories.region_of(school)
    program = factories.program(region, published_by=users["ministry"])
    event = factories.event(program)
    rows: Rows = {
        "program": program,
        "event": event,
        "occurrence": factories.occurrence(event),
        "draft": factories.program(region, code="draft"),
    }
    for family in FAMILIES:
        rows |= family.rows(school, users, rows)
    return rows
