"""The region at a glance, and its heat map."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.forms.results import OrderedSliceForm, SliceForm
from monitoring.models import Cycle
from monitoring.results import glance, heat, measured, series, spread, units
from monitoring.results.lens import Lens
from monitoring.views.results import guards
from portal import listing
from portal.http import Request
from portal.navigation import link


@require_safe
def index(request: Request, pk: int) -> HttpResponse:
    """Show the consolidated value, what it is made of, and who moved."""
    cycle = guards.cycle_of(request, pk)
    if not guards.sees_region(request, cycle):
        return guards.to_own_unit(request, cycle)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    tracks = guards.tracks_of(cycle)
    form = SliceForm(request.GET, tracks=tracks)
    lens = guards.lens_of(form, cycle, tracks)
    context = _figures(lens, request.GET) | {
        "cycle": cycle,
        "form": form,
        "lens": lens,
        "decimals": cycle.methodology.decimals,
        "cycle_links": guards.cycle_links(request, cycle, "monitoring:results"),
        "xlsx_url": link("monitoring:results_xlsx", cycle.pk),
    }
    return render(request, "monitoring/results/region.html", context)


@require_safe
def heat_map(request: Request, pk: int) -> HttpResponse:
    """Show municipalities by indicators; the heading names the weakest."""
    cycle = guards.cycle_of(request, pk)
    if not guards.sees_region(request, cycle):
        return guards.to_own_unit(request, cycle)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    tracks = guards.tracks_of(cycle)
    form = OrderedSliceForm(request.GET, tracks=tracks)
    lens = guards.lens_of(form, cycle, tracks)
    indicators = [
        one
        for one in measured.of_method(cycle)
        if lens.track is None or one.track_id == lens.track.pk
    ]
    rows = heat.municipalities(lens, form.chosen("sort"))
    page = listing.page_of(rows, request.GET, listing.WHOLE)
    context = {
        "cycle": cycle,
        "form": form,
        "lens": lens,
        "page": page,
        "map": heat.of(lens, indicators, page),
        "cycle_links": guards.cycle_links(request, cycle, "monitoring:heat_map"),
        "xlsx_url": link("monitoring:results_xlsx", cycle.pk),
    }
    return render(request, "monitoring/results/heat_map.html", context)


def _figures(lens: Lens, query: QueryDict) -> dict[str, object]:
    cycle: Cycle = lens.cycle
    cycles = series.cycles_until(cycle)
    rows = units.municipalities(lens, query.get("sort", ""))
    page = listing.page_of(rows, query, listing.WHOLE)
    return {
        "glance": glance.of(cycle.owner, lens, cycles),
        "page": page,
        "municipalities": units.municipality_rows(page, lens, cycles),
        "moved": units.moving(lens.municipalities(), lens, "municipalities"),
        "moved_organizations": units.moving(
            lens.organizations(cycle.owner), lens, "organizations"
        ),
        "spread": spread.of_organizations(lens, cycle.owner),
        "handed": units.total(lens),
    }
