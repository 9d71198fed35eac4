"""A cell of the entry as it was typed, and what became of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from monitoring.models import Value


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
