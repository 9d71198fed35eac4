"""Counted indicators: the rows behind a number, counting, and back to the count."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from monitoring import counted
from monitoring.models import Cycle, Indicator, Submission
from monitoring.services import sources
from monitoring.views.entry import section
from portal import access, listing
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Unit


@require_safe
def rows(request: Request, pk: int, unit_pk: int, indicator_pk: int) -> HttpResponse:
    """Show the records behind a counted number, as far as the user may see them."""
    cycle, unit, indicator = _found(request, pk, unit_pk, indicator_pk)
    told = counted.of(unit, cycle, indicator)
    if told is None:
        raise Http404
    behind = told.source.rows(cycle, unit, request.user)
    own = Submission.objects.filter(cycle=cycle, unit=unit).first()
    is_open = cycle.is_collecting and own is not None and own.is_editable
    context = {
        "cycle": cycle,
        "unit": unit,
        "indicator": indicator,
        "told": told,
        "behind": behind,
        "page": listing.page_of(behind.rows, request.GET),
        "decimals": cycle.methodology.decimals,
        "may_restore": is_open and access.may(request.user, Can.ENTER, unit),
        "section": section(request.user),
    }
    return render(request, "monitoring/counted_rows.html", context)


@require_POST
def restore(request: Request, pk: int, unit_pk: int, indicator_pk: int) -> HttpResponse:
    """Put the counted figures back in place of what was typed."""
    cycle, unit, indicator = _found(request, pk, unit_pk, indicator_pk)
    access.require(request.user, Can.ENTER, unit)
    try:
        sources.restore(cycle.pk, unit.pk, indicator.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The counted figures are back."))
    return redirect("monitoring:counted_rows", cycle.pk, unit.pk, indicator.pk)


@require_POST
def count(request: Request, pk: int) -> HttpResponse:
    """Count the cycle's indicators from the portal's own records."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk)
    try:
        tally = sources.count(cycle.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext(
            "Counted: %(count)s value is new or has changed.",
            "Counted: %(count)s values are new or have changed.",
            tally.written,
        )
        messages.success(request, words % {"count": tally.written})
    return redirect("monitoring:collection", pk=cycle.pk)


def _found(
    request: Request, pk: int, unit_pk: int, indicator_pk: int
) -> tuple[Cycle, Unit, Indicator]:
    cycles = Cycle.objects.visible_to(request.user)
    cycle = get_object_or_404(cycles.select_related("methodology", "owner"), pk=pk)
    units = Unit.objects.visible_to(request.user).within(cycle.owner)
    unit = get_object_or_404(units.select_related("parent"), pk=unit_pk)
    indicators = cycle.methodology.indicators.select_related("methodology", "track")
    return cycle, unit, get_object_or_404(indicators, pk=indicator_pk)
