"""Rows of a document's plan under their sections, with the words of deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from programs.models import Event, EventBody, Program, Section
from programs.reading import understood
from programs.reading.understood import Understood


@dataclass(frozen=True)
class Line:
    """A heading, or an event below the headings before it."""

    section: Section | None = None
    depth: int = 0
    event: Event | None = None
    understood: Understood | None = None

    @property
    def leading(self) -> list[EventBody]:
        """Bodies that answer for the event by the document."""
        return [row for row in self._bodies() if row.is_responsible]

    @property
    def helping(self) -> list[EventBody]:
        """Bodies that help."""
        return [row for row in self._bodies() if not row.is_responsible]

    def _bodies(self) -> Sequence[EventBody]:
        rows = self.event.bodies.all() if self.event else []
        return [row for row in rows if not row.since_issue]


@dataclass(frozen=True)
class Columns:
    """Which columns the rows fill; an empty one is not shown."""

    deadline: bool
    bodies: bool
    result: bool

    @property
    def count(self) -> int:
        """How many columns the table has, with that of the names."""
        return 1 + self.deadline + self.bodies + self.result


def columns(lines: Iterable[Line]) -> Columns:
    """Return the columns that some row fills; an event always shows its deadline."""
    found = [(line, line.event) for line in lines if line.event is not None]
    return Columns(
        deadline=any(
            event.form == Event.Form.EVENT or event.schedule_original
            for _line, event in found
        ),
        bodies=any(line.leading or line.helping for line, _event in found),
        result=any(event.expected_result for _line, event in found),
    )


def of(program: Program) -> QuerySet[Event]:
    """Return the rows of the plan with what a page shows of them."""
    bodies = EventBody.objects.select_related("program_body")
    return (
        program.events.in_order()
        .select_related("section", "stage", "program")
        .prefetch_related(Prefetch("bodies", bodies), "targets")
    )


def lines(program: Program, events: Iterable[Event]) -> list[Line]:
    """Return the events with the headings above them; empty headings stay.

    Sections keep the document's order, events stand where their section is.
    """
    held: dict[int | None, list[Event]] = {}
    for event in events:
        held.setdefault(event.section_id, []).append(event)
    children: dict[int | None, list[Section]] = {}
    for section in program.sections.all():
        children.setdefault(section.parent_id, []).append(section)
    return list(_below(None, 0, children, held))


def _below(
    parent: Section | None,
    depth: int,
    children: dict[int | None, list[Section]],
    held: dict[int | None, list[Event]],
) -> Iterator[Line]:
    key = parent.pk if parent else None
    for event in held.get(key, []):
        yield Line(depth=depth, event=event, understood=understood.of_event(event))
    for section in children.get(key, []):
        yield Line(section=section, depth=depth)
        yield from _below(section, depth + 1, children, held)
