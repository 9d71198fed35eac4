"""What the data files hold, row by row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class TrackRow:
    """A track of a method."""

    number: int
    name: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion, subsystem or direction of a method."""

    number: int
    name: str
    kind: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator; `provenance` says of each field who set it, and why."""

    code: str
    position: int
    name: str
    numerator: str
    denominator: str
    kind: str
    collected_at: str
    provenance: dict[str, dict[str, str]]
    number: str | None = None
    track: int | None = None
    criteria: tuple[int, ...] = ()
    unit_of_observation: str = ""
    organization_types: tuple[str, ...] = ()
    sample_flag: str = ""
    sample_note: str = ""
    data_source: str = ""
    higher_is_better: bool = True
    weight: Decimal = Decimal(1)
    target: Decimal | None = None
    medium_from: Decimal | None = None
    high_from: Decimal | None = None
    missing_rule: str = "exclude"


@dataclass(frozen=True)
class MethodFile:
    """A methodology with everything in it; without an order it is a draft."""

    code: str
    name: str
    year: int
    version: int
    territory: dict[str, str | None]
    decimals: int
    scale: dict[str, Decimal]
    tracks: tuple[TrackRow, ...]
    criteria: tuple[CriterionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    basis: list[dict[str, str | None]] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)
    order_number: str | None = None
    order_on: dt.date | None = None


@dataclass(frozen=True)
class DirectionRow:
    """A direction of the catalog."""

    code: str
    name: str
    source: str


@dataclass(frozen=True)
class TextRow:
    """A recommendation of the catalog: what to do, by when, who helps."""

    code: str
    direction: str
    title: str
    measure: str
    deadline: dict[str, int]
    helper: str
    evidence: str = ""
    organization_types: tuple[str, ...] = ()
    effort: int = 2


@dataclass(frozen=True)
class Catalog:
    """The directions and their texts."""

    directions: tuple[DirectionRow, ...]
    texts: tuple[TextRow, ...]


@dataclass(frozen=True)
class RuleRow:
    """When a text is recommended: an indicator, a track or the whole."""

    code: str
    text: str
    priority: int
    finding: str
    indicator: str | None = None
    track: int | None = None
    whole: bool = False
    levels: tuple[str, ...] = ()
    trends: tuple[str, ...] = ()
    repeated_risk: bool = False
    organization_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleFile:
    """The rules of one methodology."""

    methodology: str
    rules: tuple[RuleRow, ...]
