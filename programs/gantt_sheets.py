"""The Gantt as a sheet: a row for an event and its days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.reading import gantt
from programs.reading.gantt import Chart, Heading, Row


def plan(chart: Chart) -> Sheet:
    """Return the sheet; an event without days has one row that says so."""
    columns = [
        Column(_("Section"), 34),
        Column(_("Number"), 9),
        Column(_("Event"), 60),
        Column(_("Executors"), 34),
        Column(_("Deadline in the document"), 30),
        Column(_("From"), 12, "DD.MM.YYYY"),
        Column(_("Until"), 12, "DD.MM.YYYY"),
        Column(_("State"), 18),
        Column(_("To be held"), 12),
        Column(_("Held"), 12),
        Column(_("Unit"), 26),
        Column(_("Moved"), 44),
    ]
    heading = _("Roadmap by dates")
    return Sheet(heading, heading, columns, list(_rows(chart)), pinned=3)


def _rows(chart: Chart) -> Iterator[list[Scalar]]:
    above: list[str] = []
    for row in chart.rows:
        if isinstance(row, Heading):
            above = [*above[: row.level - 1], row.text]
        else:
            yield from _of_event(row, " / ".join(above))


def _of_event(row: Row, section: str) -> Iterator[list[Scalar]]:
    event = row.event
    begins: list[Scalar] = [
        *(section, event.number, event.name, row.bodies, event.schedule_original)
    ]
    for shape in row.shapes:
        bar = shape.bar
        days: list[Scalar] = [bar.first, bar.last, shape.word]
        counts: list[Scalar] = [bar.total, bar.held, bar.unit, shape.was_said]
        yield [*begins, *days, *counts]
    if not row.shapes:
        yield [*begins, None, None, gantt.no_bars(event), None, None, "", ""]
