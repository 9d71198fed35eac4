"""What the analysis of needs proposes for a municipality; pure.

First those who are prospective are trained for the posts that lack somebody, then
ready people of neighbors are asked, and a competition is announced for the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

COMPETITION = "competition"
TRAINING = "training"
TRANSFER = "transfer"
MENTORING = "mentoring"
# the day of the year after the analysis by which each is due
DUE = {
    COMPETITION: (4, 1),
    TRAINING: (11, 1),
    TRANSFER: (3, 1),
    MENTORING: (2, 1),
}


@dataclass(frozen=True)
class Need:
    """Posts covered by one person, by nobody, and the people there are."""

    thin: int
    bare: int
    prospective: int
    ready_elsewhere: int


@dataclass(frozen=True)
class Proposal:
    """One action: its kind, for how many people, by which day."""

    kind: str
    people: int
    due_on: dt.date


def propose(need: Need, year: int) -> Iterator[Proposal]:
    """Yield the actions of the year after `year` that would close the need."""
    lacking = need.bare + need.thin
    trained = min(need.prospective, lacking)
    asked = min(need.ready_elsewhere, max(need.bare - trained, 0))
    invited = max(lacking - trained - asked, 0)
    for kind, people in (
        (TRAINING, trained),
        (MENTORING, trained),
        (TRANSFER, asked),
        (COMPETITION, invited),
    ):
        if people:
            yield Proposal(kind, people, dt.date(year + 1, *DUE[kind]))
