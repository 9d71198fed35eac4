"""Methodologies and the passports of their indicators, to read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from monitoring.models import Cycle, Methodology
from monitoring.results import method, passport
from portal.http import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """List the methodologies within sight, the newest first."""
    rows = Methodology.objects.visible_to(request.user).select_related("owner")
    context = {"methods": method.listed(rows)}
    return render(request, "monitoring/methods/list.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a methodology: tracks, indicators, scale, acts, findings, cycles."""
    shown = _method(request, pk)
    cycles = Cycle.objects.visible_to(request.user).filter(methodology=shown)
    context = {
        "method": shown,
        "sections": method.sections(shown),
        "criteria": shown.criteria.all(),
        "acts": method.acts(shown.basis),
        "findings": method.findings(shown.findings),
        "scale_origin": shown.provenance.get("scale"),
        "cycles": cycles.latest_first(),
    }
    return render(request, "monitoring/methods/page.html", context)


@require_safe
def indicator(request: Request, pk: int, indicator_pk: int) -> HttpResponse:
    """Show the passport of an indicator and where each field is from."""
    shown = _method(request, pk)
    rows = shown.indicators.select_related("track", "methodology")
    found = get_object_or_404(rows, pk=indicator_pk)
    cycles = Cycle.objects.visible_to(request.user).filter(methodology=shown)
    context = {
        "method": shown,
        "indicator": found,
        "passport": passport.fields(found),
        "criteria": found.criteria.all(),
        "neighbors": method.neighbors(shown, found),
        "cycles": cycles.with_results().latest_first(),
    }
    return render(request, "monitoring/methods/indicator.html", context)


def _method(request: Request, pk: int) -> Methodology:
    rows = Methodology.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(rows, pk=pk)
