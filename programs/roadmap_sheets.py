"""The roadmap as a sheet: one line for a row of a plan."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.reading.events import Row

MOST = 20_000


def events(rows: Iterable[Row]) -> Sheet:
    """Return the sheet of the list."""
    columns = (
        Column(_("Program"), 28),
        Column(_("Section"), 28),
        Column(_("Number"), 8),
        Column(_("Event"), 60),
        Column(_("Responsible"), 30),
        Column(_("Deadline in the document"), 28),
        Column(_("State"), 24),
        Column(_("How many dates"), 8, "0"),
        Column(_("Held"), 8, "0"),
        Column(_("Overdue"), 10, "0"),
        Column(_("Next date"), 12, "DD.MM.YYYY"),
        Column(_("Participants"), 12, "0"),
    )
    lines = (_line(row) for row in rows)
    return Sheet(_("Roadmap"), _("Roadmap"), columns, lines, pinned=4)


def _line(row: Row) -> tuple[Scalar, ...]:
    event, held = row.event, row.standing
    section = row.section
    return (
        str(event.program),
        section.name if section else "",
        event.number,
        event.name,
        ", ".join(row.leading),
        row.deadline,
        row.words,
        held.total if held else 0,
        held.done if held else 0,
        held.overdue if held else 0,
        held.next_due_on if held else None,
        held.people if held else 0,
    )
