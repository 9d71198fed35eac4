"""The Gantt of the roadmap, and the same as a workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import access, listing, workbooks
from portal.access import Can
from portal.http import Request, download
from programs import gantt_sheets, timeline
from programs.forms.filters import RoadmapFilter
from programs.reading import gantt
from programs.reading.filters import ALL, Chosen
from programs.timeline import Line

YEARS_AT_MOST = 5


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the events on a line of quarters."""
    chosen = _chosen(request)
    line = line_of(chosen)
    events = chosen.events().select_related("program")
    page = listing.page_of(events, request.GET, whole=listing.WHOLE)
    context = {
        "chosen": chosen,
        "form": RoadmapFilter(_asked(request, chosen), chosen=chosen),
        "line": line,
        "page": page,
        "chart": gantt.of(chosen, line, list(page)),
        "tab": "gantt",
        "section": "programs-events",
        "help_topic": "calendar",
    }
    return render(request, "programs/gantt.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve all the rows of the Gantt, whatever the page."""
    chosen = _chosen(request)
    events = list(chosen.events().select_related("program"))
    chart = gantt.of(chosen, line_of(chosen), events)
    content = workbooks.workbook([gantt_sheets.plan(chart)])
    return download(content, _("Roadmap by dates") + ".xlsx")


def _asked(request: Request, chosen: Chosen) -> QueryDict:
    """Return the address with the year that is shown in fact."""
    query = request.GET.copy()
    if chosen.year is None:
        query["year"] = ALL
    return query


def line_of(chosen: Chosen) -> Line:
    """Return the chosen year, or the whole plan where every year is asked for."""
    if chosen.year is not None:
        return timeline.around(dt.date(chosen.year, 1, 1), dt.date(chosen.year, 12, 31))
    rows = [chosen.program] if chosen.program else list(chosen.programs())
    first = min((row.plan_starts_on for row in rows), default=chosen.today)
    last = max((row.plan_ends_on for row in rows), default=chosen.today)
    return timeline.around(
        first, min(last, first.replace(day=1, year=first.year + YEARS_AT_MOST))
    )


def _chosen(request: Request) -> Chosen:
    """Read the address; a plan of a school year or of other years is shown whole."""
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    chosen = Chosen.from_query(request.GET, request.user)
    plan = chosen.program
    if plan is None or request.GET.get("year"):
        return chosen
    is_now = plan.plan_starts_on <= chosen.today <= plan.plan_ends_on
    return chosen if is_now and not plan.is_school_year else replace(chosen, year=None)
