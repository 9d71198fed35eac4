"""Whose occurrences a user follows: of a whole territory, or of their own units."""

from __future__ import annotations

from dataclasses import dataclass

from portal import access
from portal.access import Can
from portal.models import Unit, User


@dataclass(frozen=True)
class Territory:
    """Ids of the units whose occurrences are looked at; `units` is null for all.

    `own` are those in which the user works, `above` are read only: what a region
    plans is for its municipalities too.
    """

    units: frozenset[int] | None
    own: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether everything is looked at, so that tallies say it all."""
        return self.units is None

    def within(self, unit_id: int | None) -> Territory:
        """Return the territory narrowed to one of its units."""
        if unit_id is None:
            return self
        if self.units is not None and unit_id not in self.units:
            return Territory(frozenset())
        return Territory(frozenset({unit_id}), frozenset({unit_id}))


def of(user: User) -> Territory:
    """Return what the user looks at: regional staff all, the others their branch."""
    paths = access.branches(user, Can.SEE_PROGRAMS)
    if (user.is_superuser and user.is_active) or any(_depth(p) == 1 for p in paths):
        return Territory(None)
    ids = frozenset(int(part) for path in paths for part in path.split("/") if part)
    own = frozenset(int(path.split("/")[1]) for path in paths)
    return Territory(ids, own)


def municipality_of(user: User) -> Unit | None:
    """Return the only municipality in which the user works, null for others."""
    own = of(user).own
    return Unit.objects.get(pk=next(iter(own))) if len(own) == 1 else None


def _depth(path: str) -> int:
    return path.count("/")
