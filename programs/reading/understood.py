"""The words of a deadline beside what was understood, for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from programs import event_days, schedules
from programs.models import Event, Program
from programs.schedules import Kind, Period, Schedule
from programs.schedules import words as phrases

SHOWN_DAYS = 6


@dataclass(frozen=True)
class Understood:
    """A deadline as it was read: its words, what was inferred, its days."""

    original: str
    kind: str
    words: str
    guesses: Sequence[str]
    remarks: Sequence[str]
    days: Sequence[tuple[dt.date, dt.date]]
    count: int

    @property
    def is_unread(self) -> bool:
        """Whether some words could not be read."""
        return self.kind == Kind.UNREAD

    @property
    def is_undated(self) -> bool:
        """Whether there is no deadline at all."""
        return self.kind == Kind.UNDATED


def of_words(program: Program, words: str, name: str = "") -> Understood:
    """Return how the portal reads the words of a deadline."""
    period = event_days.period_of(program)
    return _of(schedules.read(words, period, name=name), period)


def of_event(event: Event) -> Understood:
    """Return how the deadline of a row is understood; its program is selected."""
    period = event_days.period_of(event.program)
    if event.schedule.get("kind"):
        return _of(schedules.from_json(event.schedule), period)
    words = event.schedule_corrected or event.schedule_original
    return _of(schedules.read(words, period, name=event.name), period)


def _of(schedule: Schedule, period: Period) -> Understood:
    spans = schedules.occurrences(schedule, period)
    return Understood(
        original=schedule.original or "",
        kind=schedule.kind,
        words=phrases.words(schedule, language=get_language() or "ru"),
        guesses=phrases.guesses(schedule),
        remarks=[phrases.explain(one) for one in schedule.findings],
        days=[(span.start, span.end) for span in spans[:SHOWN_DAYS]],
        count=len(spans),
    )
