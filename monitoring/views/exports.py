"""Results as files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from monitoring import exports
from monitoring.letter_archive import safe
from monitoring.models import Cycle
from portal import access, journal
from portal.access import Can
from portal.http import Request, download


@require_safe
def results_xlsx(request: Request, pk: int) -> HttpResponse:
    """Serve the results of the branches one may export."""
    rows = Cycle.objects.visible_to(request.user).with_results()
    cycle = get_object_or_404(rows.select_related("methodology", "owner"), pk=pk)
    access.require_anywhere(request.user, Can.EXPORT)
    journal.write("results_exported", cycle, by=request.user, unit=cycle.owner)
    content = exports.as_xlsx(cycle, access.scope(request.user, Can.EXPORT))
    name = f"{safe(cycle.name)}.xlsx"
    return download(content, name)
