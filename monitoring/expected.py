"""Who reports what: which units a method asks, and which indicators a unit has."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from monitoring.models import Cycle, Indicator
from portal.models import Unit


def asked_units(cycle: Cycle) -> QuerySet[Unit]:
    """Units of the cycle's region that report at least one indicator."""
    asked = Q(pk__in=[])
    for indicator in cycle.methodology.indicators.all():
        asked |= applies(indicator)
    return Unit.objects.within(cycle.owner).active_on(cycle.reference_on).filter(asked)


def applies(indicator: Indicator, path: str = "") -> Q:
    """Return the filter for units that report the indicator; `path` leads to them."""
    to = f"{path}__" if path else ""
    asked = Q(**{f"{to}kind": indicator.collected_at})
    if indicator.organization_types:
        types = tuple(indicator.organization_types)
        asked &= Q(**{f"{to}organization__type__in": types})
    if indicator.sample_flag:
        asked &= Q(**{f"{to}organization__is_{indicator.sample_flag}": True})
    return asked


def indicators_of(unit: Unit, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Return those of the indicators that the unit reports, in their order."""
    return [indicator for indicator in indicators if _reports(unit, indicator)]


def _reports(unit: Unit, indicator: Indicator) -> bool:
    if unit.kind != indicator.collected_at:
        return False
    if unit.kind != Unit.Kind.ORGANIZATION:
        return True
    organization = unit.organization
    types, flag = indicator.organization_types, indicator.sample_flag
    return (not types or organization.type in types) and (
        not flag or getattr(organization, f"is_{flag}")
    )
