"""The passport of a program: what its page says, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal import charts, figures
from portal.charts.bars import Share
from portal.models import User
from programs.forecasts import Forecast
from programs.models import (
    Clause,
    EventBody,
    Finding,
    Program,
    ProgramBody,
    Section,
    Stage,
)
from programs.reading import documents, progress, targets
from programs.reading.documents import Plan
from programs.reading.progress import Counts, Span
from programs.reading.target_facts import ProgramFacts
from programs.reading.targets import Line, Table

HEADINGS: dict[str, Promise | str] = {
    Clause.Kind.RESULT: gettext_lazy("Expected results"),
    Clause.Kind.DIRECTION: gettext_lazy("Directions of work"),
    Clause.Kind.PROBLEM: gettext_lazy("Problems"),
    Clause.Kind.CLAIM: gettext_lazy("Claims of the document"),
    Clause.Kind.MECHANISM: gettext_lazy("Mechanism"),
    Clause.Kind.ANNEX: gettext_lazy("Annexes"),
    Clause.Kind.BASIS: gettext_lazy("Legal basis"),
}


@dataclass(frozen=True)
class Branch:
    """A section of the first level with the bar of its events."""

    section: Section
    counts: Counts
    chart: Share


@dataclass(frozen=True)
class Answers:
    """A body of the document and what it answers for."""

    body: ProgramBody
    events: int
    late: int


@dataclass(frozen=True)
class StageLine:
    """A stage as the stepper shows it: done, now or ahead."""

    stage: Stage
    label: str
    note: str
    state: str


@dataclass(frozen=True)
class Group:
    """The clauses of one kind, in the order of the document."""

    kind: str
    heading: str
    clauses: Sequence[Clause]


class Passport:
    """Everything the page of one program says; each part is read once."""

    def __init__(
        self,
        program: Program,
        today: dt.date,
        facts: ProgramFacts | None = None,
        forecasts: Mapping[int, Forecast] | None = None,
        foretold: int | None = None,
    ) -> None:
        """Look at the program on the day, with a year's facts where there are any.

        `forecasts` are those of the year `foretold`.
        """
        self.program, self.today, self.facts = program, today, facts
        self.forecasts, self.foretold = forecasts or {}, foretold
        self.span: Span = progress.span_of(program, today)

    @cached_property
    def plan(self) -> Plan:
        """How many rows the plan has."""
        return documents.plans_of([self.program.pk]).get(self.program.pk, Plan())

    @cached_property
    def states(self) -> dict[int, str]:
        """The state of every event by its id."""
        return progress.of_events(self.program, self.span, self.today)

    @cached_property
    def counts(self) -> Counts:
        """How many events are in which state."""
        return progress.counted(self.states.values())

    @cached_property
    def oldest_late(self) -> dt.date | None:
        """Since when the oldest overdue row waits."""
        if not self.counts.late:
            return None
        return progress.oldest_late(self.program, self.today)

    @cached_property
    def targets(self) -> Table:
        """The target indicators."""
        return targets.table_of(self.program)

    @property
    def has_facts(self) -> bool:
        """Whether anything was counted for the targets."""
        found = self.facts.indicators if self.facts else []
        return any(row.fact is not None for row in found)

    @property
    def target_lines(self) -> Sequence[Line]:
        """The target indicators with the facts of the year."""
        if self.facts is None:
            return self.targets.lines
        return targets.with_facts(
            self.targets.lines, self.facts.indicators, self.forecasts
        )

    @cached_property
    def findings(self) -> Mapping[str, int]:
        """How many findings of each severity wait."""
        found = documents.findings_of([self.program.pk])
        return found.get(self.program.pk, {})

    @property
    def findings_count(self) -> int:
        """How many findings wait."""
        return sum(self.findings.values())

    @property
    def errors(self) -> int:
        """Findings that must be settled."""
        return self.findings.get(Finding.Severity.ERROR, 0)

    @property
    def warnings(self) -> int:
        """Findings that want a decision."""
        return self.findings.get(Finding.Severity.WARNING, 0)

    @property
    def notes(self) -> int:
        """Findings for information."""
        return self.findings.get(Finding.Severity.INFO, 0)

    @property
    def blocking(self) -> int:
        """Findings that keep a draft from being published."""
        return self.errors + self.warnings

    @cached_property
    def sections(self) -> list[Section]:
        """All sections in their order."""
        return list(self.program.sections.all())

    @cached_property
    def branches(self) -> list[Branch]:
        """Sections of the first level with the events below them."""
        found = progress.by_group(self.states, self._roots)
        return [
            Branch(root, counts, charts.share(_labelled(counts)))
            for root in self.sections
            if root.parent_id is None
            for counts in [found.get(root.pk, Counts())]
        ]

    @property
    def chart(self) -> Share:
        """The bar of all events."""
        return charts.share(_labelled(self.counts))

    @cached_property
    def bodies(self) -> list[Answers]:
        """Bodies of the document and what each answers for."""
        named: dict[int, list[int]] = {}
        rows = EventBody.objects.of_document().filter(event__program=self.program)
        for event, body in rows.values_list("event", "program_body"):
            named.setdefault(body, []).append(event)
        late = {pk for pk, state in self.states.items() if state == progress.LATE}
        return [
            Answers(body, len(events), len(late & set(events)))
            for body in self.program.bodies.select_related("body")
            for events in [named.get(body.pk, [])]
        ]

    @cached_property
    def stages(self) -> list[StageLine]:
        """Stages with where today stands."""
        return [_stage_line(row, self.today) for row in self.program.stages.all()]

    @cached_property
    def clauses(self) -> dict[str, list[Clause]]:
        """Clauses by kind, in the order of the document."""
        found: dict[str, list[Clause]] = {}
        for clause in self.program.clauses.all():
            found.setdefault(clause.kind, []).append(clause)
        return found

    @property
    def tasks(self) -> Sequence[Clause]:
        """Tasks of the program."""
        return self.clauses.get(Clause.Kind.TASK, [])

    @property
    def working_group(self) -> Sequence[Clause]:
        """The working group, by position."""
        return self.clauses.get(Clause.Kind.GROUP, [])

    @property
    def groups(self) -> list[Group]:
        """The other clauses, kind by kind, those that are there."""
        return [
            Group(kind, str(HEADINGS[kind]), self.clauses[kind])
            for kind in HEADINGS
            if kind in self.clauses
        ]

    @cached_property
    def _roots(self) -> dict[int, int]:
        """Which section of the first level an event belongs to, by its id."""
        above = {row.pk: row.parent_id for row in self.sections}
        rows = self.program.events.exclude(section=None)
        return {
            event: _root(section, above)
            for event, section in rows.values_list("pk", "section")
            if section is not None
        }


def editions(program: Program, user: User) -> QuerySet[Program]:
    """Return the editions of the same document that the user reads, latest first."""
    rows = Program.objects.visible_to(user)
    return rows.filter(unit=program.unit, code=program.code).order_by("-edition")


def _root(section: int, above: Mapping[int, int | None]) -> int:
    while (parent := above.get(section)) is not None:
        section = parent
    return section


def _labelled(counts: Counts) -> list[tuple[str, str, int]]:
    words: Iterable[str] = (_("held"), _("running"), _("ahead"), _("overdue"))
    return [
        (tone, word, count)
        for (tone, count), word in zip(counts.parts, words, strict=True)
    ]


def _stage_line(stage: Stage, today: dt.date) -> StageLine:
    state = "now" if stage.starts_on <= today else "ahead"
    if stage.ends_on < today:
        state = "done"
    language = get_language() or "ru"
    days = figures.period(stage.starts_on, stage.ends_on, language)
    return StageLine(stage, f"{stage.number}. {stage.name}", days, state)
