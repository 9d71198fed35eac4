"""Where monitoring leads from a unit: its latest results and its collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Cycle
from monitoring.results import links as places
from portal.models import Unit, User
from portal.unit_links import UnitLink

LOOKED_AT = 40  # newest cycles, of all regions within sight


@dataclass
class Latest:
    """A region's latest cycle with results, and the newest that collects."""

    computed: Cycle | None = None
    collecting: Cycle | None = None


def links(user: User, units: Sequence[Unit]) -> Mapping[int, Sequence[UnitLink]]:
    """Return the links of each unit by its id; one query for all."""
    latest: dict[int, Latest] = {}
    for cycle in Cycle.objects.visible_to(user).latest_first()[:LOOKED_AT]:
        of_region = latest.setdefault(cycle.owner_id, Latest())
        if cycle.has_results and of_region.computed is None:
            of_region.computed = cycle
        if cycle.is_collecting and of_region.collecting is None:
            of_region.collecting = cycle
    return {
        unit.pk: list(_of_unit(unit, latest.get(unit.ancestor_ids[0], Latest())))
        for unit in units
    }


def _of_unit(unit: Unit, latest: Latest) -> Iterator[UnitLink]:
    if latest.computed:
        label = _("Results, %(year)s") % {"year": latest.computed.year}
        yield UnitLink(label, places.unit(latest.computed.pk, unit.pk), "chart")
    if latest.collecting:
        label = _("Collection, %(year)s") % {"year": latest.collecting.year}
        yield UnitLink(label, _collection(latest.collecting, unit), "grid")


def _collection(cycle: Cycle, unit: Unit) -> str:
    """Return the region's progress, below it the values themselves."""
    if unit.kind == Unit.Kind.REGION:
        return reverse("monitoring:collection", args=[cycle.pk])
    return reverse("monitoring:entry", args=[cycle.pk, unit.pk])
