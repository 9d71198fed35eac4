"""What typed cells are judged by, and the judgment on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from monitoring import expected, validation
from monitoring.models import CountedValue, Cycle, Indicator, Submission, Value
from monitoring.services.cells import Cell, Key, Outcome, State
from portal import access
from portal.access import Can
from portal.models import User


@dataclass(frozen=True)
class Grounds:
    """What a block is judged by: the rows as they are, locked."""

    cycle: Cycle
    submissions: dict[int, Submission]
    indicators: dict[int, Indicator]
    rows: dict[Key, Value]
    counted: dict[Key, CountedValue]

    @classmethod
    def of(cls, cycle_id: int, cells: Sequence[Cell], by: User) -> Grounds:
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
            current(cycle_id, [cell.key for cell in cells]),
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


def judge(cell: Cell, grounds: Grounds, by: User) -> Outcome:
    """Say what becomes of the cell; saved without a row is still to be written."""
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
        return lost(cell, row)
    return Outcome(cell, State.SAVED)


def _refusal(cell: Cell, grounds: Grounds, by: User) -> str:
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


def _problems(cell: Cell, grounds: Grounds) -> list[str]:
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


def _override(cell: Cell, grounds: Grounds) -> list[str]:
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


def lost(cell: Cell, row: Value | None) -> Outcome:
    """Return the conflict with the row that somebody else has written."""
    message = _("Somebody else changed this cell while you were typing.")
    return Outcome(cell, State.CONFLICT, row, [message])


def _counted(cycle_id: int, keys: Iterable[Key]) -> dict[Key, CountedValue]:
    wanted = set(keys)
    rows = CountedValue.objects.filter(
        cycle=cycle_id,
        unit__in={key.unit_id for key in wanted},
        indicator__in={key.indicator_id for key in wanted},
    )
    return {Key(row.unit_id, row.indicator_id): row for row in rows}


def current(cycle_id: int, keys: Iterable[Key]) -> dict[Key, Value]:
    """Return the cells' rows as they are now."""
    wanted = set(keys)
    rows = Value.objects.filter(
        cycle=cycle_id,
        unit__in={key.unit_id for key in wanted},
        indicator__in={key.indicator_id for key in wanted},
    ).select_related("updated_by")
    return {Key(row.unit_id, row.indicator_id): row for row in rows}
