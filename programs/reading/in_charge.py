"""Bodies to choose from when others are to answer for events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from programs.models import Event, Program, ProgramBody


def offered(events: Iterable[Event]) -> list[ProgramBody]:
    """Return the bodies of the events' documents, each once over several documents."""
    programs = {event.program_id for event in events}
    rows = ProgramBody.objects.filter(program__in=programs)
    found: list[ProgramBody] = []
    for row in rows.order_by("program", "position", "pk"):
        others = (one for one in found if one.program_id != row.program_id)
        if not any(_is_same(one, row) for one in others):
            found.append(row)
    return found


def within(program: Program, chosen: Sequence[ProgramBody]) -> list[int]:
    """Return the same bodies as this document names them.

    One that it does not name stays as it is, for the service to refuse it.
    """
    own = list(program.bodies.all())
    return [
        next((row.pk for row in own if _is_same(row, one)), one.pk)
        if one.program_id != program.pk
        else one.pk
        for one in chosen
    ]


def of_event(event: Event) -> list[int]:
    """Return who answers for the event now."""
    rows = event.bodies.in_charge()
    return list(rows.values_list("program_body", flat=True))


def _is_same(one: ProgramBody, other: ProgramBody) -> bool:
    if one.body_id or other.body_id:
        return one.body_id == other.body_id
    return one.name == other.name
