"""What is looked at: a cycle, all organizations or one type, the whole or a track."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from monitoring.models import Cycle, Result, Summary, Track
from portal.models import Unit
from portal.remembered import remembered

Kept = TypeVar("Kept")

TERRITORIES = (Unit.Kind.REGION, Unit.Kind.MUNICIPALITY)


@dataclass(frozen=True)
class Lens:
    """One view of a cycle's figures; the slice holds for every figure of a page."""

    cycle: Cycle
    organization_type: str = ""
    track: Track | None = None

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address that keep the view."""
        track = str(self.track.number) if self.track else ""
        return {"type": self.organization_type, "track": track}

    def kept(self, name: str, make: Callable[[], Kept], *parts: object) -> Kept:
        """Return a figure of the whole view; computed once for a computed cycle."""
        at = self.cycle.computed_at
        if at is None:
            return make()
        track = self.track.pk if self.track else ""
        parts = (self.cycle.pk, at.timestamp(), self.organization_type, track, *parts)
        return remembered(":".join(["results", name, *map(str, parts)]), make)

    def municipalities(self) -> QuerySet[Summary]:
        """Consolidated values of the municipalities of the cycle's region."""
        return self.summaries().filter(unit__kind=Unit.Kind.MUNICIPALITY)

    def summaries(self) -> QuerySet[Summary]:
        """Consolidated values of regions and municipalities."""
        return Summary.objects.filter(
            cycle=self.cycle,
            organization_type=self.organization_type,
            track=self.track,
            unit__kind__in=TERRITORIES,
        ).select_related("unit", "track")

    def organizations(self, branch: Unit) -> QuerySet[Summary]:
        """Consolidated values of the branch's organizations, of the type if set."""
        rows = Summary.objects.filter(
            cycle=self.cycle,
            organization_type="",
            track=self.track,
            unit__kind=Unit.Kind.ORGANIZATION,
            **self._below(branch),
        ).select_related("unit__organization", "unit__parent", "track")
        if self.organization_type:
            rows = rows.filter(unit__organization__type=self.organization_type)
        return rows

    def results(self) -> QuerySet[Result]:
        """Values of indicators of regions and municipalities."""
        return Result.objects.filter(
            cycle=self.cycle,
            organization_type=self.organization_type,
            unit__kind__in=TERRITORIES,
        )

    def organization_results(self, branch: Unit) -> QuerySet[Result]:
        """Values of indicators of the branch's organizations."""
        rows = Result.objects.filter(
            cycle=self.cycle,
            organization_type="",
            unit__kind=Unit.Kind.ORGANIZATION,
            **self._below(branch),
        ).select_related("unit__organization", "unit__parent")
        if self.organization_type:
            rows = rows.filter(unit__organization__type=self.organization_type)
        return rows

    def _below(self, branch: Unit) -> dict[str, str]:
        """The filter for a branch; all rows of a cycle lie below its owner."""
        if branch.pk == self.cycle.owner_id:
            return {}
        return {"unit__path__startswith": branch.path}
