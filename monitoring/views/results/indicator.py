"""One indicator: its passport, its value, its years, who gave what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from monitoring.forms.results import TerritoryForm
from monitoring.models import Cycle, Indicator
from monitoring.results import indicator as reading
from monitoring.results import passport
from monitoring.views.results import guards
from portal import listing
from portal.http import Request, id_of
from portal.models import Unit


@require_safe
def page(request: Request, pk: int, indicator_pk: int) -> HttpResponse:
    """Show the indicator in the region, or in `?unit=`, or in one's own unit."""
    cycle = guards.cycle_of(request, pk)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    indicator = indicator_of(cycle, indicator_pk)
    unit = _unit(request, cycle)
    shown_of = {**request.GET.dict(), "unit": unit.pk}
    form = TerritoryForm(shown_of, offered=_offered(request, cycle))
    slice_ = "" if unit.kind == Unit.Kind.ORGANIZATION else form.chosen("type")
    sees_region = guards.sees_region(request, cycle)
    rows = reading.below(unit, cycle, indicator, slice_, request.GET.get("sort", ""))
    page = listing.page_of(rows, request.GET, listing.WHOLE)
    shown = reading.of(unit, cycle, indicator, slice_, sees_region=sees_region)
    context = {
        "cycle": cycle,
        "indicator": indicator,
        "unit": unit,
        "form": form,
        "shown": shown,
        "passport": passport.fields(indicator),
        "page": page,
        "children": reading.children(page, cycle, indicator, slice_),
        "decimals": cycle.methodology.decimals,
        "crumb": guards.region_crumb(request, cycle),
    }
    years = render_to_string("monitoring/results/_years_table.html", context, request)
    context["years_table"] = years
    return render(request, "monitoring/results/indicator.html", context)


def indicator_of(cycle: Cycle, pk: int) -> Indicator:
    """Return the indicator of the cycle's method, or 404."""
    rows = cycle.methodology.indicators.select_related("track", "methodology")
    return get_object_or_404(rows, pk=pk)


def _unit(request: Request, cycle: Cycle) -> Unit:
    asked = request.GET.get("unit", "")
    if asked.isdecimal():
        return guards.unit_of(request, cycle, id_of(asked))
    return guards.widest(request, cycle)


def _offered(request: Request, cycle: Cycle) -> list[tuple[int, str]]:
    """The territories to choose from, for those who see the region."""
    if not guards.sees_region(request, cycle):
        return []
    region = (cycle.owner_id, cycle.owner.short_name)
    return [region, *guards.municipalities(request, cycle)]
