"""The others of the same kind and type, as values without names."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from monitoring.models import Summary
from monitoring.results import spread
from monitoring.results.lens import Lens
from portal import charts
from portal.charts.peers import PeerStrip
from portal.models import Unit


def strip(unit: Unit, lens: Lens, mine: Decimal | None) -> PeerStrip | None:
    """Return one's place among the others; None without a value or without others."""
    rows = _rows(unit, lens).exclude(unit=unit).exclude(value=None)
    others = [
        value for value in rows.values_list("value", flat=True) if value is not None
    ]
    if mine is None or not others:
        return None
    scale = spread.borders(lens.cycle.methodology)
    return charts.peers(mine, others, scale.medium_from, scale.high_from)


def _rows(unit: Unit, lens: Lens) -> QuerySet[Summary]:
    region = lens.cycle.owner
    if unit.kind == Unit.Kind.ORGANIZATION:
        return Lens(lens.cycle, unit.organization.type).organizations(region)
    return lens.summaries().filter(
        unit__kind=unit.kind, unit__path__startswith=region.path
    )
