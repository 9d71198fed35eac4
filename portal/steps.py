"""Steps from state to state, and whose step each of them is.

Apps write one table for each kind of row; services ask `step` before they change a
state, pages ask `open_to` what to offer.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User


class Own(enum.Enum):
    """The step of the person whom the row is about."""

    STEP = "own"


OWN = Own.STEP
Whose = frozenset[Can | Own]
Table = Mapping[tuple[str, str], Whose]


def table_of(*rows: tuple[Iterable[str], Iterable[str], Iterable[Can | Own]]) -> Table:
    """Spell out every source, target and right."""
    return {
        (str(source), str(target)): frozenset(whose)
        for sources, targets, whose in rows
        for source in sources
        for target in targets
        if source != target
    }


def open_to(
    table: Table, source: str, user: User, unit: Unit, *, is_own: bool = False
) -> list[str]:
    """Return the states to which the user may take a row of the unit."""
    return [
        target
        for (left, target), whose in table.items()
        if left == source and _may(whose, user, unit, is_own=is_own)
    ]


def step(
    table: Table,
    source: str,
    target: str,
    *,
    unit: Unit,
    by: User,
    is_own: bool = False,
) -> None:
    """Let the step pass.

    Raises Refused where no such step is, PermissionDenied for whom it is not.
    """
    whose = table.get((source, target))
    if whose is None:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    if not _may(whose, by, unit, is_own=is_own):
        raise PermissionDenied


def _may(whose: Whose, user: User, unit: Unit, *, is_own: bool) -> bool:
    if is_own and OWN in whose:
        return True
    return any(isinstance(can, Can) and access.may(user, can, unit) for can in whose)
