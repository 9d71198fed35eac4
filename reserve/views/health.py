"""Health of the reserve, and the lists behind its funnel."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import access
from portal.access import Can
from portal.http import Request
from portal.listing import page_of
from portal.models import Unit, User
from portal.search_words import fold
from reserve.models import Member, agreed
from reserve.reading import coverage, funnel, health, stays
from reserve.reading.kept import Kept


@require_safe
def page(request: Request) -> HttpResponse:
    """Show whether the reserve is used: every figure leads to its list."""
    user, today = request.user, timezone.localdate()
    access.require_anywhere(user, Can.SEE_RESERVE)
    kept = Kept(user, today)
    steps = kept.of("funnel", lambda: funnel.steps(funnel.applications(user)))
    figures = kept.of("health", lambda: _figures(user, today))
    context = {
        "steps": steps,
        "funnel_title": funnel.title(steps),
        "funnel_note": funnel.note(steps),
        **figures,
        "page": page_of(figures["places"], request.GET),
        "section": "health",
    }
    return render(request, "reserve/health/page.html", context)


@require_safe
def reached(request: Request, step: str) -> HttpResponse:
    """List the applications that came to a step of the funnel."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    if step not in funnel.DEPTH:
        raise Http404
    rows = funnel.reached(funnel.applications(request.user), step).filter(agreed())
    rows = rows.select_related("person", "unit__parent", "competition", "member")
    context = {
        "title": str(dict(funnel.STEPS)[step]),
        "page": page_of(rows.order_by(fold("person__last_name"), "pk"), request.GET),
        "section": "health",
    }
    return render(request, "reserve/health/reached.html", context)


def _figures(user: User, today: dt.date) -> dict[str, Any]:
    rows = Member.objects.within(user)
    seen = access.scope(user, Can.SEE_RESERVE, path="path")
    units = Unit.objects.filter(seen).active_on(today)
    region = access.home_region(user)
    is_whole = region is not None and access.may(user, Can.SEE_RESERVE, region)
    return {
        "use": health.use(rows),
        "to_appointment": stays.to_appointment(rows),
        "compared": None if is_whole or not region else health.compared(region),
        "stays": stays.stays(rows, today),
        "years": health.years(rows),
        "expiry": stays.expiry(rows, today),
        "places": coverage.by_municipality(rows, user, today),
        "types": coverage.by_type(rows, units),
        "gain": health.gain(rows),
        "waiting": stays.waiting(rows, today),
        "levels": health.by_level(rows),
    }
