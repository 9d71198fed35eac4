"""The bank of practices for anybody: aggregates only, no files, no names."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.listing import page_of
from programs.forms.practices import BankFilter
from programs.models import Practice
from programs.reading import practices as reading

SECTION = "open-practices"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the published practices, those that moved their indicator most first."""
    form = BankFilter(request.GET, indicators=reading.indicators())
    rows = reading.narrowed(reading.bank(timezone.localdate()), form.chosen())
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "section": SECTION,
    }
    return render(request, "programs/practice/open_list.html", context)


@login_not_required
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a published practice; how many work by it, not who."""
    rows = Practice.objects.published(timezone.localdate())
    practice = get_object_or_404(
        rows.select_related("unit__parent", "indicator"), pk=pk
    )
    context = {
        "practice": practice,
        "types": reading.type_words(practice),
        "effect": reading.effect(practice),
        "taken_over": practice.adoptions.count(),
        "section": SECTION,
    }
    return render(request, "programs/practice/open_page.html", context)
