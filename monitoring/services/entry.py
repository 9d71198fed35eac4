"""Save entered values: each cell judged alone, nobody's figures overwritten unseen."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from monitoring import expected, validation
from monitoring.models import CountedValue, Cycle, Indicator, Submission, Value
from portal import access
from portal.access import Can
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


class Key(NamedTuple):
    """Which cell: a unit and an indicator."""

    unit_id: int
    indicator_id: int


@dataclass(frozen=True)
class Cell:
    """What somebody typed, over the `version` they saw (0: nothing was there).

    `reason` says why the indicator does not apply. None keeps the reason or the
    comment as it is.
    """

    unit_id: int
    indicator_id: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str | None = None
    comment: str | None = None
    version: int = 0

    @property
    def key(self) -> Key:
        """The cell's place."""
        return Key(self.unit_id, self.indicator_id)


class State(enum.StrEnum):
    """What became of a cell."""

    SAVED = enum.auto()
    INVALID = enum.auto()
    CONFLICT = enum.auto()
    REFUSED = enum.auto()
    UNKNOWN = enum.auto()  # no such cell, as far as the user may see


@dataclass(frozen=True)
class Outcome:
    """What became of a cell; `value` is the row as it stands, also the other's."""

    cell: Cell
    state: State
    value: Value | None = None
    messages: list[str] = field(default_factory=list)


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
    grounds = _Grounds.of(cycle_id, cells, by)
    outcomes = {cell.key: _judge(cell, grounds, by) for cell in cells}
    wanted = {
        key: grounds.filled(outcome.cell)
        for key, outcome in outcomes.items()
        if outcome.state == State.SAVED and outcome.value is None
    }
    try:
        written = _write(grounds.cycle, list(wanted.values()), grounds, by)
    except Refused as refusal:  # closed since the grounds were read
        return list((outcomes | _all_refused(wanted, str(refusal))).values())
    now = _current(cycle_id, wanted.keys())
    for key, cell in wanted.items():
        row = now.get(key)
        outcomes[key] = (
            Outcome(cell, State.SAVED, row) if key in written else _lost(cell, row)
        )
    return list(outcomes.values())


@dataclass(frozen=True)
class _Grounds:
    """What a block is judged by: the rows as they are, locked."""

    cycle: Cycle
    submissions: dict[int, Submission]
    indicators: dict[int, Indicator]
    rows: dict[Key, Value]
    counted: dict[Key, CountedValue]

    @classmethod
    def of(cls, cycle_id: int, cells: Sequence[Cell], by: User) -> _Grounds:
        """Lock the submissions, then read the cycle: it may have been closed."""
        submissions = list(
            Submission.objects.visible_to(by)
            .filter(cycle=cycle_id, unit__in={cell.unit_id for cell in cells})
            .select_related("unit__organization")
            .order_by("pk")
            .locked()
        )
        cycle = Cycle.objects.select_related("methodology").get(pk=cycle_id)
        indicators = cycle.methodology.indicators.in_bulk(
            {cell.indicator_id for cell in cells}
        )
        return cls(
            cycle,
            {submission.unit_id: submission for submission in submissions},
            indicators,
            _current(cycle_id, [cell.key for cell in cells]),
            _counted(cycle_id, [cell.key for cell in cells]),
        )

    def knows(self, cell: Cell) -> bool:
        """Whether the unit reports in the cycle and the method has the indicator."""
        return cell.unit_id in self.submissions and cell.indicator_id in self.indicators

    def filled(self, cell: Cell) -> Cell:
        """The cell with what it left to the row, and O of a yes-or-no set to 1.

        Where there is no row, whatever version was seen, the first one is written.
        """
        row = self.rows.get(cell.key)
        reason = row.not_applicable_reason if row else ""
        has_figures = cell.numerator is not None or cell.denominator is not None
        cell = replace(
            cell,
            reason=_kept(cell.reason, "" if has_figures else reason),
            comment=_kept(cell.comment, row.comment if row else ""),
            version=cell.version if row else 0,
        )
        if self.indicators[cell.indicator_id].kind == Indicator.Kind.YES_NO:
            one = None if cell.numerator is None else Decimal(1)
            return replace(cell, denominator=one)
        return cell


