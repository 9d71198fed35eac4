"""What letters are made of, read for many organizations at once.

The number of queries is the same for one organization and for five hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from monitoring.models import (
    Cycle,
    Indicator,
    Recommendation,
    Result,
    Submission,
    Summary,
)
from portal.errors import Refused
from portal.models import Appointment, Body, Unit

Medians = dict[tuple[str, int], Decimal | None]


@dataclass(frozen=True)
class Common:
    """What all letters of a cycle share.

    `medians` and `typical` (of the consolidated value) are those of a region's
    organizations of one type; `municipalities` holds their consolidated values.
    """

    cycle: Cycle
    body: Body
    indicators: Sequence[Indicator]
    organizations: int
    medians: Medians
    typical: dict[str, Decimal | None]
    municipalities: dict[int, Decimal | None]


@dataclass(frozen=True)
class Facts:
    """What is known of one organization in the cycle."""

    unit: Unit
    head: Appointment | None
    results: dict[int, Result]
    summary: Summary | None
    recommendations: Sequence[Recommendation]


def common(cycle_id: int) -> Common:
    """Read what all letters share; Refused if nobody is there to sign them."""
    cycle = Cycle.objects.select_related("methodology", "owner").get(pk=cycle_id)
    body = cycle.owner.bodies.filter(kind=Body.Kind.REGIONAL_AUTHORITY).first()
    if body is None:
        raise Refused(_("The region has no authority that would sign the letters."))
    return Common(
        cycle=cycle,
        body=body,
        indicators=list(cycle.methodology.indicators.select_related("track")),
        organizations=expected(cycle).count(),
        medians=_medians(cycle),
        typical=_typical(cycle),
        municipalities=_municipalities(cycle),
    )


def expected(cycle: Cycle) -> QuerySet[Unit]:
    """Organizations that report in the cycle, by municipality and name."""
    asked = Submission.objects.filter(cycle=cycle).values("unit_id")
    return (
        Unit.objects.organizations()
        .filter(pk__in=asked)
        .order_by("parent__sort_name", "parent_id", "sort_name", "pk")
    )


def facts(cycle: Cycle, unit_ids: Sequence[int]) -> list[Facts]:
    """Read what is known of the organizations, in the order given."""
    units = Unit.objects.select_related("organization", "parent").in_bulk(unit_ids)
    heads = _heads(cycle, unit_ids)
    results = _results(cycle, unit_ids)
    summaries = _summaries(cycle, unit_ids)
    advice = _recommendations(cycle, unit_ids)
    return [
        Facts(
            unit=units[pk],
            head=heads.get(pk),
            results=results[pk],
            summary=summaries.get(pk),
            recommendations=advice[pk],
        )
        for pk in unit_ids
    ]


def head_of(cycle: Cycle, unit_id: int) -> Appointment | None:
    """Return who led the organization on the cycle's day."""
    return _heads(cycle, [unit_id]).get(unit_id)


def _heads(cycle: Cycle, unit_ids: Iterable[int]) -> dict[int, Appointment]:
    rows = (
        Appointment.objects.of_heads()
        .on(cycle.reference_on)
        .filter(position__unit__in=unit_ids)
        .select_related("person", "position")
    )
    return {row.position.unit_id: row for row in rows}


def _results(cycle: Cycle, unit_ids: Iterable[int]) -> dict[int, dict[int, Result]]:
    rows: dict[int, dict[int, Result]] = defaultdict(dict)
    for row in Result.objects.whole().filter(cycle=cycle, unit__in=unit_ids):
        rows[row.unit_id][row.indicator_id] = row
    return rows


def _summaries(cycle: Cycle, unit_ids: Iterable[int]) -> dict[int, Summary]:
    rows = Summary.objects.whole().filter(cycle=cycle, unit__in=unit_ids)
    return {row.unit_id: row for row in rows}


def _recommendations(
    cycle: Cycle, unit_ids: Iterable[int]
) -> dict[int, list[Recommendation]]:
    rows: dict[int, list[Recommendation]] = defaultdict(list)
    found = (
        Recommendation.objects.filter(cycle=cycle, unit__in=unit_ids, in_letter=True)
        .select_related("text", "rule__indicator")
        .in_order()
    )
    for row in found:
        rows[row.unit_id].append(row)
    return rows


def _medians(cycle: Cycle) -> Medians:
    rows = Result.objects.filter(cycle=cycle, unit=cycle.owner)
    found = rows.values_list("organization_type", "indicator_id", "median")
    return {(kind, indicator): median for kind, indicator, median in found}


def _typical(cycle: Cycle) -> dict[str, Decimal | None]:
    rows = Summary.objects.filter(cycle=cycle, unit=cycle.owner, track=None)
    return dict(rows.values_list("organization_type", "median"))


def _municipalities(cycle: Cycle) -> dict[int, Decimal | None]:
    rows = Summary.objects.whole().filter(
        cycle=cycle, unit__kind=Unit.Kind.MUNICIPALITY
    )
    return dict(rows.values_list("unit_id", "value"))
