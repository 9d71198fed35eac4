"""The joined tokens of a cell, sorted by what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from programs.schedules import parts as days
from programs.schedules.bounding import whole_years
from programs.schedules.parts import Part
from programs.schedules.placing import all_placed, existing
from programs.schedules.structure import Period
from programs.schedules.tokens import Rate, Token

UNDERSTOOD = frozenset("QAXZKLFCTGHIJ0")


@dataclass(frozen=True)
class Clauses:
    """What a cell says, piece by piece."""

    tokens: tuple[Token, ...]

    @property
    def tags(self) -> frozenset[str]:
        """The roles present."""
        return frozenset(token.tag for token in self.tokens)

    def has_only(self, tags: str) -> bool:
        """Whether nothing but these roles is present."""
        return self.tags <= frozenset(tags)

    def all(self, tag: str) -> list[Token]:
        """Return the tokens of a role."""
        return [token for token in self.tokens if token.tag == tag]

    def parts(self, tag: str) -> list[Part]:
        """Return the parts of a role's tokens, in order."""
        return [part for token in self.all(tag) for part in token.parts]

    @property
    def years(self) -> tuple[int, ...]:
        """The years named by themselves."""
        return tuple(year for token in self.all("Z") for year in token.years)

    @property
    def rates(self) -> list[Rate]:
        """How often, as said in each place."""
        return [token.rate for token in self.all("Q") if token.rate]

    @property
    def is_continuous(self) -> bool:
        """Whether the work goes on throughout."""
        return bool(self.tags & set("CTG"))


@dataclass(frozen=True)
class Bounds:
    """From when to when something recurs, in which years, and what is guessed."""

    start: str
    end: str
    years: tuple[int, ...]
    guessed: tuple[str, ...] = ()


def period_text(period: Period) -> tuple[str, str]:
    """Return the period's bounds: months, or days where it is not of whole months."""
    start, end = period.start, period.end
    is_whole = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    if is_whole:
        return days.month_text(start), days.month_text(end)
    return start.isoformat(), end.isoformat()


def alike(start: str, end: str) -> tuple[str, str]:
    """Return both bounds as days where one of them is a day."""
    if len(start) == len(end):
        return start, end
    return days.first_day(start).isoformat(), days.last_day(end).isoformat()


def bounds(clauses: Clauses, period: Period) -> Bounds | None:
    """Return the one pair of bounds the clauses name; None if there are several."""
    named = [token for token in clauses.tokens if token.tag in "XZK"]
    edges = [token for token in clauses.tokens if token.tag in "FL"]
    if len(named) > 1 or (named and edges):
        return None
    if named:
        return named_bounds(named[0])
    if edges:
        return edge_bounds(clauses, period)
    years = tuple(period.years)
    guessed = ("start", "end", "years")
    return Bounds(*period_text(period), years, guessed)


def named_bounds(token: Token) -> Bounds | None:
    """Return the bounds of years, school years or one dated part."""
    parts = whole_years(token)
    if len(parts) != 1 or (token.tag == "K" and has_gaps(token.years)):
        return None
    start, end = days.bounds_text(parts[0])
    if token.tag == "Z":
        return Bounds(start, end, token.years)
    guessed = ("start", "end") if token.tag == "K" or parts[0].guessed else ()
    return Bounds(start, end, years_between(start, end), guessed)


def has_gaps(years: Sequence[int]) -> bool:
    """Whether years are left out between the first and the last."""
    return years[-1] - years[0] + 1 != len(years)


def years_between(start: str, end: str) -> tuple[int, ...]:
    """Return the calendar years from one text to the other."""
    return tuple(range(int(start[:4]), int(end[:4]) + 1))


def edge_bounds(clauses: Clauses, period: Period) -> Bounds | None:
    """Return the bounds of «с …», «до …» or both."""
    since, due = clauses.parts("F"), clauses.parts("L")
    if len(since) > 1 or len(due) > 1:
        return None
    end = one_dated(due, period) if due else None
    first = one_dated(since, period, end) if since else None
    if (due and not end) or (since and not first):
        return None
    limits = period_text(period)
    start_at = days.bounds_text(first)[0] if first else limits[0]
    end_at = days.bounds_text(end)[1] if end else limits[1]
    start_at, end_at = alike(start_at, end_at)
    if not (first and end) and start_at > end_at:
        start_at = end_at = start_at if first else end_at
    years = years_between(start_at, end_at)
    return Bounds(start_at, end_at, years, guessed_edges(since, due))


def guessed_edges(since: Sequence[Part], due: Sequence[Part]) -> tuple[str, ...]:
    """Return which of the two bounds the text does not say itself."""
    is_start_said = since and since[0].year
    is_end_said = due and due[0].year and "end" not in due[0].guessed
    said = {"start": bool(is_start_said), "end": bool(is_end_said)}
    return tuple(name for name, is_said in said.items() if not is_said)


def one_dated(
    parts: Sequence[Part], period: Period, before: Part | None = None
) -> Part | None:
    """Return the part with its year: its own, its neighbor's or the period's."""
    part = parts[0]
    if part.year:
        return part
    if before and before.year:
        options = existing([part.in_year(before.year - (part.first > before.first))])
    else:
        options = all_placed([part], period)
    return options[0] if options else None
