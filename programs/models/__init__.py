"""All models of programs and roadmaps, importable from one place."""

from programs.models.documents import Clause, Program, ProgramBody, Stage
from programs.models.events import Event, EventBody, Section
from programs.models.findings import Finding
from programs.models.meetings import AgendaItem, Decision, Meeting
from programs.models.practices import Adoption, Practice
from programs.models.targets import (
    EventTarget,
    Measure,
    MeasuredBy,
    Operator,
    Population,
    TargetIndicator,
    TargetValue,
)
from programs.models.tracking import Move, Occurrence, Participation, Tally
from programs.models.workflow import (
    AwaitedDocument,
    CalendarFeed,
    DayOff,
    Evaluation,
    HandValue,
    ImportDraft,
)

__all__ = [
    "Adoption",
    "AgendaItem",
    "AwaitedDocument",
    "CalendarFeed",
    "Clause",
    "DayOff",
    "Decision",
    "Evaluation",
    "Event",
    "EventBody",
    "EventTarget",
    "Finding",
    "HandValue",
    "ImportDraft",
    "Measure",
    "MeasuredBy",
    "Meeting",
    "Move",
    "Occurrence",
    "Operator",
    "Participation",
    "Population",
    "Practice",
    "Program",
    "ProgramBody",
    "Section",
    "Stage",
    "Tally",
    "TargetIndicator",
    "TargetValue",
]
