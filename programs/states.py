"""Which state of a program's rows may follow which, and whose step it is."""

from __future__ import annotations

from portal.access import Can
from portal.steps import open_to, step, table_of
from programs.models import Decision, Meeting, Occurrence, Practice, Program

__all__ = [
    "DECISION",
    "MEETING",
    "OCCURRENCE",
    "PRACTICE",
    "PROGRAM",
    "open_to",
    "step",
]

_P = Program.Status
PROGRAM = table_of(
    ([_P.DRAFT], [_P.PUBLISHED], [Can.PUBLISH_PROGRAMS]),
    ([_P.PUBLISHED], [_P.REPLACED, _P.FINISHED], [Can.PUBLISH_PROGRAMS]),
)

# The unit of these rights is the occurrence's own, except for checking: what runs in
# a municipality is checked by those who answer for the whole program.
_O = Occurrence.Status
OCCURRENCE = table_of(
    ([_O.PLANNED], [_O.HELD, _O.CANCELLED], [Can.TRACK_EVENTS]),
    ([_O.HELD], [_O.CHECKED], [Can.CHECK_EVENTS]),
    ([_O.HELD], [_O.PLANNED], [Can.TRACK_EVENTS, Can.CHECK_EVENTS]),
    ([_O.CHECKED], [_O.HELD], [Can.CHECK_EVENTS]),
    ([_O.CANCELLED], [_O.PLANNED], [Can.TRACK_EVENTS]),
)

_B = Practice.Status
PRACTICE = table_of(
    ([_B.DRAFT, _B.RETURNED], [_B.SUBMITTED], [Can.PROPOSE_PRACTICES]),
    ([_B.SUBMITTED], [_B.DRAFT], [Can.PROPOSE_PRACTICES]),
    ([_B.SUBMITTED], [_B.PUBLISHED, _B.RETURNED], [Can.REVIEW_PRACTICES]),
    ([_B.PUBLISHED], [_B.WITHDRAWN], [Can.PROPOSE_PRACTICES, Can.REVIEW_PRACTICES]),
    ([_B.WITHDRAWN], [_B.DRAFT], [Can.PROPOSE_PRACTICES]),
)

_M = Meeting.Status
MEETING = table_of(
    ([_M.PLANNED], [_M.HELD, _M.CANCELLED], [Can.MANAGE_PROGRAMS]),
    ([_M.HELD], [_M.SIGNED], [Can.PUBLISH_PROGRAMS]),
    ([_M.HELD, _M.CANCELLED], [_M.PLANNED], [Can.MANAGE_PROGRAMS]),
)

_D = Decision.Status
DECISION = table_of(
    ([_D.OPEN], [_D.DONE], [Can.TRACK_EVENTS]),
    ([_D.OPEN], [_D.DROPPED], [Can.MANAGE_PROGRAMS]),
    ([_D.DONE, _D.DROPPED], [_D.OPEN], [Can.MANAGE_PROGRAMS]),
)
