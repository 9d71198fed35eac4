"""How a value was computed: of an indicator, and a consolidated one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring import counted
from monitoring.models import Cycle, Result, Summary, Track
from monitoring.results import (
    contributors,
    corrections,
    explanation,
    links,
    order,
    passport,
)
from monitoring.views.results import guards
from monitoring.views.results.indicator import indicator_of
from portal.http import Request
from portal.models import Organization, Unit

ON_PAGE = 50
TYPES = dict(Organization.Type.choices)


@require_safe
def value(request: Request, pk: int, unit_pk: int, indicator_pk: int) -> HttpResponse:
    """Tell how the value of an indicator was computed, down to who gave what."""
    cycle = guards.cycle_of(request, pk)
    unit = guards.unit_of(request, cycle, unit_pk)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    indicator = indicator_of(cycle, indicator_pk)
    row = _result(request, cycle, unit, indicator.pk)
    below = contributors.below(unit, cycle, indicator, row.organization_type)
    sort = request.GET.get("sort", "")
    page = Paginator(
        below.order_by(*order.fields(sort, contributors.SORTS, "name")), ON_PAGE
    ).get_page(request.GET.get("page"))
    is_sum = contributors.is_sum(unit, indicator)
    context = _shared(request, cycle, unit, row.organization_type) | {
        "indicator": indicator,
        "explained": explanation.of_value(row, indicator, cycle),
        "is_sum": is_sum,
        "states": contributors.states(below),
        "page": page,
        "rows": [contributors.row_of(one) for one in page],
        "entries": [] if is_sum else corrections.of_value(unit, cycle, indicator),
        "corrected": corrections.count_below(unit, cycle, indicator),
        "passport": passport.brief(indicator),
        "counted": counted.of(unit, cycle, indicator),
        "indicator_url": links.indicator(
            cycle.pk, indicator.pk, unit=str(unit.pk), type=row.organization_type
        ),
    }
    return render(request, "monitoring/results/explain.html", context)


@require_safe
def summary(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Tell how a consolidated value was computed, as a weighted mean."""
    cycle = guards.cycle_of(request, pk)
    unit = guards.unit_of(request, cycle, unit_pk)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    track, slice_ = _track(request, cycle), _slice(request)
    row = (
        Summary.objects.visible_to(request.user)
        .filter(cycle=cycle, unit=unit, organization_type=slice_, track=track)
        .select_related("track")
        .first()
    )
    if row is None:
        raise Http404
    context = _shared(request, cycle, unit, slice_) | {
        "track": track,
        "explained": explanation.of_summary(row, unit, cycle, slice_, track),
    }
    return render(request, "monitoring/results/summary_explain.html", context)


def _shared(
    request: Request, cycle: Cycle, unit: Unit, slice_: str
) -> dict[str, object]:
    return {
        "cycle": cycle,
        "unit": unit,
        "method": cycle.methodology,
        "decimals": cycle.methodology.decimals,
        "slice": slice_,
        "slice_name": TYPES.get(slice_, ""),
        "unit_url": links.unit(cycle.pk, unit.pk, type=slice_),
        "crumb": guards.region_crumb(request, cycle),
    }


def _result(request: Request, cycle: Cycle, unit: Unit, indicator_pk: int) -> Result:
    row = (
        Result.objects.visible_to(request.user)
        .filter(
            cycle=cycle,
            unit=unit,
            indicator=indicator_pk,
            organization_type=_slice(request),
        )
        .first()
    )
    if row is None:
        raise Http404
    return row


def _slice(request: Request) -> str:
    asked = request.GET.get("type", "")
    return asked if asked in TYPES else ""


def _track(request: Request, cycle: Cycle) -> Track | None:
    asked = request.GET.get("track", "")
    if not asked:
        return None
    for track in guards.tracks_of(cycle):
        if str(track.number) == asked:
            return track
    raise Http404
