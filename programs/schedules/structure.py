"""What a deadline says, as data: kinds, the schedule, its period, its findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The ways a deadline can be written."""

    WINDOW = "window"
    YEARLY_MONTHS = "yearly_months"
    DATES = "dates"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ACADEMIC_YEAR = "academic_year"
    ON_SCHEDULE = "on_schedule"
    AS_NEEDED = "as_needed"
    UNDATED = "undated"
    UNREAD = "unread"


RECURRING = frozenset(
    {
        Kind.DAILY,
        Kind.WEEKLY,
        Kind.MONTHLY,
        Kind.QUARTERLY,
        Kind.HALF_YEARLY,
        Kind.YEARLY,
    }
)
WITHOUT_DATES = frozenset({Kind.ON_SCHEDULE, Kind.AS_NEEDED, Kind.UNDATED, Kind.UNREAD})


class Code(StrEnum):
    """What may be remarked about the words of a deadline."""

    TYPO = "TYPO"
    LATIN_LETTERS = "LATIN_LETTERS"
    YEAR_MISSING = "YEAR_MISSING"
    RECURRENCE_WITHOUT_YEARS = "RECURRENCE_WITHOUT_YEARS"
    RECURRENCE_IN_NAME = "RECURRENCE_IN_NAME"
    BOUND_UNCLEAR = "BOUND_UNCLEAR"
    END_BEFORE_START = "END_BEFORE_START"
    DEADLINE_OUTSIDE_PERIOD = "DEADLINE_OUTSIDE_PERIOD"
    OCCURRENCE_OUTSIDE_PERIOD = "OCCURRENCE_OUTSIDE_PERIOD"
    UNREAD = "UNREAD"


@dataclass(frozen=True, order=True)
class Finding:
    """A remark: its code and the words of the cell it is about."""

    code: Code
    words: str = ""


@dataclass(frozen=True, order=True)
class Span:
    """One occurrence: its first and its last day."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}")


@dataclass(frozen=True)
class Period:
    """The time a program runs; a school year where `is_school_year`."""

    start: dt.date
    end: dt.date
    is_school_year: bool = False

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}")

    @property
    def years(self) -> range:
        """The calendar years the period touches."""
        return range(self.start.year, self.end.year + 1)


@dataclass(frozen=True)
class Schedule:
    """The words of a deadline as a structure.

    `start` and `end` are "YYYY-MM" where a month is meant, "YYYY-MM-DD" where a day.
    `spans` are first and last months of the occurrences within a year, `days` the
    first and last days beside them (-1 is the month's last), `weekdays` as in
    RFC 5545 ("TH", "-1WE"), `dates` the occurrences where each has its own year.
    `interval` is every how many units, `times` how often in one; `until` marks due
    days: the work may be done earlier. `inferred` names the guessed fields.
    """

    kind: Kind
    start: str | None = None
    end: str | None = None
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    continuous: bool = False
    inferred: tuple[str, ...] = ()
    ref: str | None = None
    original: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    interval: int = 1
    times: int = 1
    until: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether every word of the cell was understood."""
        return self.kind != Kind.UNREAD

    @property
    def codes(self) -> frozenset[Code]:
        """The codes of the findings."""
        return frozenset(finding.code for finding in self.findings)
