"""Documents on which dates depend: which are asked for, which have come."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count

from programs.models import AwaitedDocument, Event, Program
from programs.reading import standing
from programs.reading.filters import Chosen
from programs.services.awaited import name_of


@dataclass
class Line:
    """A document of a program: the events that wait, and the row once asked for."""

    program: Program
    name: str
    document: AwaitedDocument | None = None
    waiting: list[Event] = field(default_factory=list)


def lines(chosen: Chosen) -> list[Line]:
    """Return the documents of the chosen programs, those not asked for first."""
    rows = chosen.every().filter(standing.OF_EVENT[standing.AWAITING])
    found: dict[tuple[int, str], Line] = {}
    for event in rows.select_related("program__unit").order_by("program", "position"):
        key = (event.program_id, name_of(event))
        line = found.setdefault(key, Line(event.program, key[1]))
        line.waiting.append(event)
    documents = AwaitedDocument.objects.filter(program__in=chosen.programs())
    for document in documents.select_related("program__unit").order_by("pk"):
        key = (document.program_id, document.name)
        line = found.setdefault(key, Line(document.program, document.name))
        line.document = document
    return sorted(found.values(), key=_order)


def by_event(document: AwaitedDocument) -> list[tuple[Event, int]]:
    """Return the document's events with how many dates each has."""
    rows = document.events.order_by("position", "pk")
    counted = document.events.annotate(n=Count("occurrences")).values_list("pk", "n")
    counts = dict(counted)
    return [(event, counts[event.pk]) for event in rows]


def _order(line: Line) -> tuple[int, str, str]:
    return (_stage(line.document), str(line.program), line.name)


def _stage(document: AwaitedDocument | None) -> int:
    """Return 0 before it is asked for, 1 until it comes, 2 after."""
    if document is None:
        return 0
    return 1 if document.received_on is None else 2