def _kept(typed: str | None, stored: str) -> str:
    return stored if typed is None else typed.strip()


def _judge(cell: Cell, grounds: _Grounds, by: User) -> Outcome:
    if not grounds.knows(cell):
        unknown = _("There is no such cell in this cycle.")
        return Outcome(cell, State.UNKNOWN, None, [unknown])
    refusal = _refusal(cell, grounds, by)
    if refusal:
        return Outcome(cell, State.REFUSED, None, [refusal])
    full, row = grounds.filled(cell), grounds.rows.get(cell.key)
    messages = _problems(full, grounds)
    if messages:
        return Outcome(cell, State.INVALID, None, messages)
    if row is not None and _same(full, row):
        return Outcome(cell, State.SAVED, row)
    if row is not None and row.version != cell.version:
        return _lost(cell, row)
    return Outcome(cell, State.SAVED)


def _refusal(cell: Cell, grounds: _Grounds, by: User) -> str:
    submission = grounds.submissions[cell.unit_id]
    indicator = grounds.indicators[cell.indicator_id]
    if not access.may(by, Can.ENTER, submission.unit):
        return _("You have no right to enter values here.")
    if not grounds.cycle.is_collecting:
        return _("The collection is not open, so values cannot be changed.")
    if not submission.is_editable:
        return _("The values are submitted; they can be changed after a return.")
    if not expected.indicators_of(submission.unit, [indicator]):
        return _("This indicator is not asked of this unit.")
    return ""


def _problems(cell: Cell, grounds: _Grounds) -> list[str]:
    kind = grounds.indicators[cell.indicator_id].kind
    if cell.reason and (cell.numerator is not None or cell.denominator is not None):
        return [_("Either figures or the reason why the indicator does not apply.")]
    if len(cell.reason or "") > 300 or len(cell.comment or "") > 500:
        return [
            _("The text is too long: a reason up to 300 characters, a comment 500.")
        ]
    return validation.problems(kind, cell.numerator, cell.denominator) or _override(
        cell, grounds
    )


def _override(cell: Cell, grounds: _Grounds) -> list[str]:
    """Say that other figures than the portal's own need a reason."""
    counted = grounds.counted.get(cell.key)
    if counted is None or cell.comment:
        return []
    message = validation.override(
        counted.pair, differs=counted.differs(cell.numerator, cell.denominator)
    )
    return [message] if message else []


def _same(cell: Cell, row: Value) -> bool:
    return (cell.numerator, cell.denominator, cell.reason, cell.comment) == (
        row.numerator,
        row.denominator,
        row.not_applicable_reason,
        row.comment,
    )


def _lost(cell: Cell, row: Value | None) -> Outcome:
    message = _("Somebody else changed this cell while you were typing.")
    return Outcome(cell, State.CONFLICT, row, [message])


def _all_refused(cells: Mapping[Key, Cell], message: str) -> dict[Key, Outcome]:
    return {
        key: Outcome(cell, State.REFUSED, None, [message])
        for key, cell in cells.items()
    }


def _write(
    cycle: Cycle, cells: Sequence[Cell], grounds: _Grounds, by: User
) -> set[Key]:
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


def _counted(cycle_id: int, keys: Iterable[Key]) -> dict[Key, CountedValue]:
    wanted = set(keys)
    rows = CountedValue.objects.filter(
        cycle=cycle_id,
        unit__in={key.unit_id for key in wanted},
        indicator__in={key.indicator_id for key in wanted},
    )
    return {Key(row.unit_id, row.indicator_id): row for row in rows}


def _current(cycle_id: int, keys: Iterable[Key]) -> dict[Key, Value]:
    wanted = set(keys)
    rows = Value.objects.filter(
        cycle=cycle_id,
        unit__in={key.unit_id for key in wanted},
        indicator__in={key.indicator_id for key in wanted},
    ).select_related("updated_by")
    return {Key(row.unit_id, row.indicator_id): row for row in rows}
