"""Who fits a vacant post and why: reasons in words, no score; pure.

A member is held up by the first hurdle they do not take, in the order of `Hurdle`;
reserve/reading/hurdles.py asks them of all members at once.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


class Hurdle(enum.StrEnum):
    """Why somebody of the reserve is not proposed, in the order of asking."""

    HOLDER = enum.auto()  # holds this very post
    POST = enum.auto()  # prepares for another post
    TYPE = enum.auto()  # for other types of organizations
    READY = enum.auto()  # is not in the state "ready" yet
    BUSY = enum.auto()  # is being approved for another post
    PLACE = enum.auto()  # works elsewhere and did not agree to this municipality


class Mark(enum.StrEnum):
    """How a reason speaks: for, against, or with a reservation."""

    YES = enum.auto()
    HALF = enum.auto()
    NO = enum.auto()


@dataclass(frozen=True)
class Post:
    """The vacant post; `organization_type` is a code, `free_on` its first free day."""

    kind: str
    organization_type: str
    free_on: dt.date


@dataclass(frozen=True)
class Candidate:
    """What is asked of a member who fits; no organization types means any."""

    organization_types: Sequence[str]
    works_there: bool


@dataclass(frozen=True)
class Practice:
    """A finished internship, assistance or acting."""

    kind: str
    organization_type: str
    hours: int


@dataclass(frozen=True)
class Record:
    """What a member has done; null is unknown. `before` and `after` are test means."""

    term_ends_on: dt.date
    hours: int | None = None
    hours_done: int = 0
    conclusion: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    practice: Sequence[Practice] = ()


@dataclass(frozen=True)
class Reason:
    """One reason by its code, with the figures its words need."""

    code: str
    mark: Mark
    facts: Mapping[str, object] = field(default_factory=dict)


def left_after(fits: int, held: Mapping[Hurdle, int]) -> list[tuple[Hurdle, int, int]]:
    """Return for each hurdle how many are left after it, and how many it held up."""
    left = fits + sum(held.values())
    steps = []
    for name in Hurdle:
        left -= held.get(name, 0)
        steps.append((name, left, held.get(name, 0)))
    return steps


def reasons(candidate: Candidate, record: Record, post: Post) -> list[Reason]:
    """Return what speaks for and against, in a fixed order."""
    found = [
        _type(candidate, post),
        _plan(record),
        _practice(record, post),
        _place(candidate),
        _test(record),
        _conclusion(record),
        _term(record, post),
    ]
    return [one for one in found if one is not None]


ORDER = ("plan", "practice", "place", "conclusion", "term")
_RANKS = {Mark.YES: 0, Mark.HALF: 1, Mark.NO: 2}


def order(found: Iterable[Reason]) -> tuple[int, ...]:
    """Return the key to sort by: plan, practice, place, conclusion, term in turn."""
    marks = {reason.code.split(":")[0]: _RANKS[reason.mark] for reason in found}
    return tuple(marks.get(code, 1) for code in ORDER)


def _type(candidate: Candidate, post: Post) -> Reason:
    if candidate.organization_types:
        return Reason("type:named", Mark.YES, {"type": post.organization_type})
    return Reason("type:any", Mark.HALF)


def _plan(record: Record) -> Reason:
    if not record.hours:
        return Reason("plan:none", Mark.NO)
    facts = {"hours": record.hours, "done": record.hours_done}
    if record.hours_done >= record.hours:
        return Reason("plan:done", Mark.YES, facts)
    return Reason("plan:running", Mark.HALF, facts)


def _practice(record: Record, post: Post) -> Reason:
    type_ = post.organization_type
    same = [one for one in record.practice if one.organization_type == type_]
    facts = {"type": type_}
    if same:
        hours = sum(one.hours for one in same)
        acted = any(one.kind == "acting" for one in same)
        code = "practice:acting" if acted else "practice:same"
        return Reason(code, Mark.YES, {**facts, "hours": hours})
    if record.practice:
        return Reason("practice:other", Mark.HALF, facts)
    return Reason("practice:none", Mark.NO, facts)


def _place(candidate: Candidate) -> Reason:
    if candidate.works_there:
        return Reason("place:own", Mark.YES)
    return Reason("place:agrees", Mark.HALF)


def _test(record: Record) -> Reason | None:
    if record.after is None:
        return None
    if record.before is None:
        return Reason("test:once", Mark.HALF, {"after": record.after})
    gain = record.after - record.before
    mark = Mark.YES if gain > 0 else Mark.HALF
    return Reason("test:gain", mark, {"after": record.after, "gain": gain})


def _conclusion(record: Record) -> Reason:
    marks = {"ready": Mark.YES, "extend": Mark.HALF, "exclude": Mark.NO}
    if record.conclusion in marks:
        return Reason(f"conclusion:{record.conclusion}", marks[record.conclusion])
    return Reason("conclusion:none", Mark.HALF)


def _term(record: Record, post: Post) -> Reason:
    mark = Mark.YES if record.term_ends_on >= post.free_on else Mark.HALF
    code = "term:lasts" if mark == Mark.YES else "term:ends"
    return Reason(code, mark, {"until": record.term_ends_on})
