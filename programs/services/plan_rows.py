"""Rows of a plan written at once: events with their bodies, deadlines and targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Unit
from programs.models import (
    AwaitedDocument,
    Event,
    EventBody,
    EventTarget,
    Program,
    ProgramBody,
    Section,
    Stage,
)
from programs.models.events import new_key
from programs.services import planning
from programs.services.writing import Parts
from programs.texts import EventText

LONGEST_NAME = 1000
COPIED = (
    *("number", "name", "kind", "form", "expected_result", "notes", "hours"),
    *("bodies_original", "schedule_original", "schedule_corrected"),
    *("skips_days_off", "awaits_document"),
)


def write(
    program: Program, rows: Sequence[EventText], parts: Parts, *, first: int = 1
) -> list[Event]:
    """Write the rows in their order, all or none.

    Raises Refused, naming the row, for one without a name and for an unknown body.
    """
    _check(rows, parts)
    parts.headings.add_paths(row.section for row in rows if row.section)
    events = Event.objects.bulk_create(
        _event(program, row, parts, position)
        for position, row in enumerate(rows, first)
    )
    pairs = list(zip(events, rows, strict=True))
    EventBody.objects.bulk_create(
        body for event, row in pairs for body in _bodies(event, row, parts)
    )
    EventTarget.objects.bulk_create(
        target for event, row in pairs for target in targets(event, row)
    )
    _await(program, events)
    return events


def targets(event: Event, row: EventText) -> Iterator[EventTarget]:
    """Yield the row's targets; where it has none, those its expected result says."""
    if row.targets:
        for place, text in enumerate(row.targets, 1):
            fields = {**vars(text), "organization_types": list(text.organization_types)}
            yield EventTarget(event=event, position=place, **fields)
        return
    yield from planning.targets_of_words(event)


def _await(program: Program, events: Sequence[Event]) -> None:
    """Write the documents that the days of some rows come from, each once."""
    for name in dict.fromkeys(event.awaits_document for event in events):
        if name:
            document, _made = AwaitedDocument.objects.get_or_create(
                program=program, name=name
            )
            document.events.add(*(row for row in events if row.awaits_document == name))


def _check(rows: Sequence[EventText], parts: Parts) -> None:
    for place, row in enumerate(rows, 1):
        if not row.name.strip():
            raise Refused(_("Row %(row)s has no name.") % {"row": place})
        if len(row.name) > LONGEST_NAME:
            raise Refused(
                _("The name in row %(row)s is longer than %(most)s characters.")
                % {"row": place, "most": LONGEST_NAME}
            )
        for key in (*row.responsible, *row.co_executors):
            if key not in parts.bodies:
                raise Refused(
                    _("Row %(row)s names a body that the document does not: %(body)s.")
                    % {"row": place, "body": key}
                )


def _event(program: Program, row: EventText, parts: Parts, position: int) -> Event:
    event = Event(
        program=program,
        section=_section(row, parts),
        stage=_stage(row, parts),
        key=row.key or new_key(),
        position=position,
        runs=row.runs or _runs(program, row, parts),
        **{name: getattr(row, name) for name in COPIED},
    )
    planning.read_event(event)
    return event


def _section(row: EventText, parts: Parts) -> Section | None:
    return parts.headings.find(row.section) if row.section else None


def _stage(row: EventText, parts: Parts) -> Stage | None:
    return None if row.stage is None else parts.stages.get(row.stage)


def _runs(program: Program, row: EventText, parts: Parts) -> str:
    """In every municipality, where the municipal authorities alone answer."""
    answering = [parts.bodies[key] for key in row.responsible]
    everywhere = (
        program.unit.kind == Unit.Kind.REGION
        and answering
        and all(map(_is_every_municipality, answering))
    )
    return Event.Runs.MUNICIPALITIES if everywhere else Event.Runs.WHOLE


def _is_every_municipality(body: ProgramBody) -> bool:
    return body.body is not None and body.body.is_every_municipality


def _bodies(event: Event, row: EventText, parts: Parts) -> Iterator[EventBody]:
    answering = dict.fromkeys(row.responsible)
    helping = [key for key in dict.fromkeys(row.co_executors) if key not in answering]
    for place, key in enumerate((*answering, *helping), 1):
        yield EventBody(
            event=event,
            program_body=parts.bodies[key],
            is_responsible=key in answering,
            in_charge=key in answering,
            position=place,
        )
