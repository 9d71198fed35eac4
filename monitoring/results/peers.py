"""The others of the same kind and type, as values without names."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db.models import Count, QuerySet

from monitoring.models import Summary
from monitoring.results import spread
from monitoring.results.lens import Lens
from portal import charts
from portal.charts.peers import PeerStrip
from portal.models import Unit


def strip(unit: Unit, lens: Lens, mine: Decimal | None) -> PeerStrip | None:
    """Return one's place among the others; None without a value or without others."""
    if mine is None:
        return None
    others = Counter(_values(unit, lens))
    others[mine] -= 1
    if others.total() < 1:
        return None
    scale = spread.borders(lens.cycle.methodology)
    return charts.peers(mine, +others, scale.medium_from, scale.high_from)


def _values(unit: Unit, lens: Lens) -> dict[Decimal, int]:
    """How many have which value, one's own among them."""
    rows = _rows(unit, lens).exclude(value=None).order_by()
    found = rows.values_list("value").annotate(count=Count("*"))
    type_ = unit.organization.type if unit.kind == Unit.Kind.ORGANIZATION else ""
    return lens.kept("peers", lambda: dict(found), unit.kind, type_)


def _rows(unit: Unit, lens: Lens) -> QuerySet[Summary]:
    region = lens.cycle.owner
    if unit.kind == Unit.Kind.ORGANIZATION:
        return Lens(lens.cycle, unit.organization.type).organizations(region)
    return lens.summaries().filter(
        unit__kind=unit.kind, unit__path__startswith=region.path
    )
