"""Which state of the reserve may follow which, and whose step it is: nowhere else."""

from __future__ import annotations

from portal.access import Can
from portal.steps import OWN, open_to, step, table_of
from reserve.models import (
    Application,
    Competition,
    DevelopmentPlan,
    Member,
    Nomination,
)

__all__ = [
    "APPLICATION",
    "COMPETITION",
    "MEMBER",
    "NOMINATION",
    "OWN",
    "PLAN",
    "open_to",
    "step",
]

_M = Member.Status
_PREPARING = (_M.TRAINING, _M.INTERNSHIP, _M.PROJECT, _M.READY)
MEMBER = table_of(
    (_PREPARING, _PREPARING, [Can.RUN_RESERVE]),
    ([_M.READY], [_M.APPROVAL], [Can.NOMINATE]),
    ([_M.APPROVAL], [_M.READY], [Can.NOMINATE, Can.APPROVE_NOMINATIONS, OWN]),
    (Member.ACTIVE, [_M.APPOINTED], [Can.APPOINT]),
    (Member.ACTIVE, [_M.EXCLUDED, _M.EXPIRED], [Can.DECIDE_RESERVE]),
)

_N = Nomination.Status
NOMINATION = table_of(
    ([_N.SUBMITTED], [_N.DOCUMENTS], [Can.APPROVE_NOMINATIONS]),
    ([_N.DOCUMENTS], [_N.INTERVIEW], [Can.APPROVE_NOMINATIONS]),
    ([_N.INTERVIEW], [_N.APPROVED], [Can.APPROVE_NOMINATIONS]),
    (Nomination.RUNNING, [_N.REFUSED], [Can.APPROVE_NOMINATIONS]),
    (Nomination.RUNNING, [_N.WITHDRAWN], [Can.NOMINATE]),
    (Nomination.RUNNING, [_N.DECLINED], [Can.NOMINATE, OWN]),
    ([_N.APPROVED], [_N.APPOINTED], [Can.APPOINT]),
)

_C = Competition.Status
COMPETITION = table_of(
    ([_C.DRAFT], [_C.ANNOUNCED], [Can.DECIDE_RESERVE]),
    ([_C.ANNOUNCED], [_C.ASSESSING], [Can.RUN_RESERVE]),
    ([_C.ASSESSING], [_C.DECIDED], [Can.DECIDE_RESERVE]),
    ([_C.DRAFT, _C.ANNOUNCED, _C.ASSESSING], [_C.CANCELLED], [Can.DECIDE_RESERVE]),
)

_A = Application.Status
APPLICATION = table_of(
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
PLAN = table_of(
    ([_P.DRAFT], [_P.SENT], [OWN, Can.RUN_RESERVE]),
    ([_P.SENT], [_P.DRAFT, _P.APPROVED], [Can.RUN_RESERVE]),
    ([_P.DRAFT], [_P.APPROVED], [Can.RUN_RESERVE]),
    ([_P.APPROVED], [_P.DONE], [Can.RUN_RESERVE]),
)
