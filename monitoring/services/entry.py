"""Save entered values: each cell judged alone, nobody's figures overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from monitoring import validation
from monitoring.models import Cycle, Value
from monitoring.services.cells import Cell, Key, Outcome, State
from monitoring.services.entry_grounds import Grounds, current, judge, lost
from portal.errors import Refused
from portal.models import User

# A row is written only over the version its author saw; what is not returned lost.
WRITE = """
INSERT INTO monitoring_value AS value (cycle_id, unit_id, indicator_id, kind, numerator,
    denominator, not_applicable_reason, comment, version, updated_at, updated_by_id)
SELECT %s, unit_id, indicator_id, kind, numerator, denominator, reason, comment,
       seen + 1, now(), %s
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[],
              %s::text[], %s::text[], %s::int[])
    AS typed (unit_id, indicator_id, kind, numerator, denominator, reason, comment,
              seen)
    ON CONFLICT (cycle_id, unit_id, indicator_id) DO UPDATE
   SET numerator = excluded.numerator, denominator = excluded.denominator,
       not_applicable_reason = excluded.not_applicable_reason,
       comment = excluded.comment, version = excluded.version,
       updated_at = excluded.updated_at, updated_by_id = excluded.updated_by_id
 WHERE value.version = excluded.version - 1
RETURNING unit_id, indicator_id
"""


class Invalid(Refused):
    """The figures break a rule."""


class Conflict(Refused):
    """Somebody else changed the cell meanwhile; `value` is theirs."""

    def __init__(self, message: str, value: Value | None) -> None:
        super().__init__(message)
        self.value = value


def save_cell(cycle_id: int, cell: Cell, *, by: User) -> Value:
    """Save one cell and return its row.

    Raises Invalid, Conflict (with the other's row), or Refused where the cell is
    closed or not the user's to fill.
    """
    outcome = save_block(cycle_id, [cell], by=by)[0]
    message = " ".join(outcome.messages)
    if outcome.state == State.INVALID:
        raise Invalid(message)
    if outcome.state == State.CONFLICT:
        raise Conflict(message, outcome.value)
    if outcome.value is None:
        raise Refused(message)
    return outcome.value


@transaction.atomic
def save_block(cycle_id: int, cells: Sequence[Cell], *, by: User) -> list[Outcome]:
    """Save the good cells of a block together and say what became of each.

    The number of queries does not depend on the number of cells.
    """
    grounds = Grounds.of(cycle_id, cells, by)
    outcomes = {cell.key: judge(cell, grounds, by) for cell in cells}
    wanted = {
        key: grounds.filled(outcome.cell)
        for key, outcome in outcomes.items()
        if outcome.state == State.SAVED and outcome.value is None
    }
    try:
        written = _write(grounds.cycle, list(wanted.values()), grounds, by)
    except Refused as refusal:  # closed since the grounds were read
        return list((outcomes | _all_refused(wanted, str(refusal))).values())
    now = current(cycle_id, wanted.keys())
    for key, cell in wanted.items():
        row = now.get(key)
        outcomes[key] = (
            Outcome(cell, State.SAVED, row) if key in written else lost(cell, row)
        )
    return list(outcomes.values())


def _all_refused(cells: Mapping[Key, Cell], message: str) -> dict[Key, Outcome]:
    return {
        key: Outcome(cell, State.REFUSED, None, [message])
        for key, cell in cells.items()
    }


def _write(cycle: Cycle, cells: Sequence[Cell], grounds: Grounds, by: User) -> set[Key]:
    if not cells:
        return set()
    columns: list[list[Any]] = [
        [cell.unit_id for cell in cells],
        [cell.indicator_id for cell in cells],
        [grounds.indicators[cell.indicator_id].kind for cell in cells],
        [cell.numerator for cell in cells],
        [cell.denominator for cell in cells],
        [cell.reason for cell in cells],
        [cell.comment for cell in cells],
        [cell.version for cell in cells],
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WRITE, [cycle.pk, by.pk, *columns])
            return {Key(*row) for row in cursor.fetchall()}
    except IntegrityError as error:
        raise _told(error) from error


def _told(error: IntegrityError) -> Exception:
    """The database's refusal in the words of the same rule; a bug stays a bug."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", "") or ""
    message = validation.constraint_message(name)
    return Refused(message) if message else error
