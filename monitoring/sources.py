"""Indicators that the portal counts from its own records: who counts, and how.

`settings.INDICATOR_SOURCES` maps "<methodology>:<indicator>", both by code, to the
dotted path of a source. Apps to the right of monitoring offer sources; monitoring
knows nothing of them but this contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol, overload

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from monitoring import formulas
from monitoring.models import Cycle, Indicator
from portal.models import Unit, User


@dataclass(frozen=True)
class Counted:
    """K and O of one unit."""

    unit_id: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Row:
    """A record behind the number; `counts` says whether it is in K."""

    label: str
    note: str
    url: str = ""
    counts: bool = True


@dataclass(frozen=True)
class Reading:
    """One way to read the document, with the sums it gives; one of them is used."""

    label: str
    numerator: int
    denominator: int
    is_used: bool = False
    note: str = ""

    def share(self, decimals: int) -> Decimal | None:
        """Return D in percent, None where there is nothing to divide by."""
        return formulas.share(
            Decimal(self.numerator), Decimal(self.denominator), decimals
        )


@dataclass(frozen=True)
class Behind:
    """What stands behind a number, as far as the user may see it.

    `hidden` counts records of which the user may know only the number.
    """

    rule: str
    rows: Sequence[Row] = ()
    hidden: int = 0
    readings: Sequence[Reading] = ()
    findings: Sequence[str] = field(default=())


class Source(Protocol):
    """Counts one indicator for every unit of a cycle."""

    name: str | Promise

    def count(self, cycle: Cycle) -> Iterable[Counted]:
        """Return K and O of the units; nothing where no records are kept."""

    def rows(self, cycle: Cycle, unit: Unit, user: User) -> Behind:
        """Return the records of the unit's branch within the user's rights."""


class Rows(Sequence[Row]):
    """Rows made from a queryset, a page at a time."""

    def __init__(
        self, found: QuerySet[Any], make: Callable[[Sequence[Any]], list[Row]]
    ) -> None:
        """Keep the queryset and what makes rows of a part of it."""
        self.found, self.make = found, make

    def __len__(self) -> int:
        """Return how many there are, without reading them."""
        return self._count

    @cached_property
    def _count(self) -> int:
        return self.found.count()

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """Return a row, or the rows of a page."""
        if isinstance(at, slice):
            return self.make(list(self.found[at]))
        return self.make(list(self.found[at : at + 1]))[0]


def of(indicator: Indicator) -> Source | None:
    """Return what counts the indicator; its methodology is read with it."""
    key = f"{indicator.methodology.code}:{indicator.code}"
    return _source(settings.INDICATOR_SOURCES.get(key))


def has_any(cycle: Cycle) -> bool:
    """Return whether the portal counts anything of the cycle's methodology."""
    prefix = f"{cycle.methodology.code}:"
    return any(key.startswith(prefix) for key in settings.INDICATOR_SOURCES)


def of_cycle(cycle: Cycle) -> list[tuple[Indicator, Source]]:
    """Return the cycle's indicators that the portal counts, with their sources."""
    return [
        (indicator, source)
        for indicator in cycle.methodology.indicators.select_related("methodology")
        if (source := of(indicator)) is not None
    ]


def _source(path: str | None) -> Source | None:
    if path is None:
        return None
    found: Source = import_string(path)
    return found
