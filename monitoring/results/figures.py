"""One computed figure as pages show it, with the address of its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitoring.models import Result, Summary
from monitoring.results import links


@dataclass(frozen=True)
class Figure:
    """A value, how it is judged, what it was; `url` tells how it was computed.

    A figure of comparison that the reader may not look into has no address.
    """

    value: Decimal | None = None
    level: str = ""
    previous: Decimal | None = None
    change: Decimal | None = None
    trend: str = ""
    rank: int | None = None
    peers: int | None = None
    median: Decimal | None = None
    url: str = ""


@dataclass(frozen=True)
class Counted(Figure):
    """The figure of an indicator: with K, O, its state and who reported."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: str = ""
    reported: int = 0
    expected: int = 0

    @property
    def level_code(self) -> str:
        """The code of the level's badge: what does not apply says so."""
        if self.state == Result.State.NOT_APPLICABLE:
            return "not_applicable"
        return self.level

    @property
    def state_word(self) -> str:
        """The words of the state; empty where there is a value."""
        if not self.state or self.state == Result.State.COUNTED:
            return ""
        return str(Result.State(self.state).label)


def shortest(value: Decimal) -> Decimal:
    """Return the number without trailing zeros after the point: 80, not 80.00."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def summary(row: Summary | None, *, linked: bool = True) -> Figure:
    """Return a consolidated value; an empty figure where there is no row."""
    if row is None:
        return Figure()
    track = str(row.track.number) if row.track else ""
    url = links.summary_explained(
        row.cycle_id, row.unit_id, type=row.organization_type, track=track
    )
    return Figure(
        value=row.value,
        level=row.level,
        previous=row.previous_value,
        change=row.change,
        trend=row.trend,
        rank=row.rank,
        peers=row.peers,
        median=row.median,
        url=url if linked else "",
    )


def result(row: Result | None, *, linked: bool = True) -> Counted:
    """Return the value of an indicator; an empty figure where there is no row."""
    if row is None:
        return Counted()
    url = links.explained(
        row.cycle_id, row.unit_id, row.indicator_id, type=row.organization_type
    )
    return Counted(
        value=row.value,
        level=row.level,
        previous=row.previous_value,
        change=row.change,
        trend=row.trend,
        rank=row.rank,
        peers=row.peers,
        median=row.median,
        url=url if linked else "",
        numerator=row.numerator,
        denominator=row.denominator,
        state=row.state,
        reported=row.reported,
        expected=row.expected,
    )
