"""What is looked at: a cycle, all organizations or one type, the whole or a track."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from monitoring.models import Cycle, Result, Summary, Track
from portal.models import Unit

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
            unit__path__startswith=branch.path,
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
            unit__path__startswith=branch.path,
        ).select_related("unit__organization", "unit__parent")
        if self.organization_type:
            rows = rows.filter(unit__organization__type=self.organization_type)
        return rows
