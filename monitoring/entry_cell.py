"""One pair K and O as the entry page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from monitoring import formulas, validation
from monitoring.models import (
    CountedValue,
    Indicator,
    Result,
    Value,
    ValueHistory,
)
from portal.models import Unit

Pair = TypeVar("Pair", Value, Result, ValueHistory, CountedValue)


@dataclass(frozen=True)
class Typed:
    """What somebody typed that was not saved, and why; `version` is the row's now."""

    numerator: str
    denominator: str
    message: str
    version: int


@dataclass(frozen=True)
class Cell:
    """One pair K and O on the page; `applies` is false where it is not asked."""

    unit: Unit
    indicator: Indicator
    applies: bool
    is_open: bool
    decimals: int
    value: Value | None
    previous: Result | None
    typed: Typed | None = None
    column: int = 0
    counted: CountedValue | None = None

    @property
    def key(self) -> str:
        """The cell's name on the page."""
        return f"{self.unit.pk}-{self.indicator.pk}"

    @property
    def first_step(self) -> int:
        """The place of K among the row's fields, for moving with the arrows."""
        return 2 * self.column

    @property
    def second_step(self) -> int:
        """The place of O among the row's fields."""
        return self.first_step + 1

    @property
    def version(self) -> int:
        """The version that the reader sees; 0 where nothing is entered."""
        if self.typed:
            return self.typed.version
        return self.value.version if self.value else 0

    @property
    def numerator(self) -> str:
        """K as it is edited, without grouping."""
        if self.typed:
            return self.typed.numerator
        return plain(self.value.numerator if self.value else None)

    @property
    def denominator(self) -> str:
        """O as it is edited; 1 for a yes-or-no indicator."""
        if self.is_yes_no:
            return "1"
        if self.typed:
            return self.typed.denominator
        return plain(self.value.denominator if self.value else None)

    @property
    def reason(self) -> str:
        """Why the indicator does not apply; empty where it does."""
        return self.value.not_applicable_reason if self.value else ""

    @property
    def comment(self) -> str:
        """What the author added in words."""
        return self.value.comment if self.value else ""

    @property
    def is_yes_no(self) -> bool:
        """Whether K is an answer and O is always 1."""
        return self.indicator.kind == Indicator.Kind.YES_NO

    @cached_property
    def share(self) -> Decimal | None:
        """D in percent, rounded as the results are."""
        if self.value is None:
            return None
        return formulas.share(
            self.value.numerator, self.value.denominator, self.decimals
        )

    @property
    def before(self) -> Decimal | None:
        """Last year's D, with as many decimals as this year's."""
        if self.previous is None or self.previous.value is None:
            return None
        return formulas.rounded(self.previous.value, self.decimals)

    @property
    def change(self) -> Decimal | None:
        """D less last year's D, in percentage points."""
        return formulas.change(self.share, self.before)

    @property
    def is_jump(self) -> bool:
        """Whether D moved so far that somebody should look."""
        return validation.is_jump(self.share, self.before)

    @property
    def fault(self) -> str:
        """What is wrong with the pair, empty when nothing is."""
        if self.typed:
            return self.typed.message
        if self.value is None or self.reason:
            return ""
        return validation.unfinished(self.value.numerator, self.value.denominator)

    @property
    def is_override(self) -> bool:
        """Whether something else stands here than what the portal counted."""
        if self.counted is None or self.value is None:
            return False
        if self.reason:
            return True
        return self.counted.differs(self.value.numerator, self.value.denominator)

    @property
    def css(self) -> str:
        """The marks of the cell's state."""
        if not self.is_open:
            return "cell--locked" + (" cell--note" if self.comment else "")
        if self.typed:
            return "cell--invalid"
        return "cell--note" if self.comment or self.reason else ""


def tidy(row: Pair) -> Pair:
    """Drop the idle zeros of a read row's K and O."""
    for name in ("numerator", "denominator"):
        figure = getattr(row, name)
        if figure is not None:
            setattr(row, name, figure.normalize() + 0)
    return row


def plain(figure: Decimal | None) -> str:
    """Write a figure as it is edited: a decimal comma, no grouping, no idle zeros."""
    if figure is None:
        return ""
    return f"{figure.normalize():f}".replace(".", ",")
