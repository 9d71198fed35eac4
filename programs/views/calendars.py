"""The calendar of events: a month day by day, or a year month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import access
from portal.access import Can
from portal.http import Request
from programs import months
from programs.forms.filters import RoadmapFilter
from programs.reading import calendar
from programs.reading.filters import Chosen

OWN = ("year",)  # the calendar has its own way through time
EARLIEST, LATEST = 1990, 2200


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the month of the address, or its year; the current month without one."""
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    asked = Chosen.from_query(request.GET, request.user)
    if request.GET.get("view") == "year":
        return _year(request, asked)
    return _month(request, asked)


def _month(request: Request, asked: Chosen) -> HttpResponse:
    day = month_of(request.GET.get("month", ""), asked.today)
    chosen = replace(asked, year=None)  # a month may begin in another year
    context = _context(request, asked) | {
        "day": day,
        "shown": calendar.month(chosen, day),
        "before": months.shifted(day, -1),
        "after": months.shifted(day, 1),
        "is_now": (day.year, day.month) == (asked.today.year, asked.today.month),
    }
    return render(request, "programs/calendar.html", context)


def _year(request: Request, asked: Chosen) -> HttpResponse:
    year = asked.year or asked.today.year
    chosen = replace(asked, year=year)
    context = _context(request, chosen) | {
        "year": year,
        "months": calendar.year(chosen, year),
        "before": year - 1,
        "after": year + 1,
        "is_now": year == asked.today.year,
    }
    return render(request, "programs/calendar_year.html", context)


def _context(request: Request, chosen: Chosen) -> dict[str, object]:
    return {
        "chosen": chosen,
        "form": RoadmapFilter(request.GET, chosen=chosen, without=OWN),
        "tab": "calendar",
        "today": chosen.today,
        "section": "programs-events",
        "help_topic": "calendar",
    }


def month_of(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month written as 2026-11; this one for nonsense."""
    year, _dash, month = text.partition("-")
    is_month = year.isdecimal() and month.isdecimal() and len(text) <= 7
    if is_month and EARLIEST <= int(year) <= LATEST and 1 <= int(month) <= 12:
        return dt.date(int(year), int(month), 1)
    return today.replace(day=1)
