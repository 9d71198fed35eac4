"""The text of a whole program document as data, before it becomes rows.

What an import reads, what the data files hold and what a new edition copies has this
one shape. Codes are those of the models; keys are names within one text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class BodyText:
    """A body that the document names; `kind` is a portal body's kind.

    `body` is the id of the portal's body, where it is known; otherwise one of the
    same kind is looked for.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = "executor"
    office: str = ""
    kind: str = ""
    body: int | None = None


@dataclass(frozen=True)
class ClauseText:
    """A numbered part of the passport."""

    kind: str
    text: str
    number: str = ""
    deadline_original: str = ""
    due_on: dt.date | None = None
    is_present: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StageText:
    """A stage with its days."""

    number: int
    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class SectionText:
    """A heading above events; `parent` is the key of the heading above it."""

    key: str
    kind: str
    name: str
    number: str = ""
    nature: str = ""
    parent: str = ""


@dataclass(frozen=True)
class TargetText:
    """A result that can be compared with a fact, in the document's words."""

    measure: str
    original: str = ""
    operator: str = ""
    value: Decimal | None = None
    unit_name: str = ""
    population: str = ""
    organization_types: tuple[str, ...] = ()
    subject: str = ""
    measured_by: str = ""


@dataclass(frozen=True)
class EventText:
    """One row of a plan.

    `section` is the key of a heading, or the names of the headings from the top
    down; `responsible` and `co_executors` are keys of bodies. An empty `runs` is
    decided by the bodies, an empty `key` is a new event.
    """

    name: str
    number: str = ""
    section: tuple[str, ...] = ()
    bodies_original: str = ""
    responsible: tuple[str, ...] = ()
    co_executors: tuple[str, ...] = ()
    expected_result: str = ""
    schedule_original: str = ""
    schedule_corrected: str = ""
    kind: str = "organizing"
    form: str = "event"
    notes: str = ""
    hours: int | None = None
    stage: int | None = None
    runs: str = ""
    skips_days_off: bool = True
    awaits_document: str = ""
    targets: tuple[TargetText, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class ValueText:
    """The target of a year; `variant` names its place where a document has two."""

    value: Decimal
    year: int | None = None
    variant: str = ""
    is_chosen: bool = True
    reason: str = ""


@dataclass(frozen=True)
class IndicatorText:
    """A target indicator with what the document prints about it."""

    name: str
    measure: str
    number: str = ""
    track: str = ""
    operator: str = "gte"
    unit_name: str = ""
    is_each_year: bool = True
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_count: int | None = None
    population: str = ""
    measured_by: str = ""
    indicator_code: str = ""
    higher_is_better: bool = True
    change_in_document: str = ""
    numerator: str = ""
    denominator: str = ""
    formula: str = ""
    sample_kind: str = ""
    sample_frame: str = ""
    sample_filter: str = ""
    observed: str = ""
    sampled: str = ""
    values: tuple[ValueText, ...] = ()


@dataclass(frozen=True)
class ProgramText:
    """A whole document: its passport and all its parts, in their order.

    `methodology` is the code of a methodology of the owner.
    """

    code: str
    kind: str
    level: str
    name: str
    short_name: str
    territory: str
    starts_on: dt.date
    ends_on: dt.date
    act: str = "none"
    act_number: str = ""
    act_on: dt.date | None = None
    act_body: str = ""
    parent_act: str = ""
    goal: str = ""
    edition_on: dt.date | None = None
    period_original: str = ""
    is_school_year: bool = False
    roadmap_starts_on: dt.date | None = None
    roadmap_ends_on: dt.date | None = None
    control: str = ""
    is_evaluated_yearly: bool = False
    is_evaluated_finally: bool = False
    evaluation_rule: str = ""
    addressee: str = ""
    reply_by: dt.date | None = None
    methodology: str = ""
    source: str = ""
    bodies: tuple[BodyText, ...] = ()
    clauses: tuple[ClauseText, ...] = ()
    stages: tuple[StageText, ...] = ()
    sections: tuple[SectionText, ...] = ()
    events: tuple[EventText, ...] = ()
    indicators: tuple[IndicatorText, ...] = ()

    @property
    def plan_starts_on(self) -> dt.date:
        """First day of the plan of events."""
        return self.roadmap_starts_on or self.starts_on

    @property
    def plan_ends_on(self) -> dt.date:
        """Last day of the plan of events."""
        return self.roadmap_ends_on or self.ends_on
