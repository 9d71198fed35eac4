"""The succession map: posts that will be free, and who is ready to take them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from portal import access
from portal.access import Can
from portal.models import User
from reserve import cover
from reserve.cover import Advice, Cover
from reserve.reading.kept import Kept
from reserve.succession_words import REASONS

YEARS = 3
SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Lens:
    """Which posts are looked at: up to the end of a year, of a type, for a reason.

    `branch` is the path of a unit, to look at its branch alone.
    """

    today: dt.date
    year: int
    type: str = ""
    reason: str = ""
    branch: str = ""

    @property
    def until(self) -> dt.date:
        """The last day of the horizon."""
        return dt.date(self.year, 12, 31)

    @property
    def years(self) -> list[int]:
        """The years of the horizon, from this one."""
        return list(range(self.today.year, self.year + 1))[:YEARS]


@dataclass(frozen=True)
class Row:
    """A municipality, or all of them: posts, those that will be free, by cover.

    `vacancies` are declared; `nearest` is the first day of a bare post, `why` its code.
    """

    municipality_id: int
    name: str
    posts: int
    free: int
    by_year: tuple[int, ...]
    full: int
    thin: int
    bare: int
    ready: int
    prospective: int
    vacancies: int = 0
    nearest: dt.date | None = None
    why: str = ""

    @property
    def reason(self) -> str:
        """Why the nearest bare post will be free, in words."""
        return str(REASONS[self.why]) if self.why else ""


@dataclass(frozen=True)
class Map:
    """The rows, barest first, their sum, and the people without double count."""

    rows: list[Row]
    total: Row
    people_ready: int
    people: int

    @property
    def bare_places(self) -> int:
        """In how many municipalities nobody is ready for some post."""
        return sum(1 for row in self.rows if row.bare)


@dataclass(frozen=True)
class Line:
    """A head's post that will be free: when, why, who fits, what to do first."""

    unit_id: int
    municipality_id: int
    name: str
    type: str
    appointment_id: int | None
    vacancy_id: int | None
    free_on: dt.date
    reasons: Sequence[str]
    risk_years: int | None
    is_vacant: bool
    fits: int
    elsewhere: int
    prospective: int
    holder: str

    @property
    def cover(self) -> Cover:
        """How well it is covered."""
        return cover.of(self.fits)

    @property
    def advice(self) -> Advice:
        """What to do first."""
        return cover.advice(
            fits=self.fits,
            is_vacant=self.is_vacant,
            is_declared=self.vacancy_id is not None,
            elsewhere=self.elsewhere,
            prospective=self.prospective,
        )


@dataclass(frozen=True)
class Ready:
    """A ready member who fits a post."""

    member_id: int
    name: str


def of_region(user: User, lens: Lens) -> Map:
    """Return the map of the user's branches; two queries, whatever the size."""
    parameters = _parameters(user, lens)
    rows = [_row(found, lens) for found in _fetched("by_municipality", parameters)]
    ready, people = _fetched("people", parameters)[0]
    return Map(rows, _total(rows, lens), ready, people)


def kept(figures: Kept, user: User, lens: Lens) -> Map:
    """Return the map, which is dear: as it was counted after the last change."""
    parameters = (lens.year, lens.type, lens.reason, lens.branch)
    return figures.of("map", lambda: of_region(user, lens), *parameters)


def lines(user: User, lens: Lens, municipality: int = 0) -> list[Line]:
    """Return the posts that will be free, barest and nearest first; one query.

    `municipality` 0 stands for all the user's branches.
    """
    parameters = _parameters(user, lens) | {"municipality": municipality}
    return [Line(*found) for found in _fetched("lines", parameters)]


def ready(user: User, lens: Lens, units: Iterable[int]) -> Mapping[int, list[Ready]]:
    """Return who fits, by the organization's id; one query."""
    parameters = _parameters(user, lens) | {"units": list(units)}
    found: dict[int, list[Ready]] = defaultdict(list)
    for unit, member, *names, _person in _fetched("pairs", parameters):
        found[unit].append(Ready(member, " ".join(filter(None, names))))
    return found


def _parameters(user: User, lens: Lens) -> dict[str, Any]:
    return {
        "branches": _branches(user, lens.branch),
        "today": lens.today,
        "until": lens.until,
        "year_end": dt.date(lens.today.year, 12, 31),
        "year": lens.today.year,
        "age": settings.RESERVE_AGE_LIMIT,
        "type": lens.type,
        "reason": lens.reason,
    }


def _branches(user: User, branch: str) -> list[str]:
    """Return LIKE patterns of where the user works with the reserve."""
    if user.is_superuser and user.is_active:
        return [f"{branch}%"]
    own = access.branches(user, Can.SEE_RESERVE)
    if branch:
        own = [branch for path in own if branch.startswith(path)]
    return [f"{path}%" for path in own]


def _fetched(name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_query(name), parameters)
        return list(cursor.fetchall())


@cache
def _query(name: str) -> str:
    """Return the posts and what is asked of them, as one statement."""
    parts = ("posts", name)
    return "".join((SQL / f"{part}.sql").read_text("utf-8") for part in parts)


def _row(found: Sequence[Any], lens: Lens) -> Row:
    key, name, vacancies, nearest, why, *counts = found
    posts, free, *rest = map(int, counts)
    full, thin, bare, people, prospective = rest[YEARS:]
    return Row(
        municipality_id=key,
        name=name,
        posts=posts,
        free=free,
        by_year=tuple(rest[: len(lens.years)]),
        full=full,
        thin=thin,
        bare=bare,
        ready=people,
        prospective=prospective,
        vacancies=vacancies,
        nearest=nearest,
        why=why or "",
    )


def _total(rows: Sequence[Row], lens: Lens) -> Row:
    names = (
        *("posts", "free", "full", "thin", "bare"),
        *("ready", "prospective", "vacancies"),
    )
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    by_year = tuple(
        sum(row.by_year[place] for row in rows) for place in range(len(lens.years))
    )
    return Row(municipality_id=0, name="", by_year=by_year, **sums)
