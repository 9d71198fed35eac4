"""Which state may follow which, and whose step it is: the one place that knows.

Services ask `step` before they change a state; pages ask `open_to` what to offer.
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
from reserve.models import (
    Application,
    Competition,
    DevelopmentPlan,
    Member,
    Nomination,
)


class Own(enum.Enum):
    """The step of the person whom the row is about."""

    STEP = "own"


OWN = Own.STEP
Whose = frozenset[Can | Own]
Table = Mapping[tuple[str, str], Whose]


def _table(*rows: tuple[Iterable[str], Iterable[str], Iterable[Can | Own]]) -> Table:
    """Spell out every source, target and right."""
    return {
        (str(source), str(target)): frozenset(whose)
        for sources, targets, whose in rows
        for source in sources
        for target in targets
        if source != target
    }


_M = Member.Status
_PREPARING = (_M.TRAINING, _M.INTERNSHIP, _M.PROJECT, _M.READY)
MEMBER = _table(
    (_PREPARING, _PREPARING, [Can.RUN_RESERVE]),
    ([_M.READY], [_M.APPROVAL], [Can.NOMINATE]),
    ([_M.APPROVAL], [_M.READY], [Can.NOMINATE, Can.APPROVE_NOMINATIONS, OWN]),
    (Member.ACTIVE, [_M.APPOINTED], [Can.APPOINT]),
    (Member.ACTIVE, [_M.EXCLUDED, _M.EXPIRED], [Can.DECIDE_RESERVE]),
)

_N = Nomination.Status
NOMINATION = _table(
    ([_N.SUBMITTED], [_N.DOCUMENTS], [Can.APPROVE_NOMINATIONS]),
    ([_N.DOCUMENTS], [_N.INTERVIEW], [Can.APPROVE_NOMINATIONS]),
    ([_N.INTERVIEW], [_N.APPROVED], [Can.APPROVE_NOMINATIONS]),
    (Nomination.RUNNING, [_N.REFUSED], [Can.APPROVE_NOMINATIONS]),
    (Nomination.RUNNING, [_N.WITHDRAWN], [Can.NOMINATE]),
    (Nomination.RUNNING, [_N.DECLINED], [Can.NOMINATE, OWN]),
    ([_N.APPROVED], [_N.APPOINTED], [Can.APPOINT]),
)

_C = Competition.Status
COMPETITION = _table(
    ([_C.DRAFT], [_C.ANNOUNCED], [Can.DECIDE_RESERVE]),
    ([_C.ANNOUNCED], [_C.ASSESSING], [Can.RUN_RESERVE]),
    ([_C.ASSESSING], [_C.DECIDED], [Can.DECIDE_RESERVE]),
    ([_C.DRAFT, _C.ANNOUNCED, _C.ASSESSING], [_C.CANCELLED], [Can.DECIDE_RESERVE]),
)

_A = Application.Status
APPLICATION = _table(
    ([_A.DRAFT], [_A.SUBMITTED], [OWN]),
    ([_A.SUBMITTED], [_A.DRAFT], [OWN]),
    ([_A.SUBMITTED], [_A.ADMITTED, _A.REJECTED], [Can.RUN_RESERVE]),
    ([_A.REJECTED], [_A.SUBMITTED], [Can.RUN_RESERVE]),
    ([_A.ADMITTED], [_A.STOPPED], [Can.RUN_RESERVE]),
    ([_A.STOPPED], [_A.ADMITTED], [Can.RUN_RESERVE]),
    ([_A.ADMITTED], [_A.INCLUDED, _A.DECLINED], [Can.DECIDE_RESERVE]),
    ([_A.STOPPED, _A.REJECTED], [_A.DECLINED], [Can.DECIDE_RESERVE]),
    ([_A.DRAFT, *Application.IN_PLAY], [_A.WITHDRAWN], [OWN]),
)

_P = DevelopmentPlan.Status
PLAN = _table(
    ([_P.DRAFT], [_P.SENT], [OWN, Can.RUN_RESERVE]),
    ([_P.SENT], [_P.DRAFT, _P.APPROVED], [Can.RUN_RESERVE]),
    ([_P.DRAFT], [_P.APPROVED], [Can.RUN_RESERVE]),
    ([_P.APPROVED], [_P.DONE], [Can.RUN_RESERVE]),
)


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
