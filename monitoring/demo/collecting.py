"""One cycle's collection as rows: values by COPY, then the states of submissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.db import connection

from monitoring.demo import calendar, counted, records, states
from monitoring.demo import dice as chance
from monitoring.demo.copying import copy
from monitoring.demo.figures import Figure
from monitoring.demo.states import State
from monitoring.models import Cycle
from portal import accounts

VALUE_COLUMNS = (
    *("cycle_id", "unit_id", "indicator_id", "kind", "numerator", "denominator"),
    *("not_applicable_reason", "comment", "version", "updated_at", "updated_by_id"),
)
STATE_COLUMNS = ("unit_id", "status", "submitted_at", "decided_at", "return_reason")
STATES_TABLE = """
CREATE TEMPORARY TABLE demo_state (
    unit_id bigint PRIMARY KEY, status varchar(9), submitted_at timestamptz,
    decided_at timestamptz, return_reason text)
"""
MOVE_STATES = """
UPDATE monitoring_submission s
   SET status = d.status, submitted_at = d.submitted_at, decided_at = d.decided_at,
       return_reason = d.return_reason
  FROM demo_state d
 WHERE s.cycle_id = %s AND s.unit_id = d.unit_id AND d.status <> 'draft'
"""


@dataclass(frozen=True)
class Filing:
    """What one unit has to report in a cycle, and how far it has come."""

    unit: int
    figures: Sequence[Figure]
    state: State


def write(cycle: Cycle, filings: Sequence[Filing], dice: Random) -> int:
    """Write values and states of the cycle, which is collecting; return the values."""
    indicators = {
        code: (pk, kind)
        for code, pk, kind in cycle.methodology.indicators.values_list(
            "code", "pk", "kind"
        )
    }
    rows = _values(cycle, filings, indicators, dice)
    with records.history_at_entry(cycle):
        values = copy("monitoring_value", VALUE_COLUMNS, rows)
    _write_states(cycle, filings)
    return values


def _values(
    cycle: Cycle,
    filings: Sequence[Filing],
    indicators: dict[str, tuple[int, str]],
    dice: Random,
) -> Iterator[tuple[object, ...]]:
    days = calendar.of(cycle.year)
    clock = chance.of(cycle.year, "times of entry")
    counts, over = counted.of(cycle), chance.of(cycle.year, "typed over")
    opened, robot = states.opening(days), accounts.robot().pk
    for filing in filings:
        outcome = filing.state.outcome
        parts = counted.split(
            filing.unit, filing.figures, counts, over, may_type=outcome == "accepted"
        )
        for figure in parts.counted:
            place = (cycle.pk, filing.unit, *indicators[figure.code])
            yield *place, *_written(figure), opened, robot
        entered = states.entered(parts.typed, outcome, dice)
        times = states.entry_times(len(entered), filing.state, days, clock)
        for figure, at in zip(entered, times, strict=True):
            place = (cycle.pk, filing.unit, *indicators[figure.code])
            yield *place, *_written(figure), at, None


def _written(figure: Figure) -> tuple[object, ...]:
    """Return a figure's own columns."""
    return (figure.numerator, figure.denominator, figure.reason, figure.comment, 1)


def _write_states(cycle: Cycle, filings: Sequence[Filing]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STATES_TABLE)
        copy("demo_state", STATE_COLUMNS, map(_state_row, filings))
        cursor.execute("ANALYZE demo_state")
        cursor.execute(MOVE_STATES, [cycle.pk])
        cursor.execute("DROP TABLE demo_state")


def _state_row(filing: Filing) -> tuple[object, ...]:
    state = filing.state
    return (
        *(filing.unit, state.status, state.submitted_at, state.decided_at),
        state.return_reason,
    )
