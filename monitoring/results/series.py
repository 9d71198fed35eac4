"""Values over cycles: those before this one of the same territory and kind."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from monitoring.models import Cycle, Indicator, Result, Summary, Track

LONGEST = 8


def cycles_until(cycle: Cycle) -> list[Cycle]:
    """Return the latest cycles with results up to this one, the oldest first."""
    rows = (
        Cycle.objects.with_results()
        .filter(owner=cycle.owner_id, kind=cycle.kind, closes_on__lte=cycle.closes_on)
        .select_related("methodology")
        .latest_first()[:LONGEST]
    )
    return list(rows)[::-1]


def summaries(
    cycles: Iterable[Cycle],
    units: Iterable[int],
    organization_type: str = "",
    track: Track | None = None,
) -> dict[int, dict[int, Summary]]:
    """Return consolidated values by unit and cycle; a track goes by its number."""
    rows = Summary.objects.filter(
        cycle__in=list(cycles),
        unit__in=list(units),
        organization_type=organization_type,
    )
    if track is None:
        rows = rows.filter(track=None)
    else:
        rows = rows.filter(track__number=track.number)
    found: dict[int, dict[int, Summary]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {})[row.cycle_id] = row
    return found


def results(
    cycles: Iterable[Cycle], unit_id: int, indicator: Indicator, organization_type: str
) -> dict[int, Result]:
    """Return the values of the indicator by cycle; it is matched by its code."""
    rows = Result.objects.filter(
        cycle__in=list(cycles),
        unit=unit_id,
        organization_type=organization_type,
        indicator__code=indicator.code,
    )
    return {row.cycle_id: row for row in rows}


def values(cycles: Iterable[Cycle], found: dict[int, Summary]) -> list[Decimal | None]:
    """Return one unit's values in the order of the cycles, None where there is none."""
    return [found[cycle.pk].value if cycle.pk in found else None for cycle in cycles]
