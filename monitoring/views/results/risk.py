"""The risk group of a cycle, and the history of a head across organizations."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.forms.results import RiskForm
from monitoring.models import Cycle
from monitoring.results import person as reading
from monitoring.results import risk
from monitoring.views.results import guards
from portal import access, listing, person_parts
from portal.access import Can
from portal.http import Request


@require_safe
def index(request: Request, pk: int) -> HttpResponse:
    """List the heads in the risk group, the most years in a row first."""
    access.require_anywhere(request.user, Can.READ_LETTERS)
    cycle = guards.cycle_of(request, pk)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    places = guards.municipalities(request, cycle)
    form = RiskForm(request.GET, municipalities=places)
    rows = risk.within_sight(request.user, cycle)
    chosen = risk.narrowed(rows, form.chosen("municipality"), form.chosen("years"))
    sort = request.GET.get("sort", "")
    page = listing.page_of(risk.ordered(chosen, sort), request.GET)
    context = {
        "cycle": cycle,
        "form": form,
        "page": page,
        "rows": risk.rows_of(list(page), cycle),
        "counts": risk.counts(rows),
        "decimals": cycle.methodology.decimals,
        "crumb": guards.region_crumb(request, cycle),
        "cycle_links": guards.cycle_links(request, cycle, "monitoring:risk"),
    }
    return render(request, "monitoring/results/risk.html", context)


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """Show a head's years across organizations and the marks of risk."""
    access.require_anywhere(request.user, Can.READ_LETTERS)
    found = risk.person_for(request.user, pk)
    if found is None:
        raise Http404
    cycles = (
        Cycle.objects.visible_to(request.user)
        .with_results()
        .filter(kind=Cycle.Kind.ANNUAL)
        .select_related("methodology", "owner")
        .order_by("year")
    )
    seen = risk.appointments_for(request.user).filter(person=found)
    context = {
        "shown": reading.of(found, list(cycles), seen),
        "parts": person_parts.parts(request.user, found),
        "section": "risk",
    }
    return render(request, "monitoring/results/person.html", context)
