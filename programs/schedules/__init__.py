"""Deadlines of plans: words to schedules, schedules to occurrences and words."""

from programs.schedules.bodies import split_bodies
from programs.schedules.happening import occurrences
from programs.schedules.moving import shift
from programs.schedules.reading import read
from programs.schedules.storage import from_json, to_json
from programs.schedules.structure import Code, Finding, Kind, Period, Schedule, Span

__all__ = [
    "Code",
    "Finding",
    "Kind",
    "Period",
    "Schedule",
    "Span",
    "from_json",
    "occurrences",
    "read",
    "shift",
    "split_bodies",
    "to_json",
]
