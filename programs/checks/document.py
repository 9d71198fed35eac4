"""The document as checks read it: headings resolved, deadlines read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from programs import schedules
from programs.checks.found import Place
from programs.schedules import Period, Schedule, Span
from programs.texts import (
    ClauseText,
    EventText,
    IndicatorText,
    ProgramText,
    SectionText,
)


@dataclass(frozen=True)
class Row:
    """A row of the plan with its headings from the top down and its dates."""

    text: EventText
    headings: tuple[SectionText, ...]
    schedule: Schedule
    spans: tuple[Span, ...]
    index: int

    @property
    def label(self) -> str:
        """Return the number with the section's before it; the name without a number."""
        number = self.text.number.rstrip(".")
        if not number:
            return self.text.name
        above = self.headings[-1].number.rstrip(".") if self.headings else ""
        return number if "." in number or not above else f"{above}.{number}"

    @property
    def place(self) -> Place:
        """Return the place of the row."""
        own = f"event {self.text.key}" if self.text.key else ""
        return Place("event", self.label, own or f"event {self.index} {self.text.name}")

    @property
    def top(self) -> str:
        """Return the key of the highest heading."""
        return self.headings[0].key if self.headings else ""

    @property
    def leaf(self) -> str:
        """Return the key of the nearest heading."""
        return self.headings[-1].key if self.headings else ""

    @property
    def is_event(self) -> bool:
        """Whether it is planned work, no recommendation."""
        return self.text.form == "event"

    @property
    def words(self) -> str:
        """Return the words of the deadline that are in force."""
        return self.text.schedule_corrected or self.text.schedule_original

    @property
    def starts_on(self) -> dt.date | None:
        """First day, null without dates."""
        return min((span.start for span in self.spans), default=None)

    @property
    def ends_on(self) -> dt.date | None:
        """Last day, null without dates."""
        return max((span.end for span in self.spans), default=None)

    @property
    def years(self) -> set[int]:
        """Return the years in which the row begins or goes on."""
        return {
            year
            for span in self.spans
            for year in range(span.start.year, span.end.year + 1)
        }

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the keys of all bodies that are named."""
        return (*self.text.responsible, *self.text.co_executors)


@dataclass(frozen=True)
class Measured:
    """An indicator with the label it has in its track and its place in the list."""

    text: IndicatorText
    label: str
    index: int = 0

    @property
    def place(self) -> Place:
        """Return the place of the indicator."""
        return Place("indicator", self.label)


@dataclass(frozen=True)
class Document:
    """A program's text, made ready for checks."""

    text: ProgramText

    @cached_property
    def sections(self) -> Mapping[str, SectionText]:
        """Headings by key."""
        return {section.key: section for section in self.text.sections}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the plan in their order."""
        text = self.text
        period = Period(text.plan_starts_on, text.plan_ends_on, text.is_school_year)
        return tuple(
            self._row(event, period, index) for index, event in enumerate(text.events)
        )

    @property
    def events(self) -> tuple[Row, ...]:
        """Planned work, without recommendations."""
        return tuple(row for row in self.rows if row.is_event)

    @property
    def advice(self) -> tuple[Row, ...]:
        """Recommendations."""
        return tuple(row for row in self.rows if not row.is_event)

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """The indicators with their labels: «1.3» is the third of track 1."""
        counts: dict[str, int] = defaultdict(int)
        made = []
        for index, indicator in enumerate(self.text.indicators):
            counts[indicator.track] += 1
            number = indicator.number.rstrip(".") or str(counts[indicator.track])
            track = indicator.track
            label = f"{track}.{number}" if track and "." not in number else number
            made.append(Measured(indicator, label, index))
        return tuple(made)

    @property
    def is_plan(self) -> bool:
        """Whether the document plans work: no letter, no recommendations."""
        return self.text.kind not in {"letter", "recommendations"}

    def clauses(self, *kinds: str, about: str | None = None) -> Iterator[ClauseText]:
        """Yield the clauses of the kinds; `about` asks for their details."""
        for clause in self.text.clauses:
            told = clause.details.get("about", "")
            if clause.kind in kinds and about in (None, told):
                yield clause

    def place_of(self, clause: ClauseText) -> Place:
        """Return the place of a clause; one without a number has its text."""
        return Place(clause.kind, clause.number.rstrip(".") or clause.text)

    def names_of(self, key: str) -> tuple[str, ...]:
        """Return all words the document has for a body."""
        for body in self.text.bodies:
            if body.key == key:
                return (body.name, *body.aliases)
        return (key,)

    def _row(self, event: EventText, period: Period, index: int) -> Row:
        words = event.schedule_corrected or event.schedule_original
        schedule = schedules.read(words, period, name=event.name)
        spans = tuple(schedules.occurrences(schedule, period))
        return Row(event, self._headings(event.section), schedule, spans, index)

    def _headings(self, section: tuple[str, ...]) -> tuple[SectionText, ...]:
        if len(section) == 1 and section[0] in self.sections:
            return tuple(reversed(list(self._upward(section[0]))))
        named = {found.name: found for found in self.text.sections}
        return tuple(
            named.get(name) or SectionText(name, "section", name) for name in section
        )

    def _upward(self, key: str) -> Iterator[SectionText]:
        seen: set[str] = set()
        while key in self.sections and key not in seen:
            seen.add(key)
            yield self.sections[key]
            key = self.sections[key].parent
