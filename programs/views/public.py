"""Programs for anybody: the list with progress, one passport, its roadmap."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import listing
from programs.forms.public import SearchForm
from programs.models import Program
from programs.reading import open_programs, target_facts
from programs.reading.open_programs import Goal
from programs.reading.passport import Passport


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the programs in force with how far they are."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    page = listing.page_of(open_programs.found(words), request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": open_programs.listed(page, timezone.localdate()),
        "section": "open-programs",
    }
    return render(request, "programs/open_list.html", context)


@login_not_required
@require_safe
def program(request: HttpRequest, pk: int) -> HttpResponse:
    """Show goal, tasks, targets with their facts and progress by track."""
    found = _found(pk)
    today = timezone.localdate()
    passport = Passport(found, today)
    facts = target_facts.of_program(found, _year(found, today.year))
    context = {
        "program": found,
        "passport": passport,
        "facts": facts,
        "goals": [Goal(row) for row in facts.indicators],
        "editions": list(open_programs.editions(found)),
        "section": "open-programs",
    }
    return render(request, "programs/open_program.html", context)


@login_not_required
@require_safe
def roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the events with their states: how many of how many, no names."""
    found = _found(pk)
    lines = open_programs.lines(found, timezone.localdate())
    context = {
        "program": found,
        "page": listing.page_of(lines, request.GET, whole=listing.WHOLE),
        "passport": Passport(found, timezone.localdate()),
        "section": "open-programs",
    }
    return render(request, "programs/open_roadmap.html", context)


def _found(pk: int) -> Program:
    rows = Program.objects.public().select_related("unit", "methodology")
    return get_object_or_404(rows, pk=pk)


def _year(program: Program, now: int) -> int:
    """Return this year, or the nearest that the program covers."""
    years = target_facts.years_of(program)
    return min(max(now, years[0]), years[-1]) if years else now
