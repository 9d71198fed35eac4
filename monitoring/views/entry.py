"""The entry of values: a unit's own form, the grid of its branch, and saving."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from monitoring import collection, entry_grid, navigation
from monitoring.entry_cell import Typed, plain
from monitoring.entry_grid import Place
from monitoring.forms import entry as forms
from monitoring.models import Cycle, Submission, Value
from monitoring.services import entry
from monitoring.services.cells import Outcome, State
from portal import access
from portal.access import Can
from portal.http import Request, id_of
from portal.models import Unit, User

ROWS = 50
BELOW: dict[str, str] = {
    Unit.Kind.REGION: Unit.Kind.MUNICIPALITY,
    Unit.Kind.MUNICIPALITY: Unit.Kind.ORGANIZATION,
}
STATUS_CODES = {
    State.SAVED: 200,
    State.CONFLICT: 409,
    State.INVALID: 422,
    State.REFUSED: 403,
    State.UNKNOWN: 404,
}


@require_http_methods(["GET", "POST"])
def page(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Show the form and the grid of a unit; on POST save one unit's row."""
    cycle, unit = _found(request, pk, unit_pk)
    typed: dict[Place, Typed] = {}
    if request.method == "POST":
        outcomes, drafts = _row(request, cycle)
        bad = [outcome for outcome in outcomes if outcome.state != State.SAVED]
        if not bad:
            messages.success(request, _("Saved."))
            return redirect(request.get_full_path())
        messages.error(request, _refused(bad))
        typed = _kept(bad, drafts)
    return render(
        request, "monitoring/entry_page.html", _page(request, cycle, unit, typed)
    )


@require_POST
def cell(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Save one cell; 200 saved, 409 somebody else's is there, 422 wrong, 403 closed."""
    cycle, _unit = _found(request, pk, unit_pk)
    try:
        drafts = forms.drafts_of_json({"cells": [json.loads(request.body)]})
    except (ValueError, RecursionError):
        return JsonResponse({}, status=400)
    outcome = _save(request, cycle, drafts)[0]
    return JsonResponse(_told(outcome), status=STATUS_CODES[outcome.state])


@require_POST
def paste(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Save a block of cells: the good ones together, each bad one with its reason."""
    cycle, _unit = _found(request, pk, unit_pk)
    try:
        drafts = forms.drafts_of_json(json.loads(request.body))
    except (ValueError, RecursionError):
        return JsonResponse({}, status=400)
    outcomes = _save(request, cycle, drafts)
    return JsonResponse({"cells": [_told(outcome) for outcome in outcomes]})


def section(user: User) -> str:
    """Return the place in the navigation of the pages of collection."""
    return "entry" if navigation.is_head_only(user) else "collection"


def _found(request: Request, pk: int, unit_pk: int) -> tuple[Cycle, Unit]:
    cycles = Cycle.objects.visible_to(request.user)
    cycle = get_object_or_404(
        cycles.select_related("methodology", "owner", "previous"), pk=pk
    )
    units = Unit.objects.visible_to(request.user).within(cycle.owner)
    return cycle, get_object_or_404(units.select_related("parent"), pk=unit_pk)


def _save(request: Request, cycle: Cycle, drafts: list[forms.Draft]) -> list[Outcome]:
    kinds = dict(cycle.methodology.indicators.values_list("pk", "kind"))
    cells, unread = forms.read(drafts, kinds)
    return [*unread, *entry.save_block(cycle.pk, cells, by=request.user)]


def _row(request: Request, cycle: Cycle) -> tuple[list[Outcome], list[forms.Draft]]:
    unit_id = request.POST.get("unit", "")
    visible = Unit.objects.visible_to(request.user)
    row = get_object_or_404(visible, pk=id_of(unit_id))
    try:
        drafts = forms.drafts_of_post(request.POST, row.pk)
    except ValueError as error:
        raise SuspiciousOperation from error
    return _save(request, cycle, drafts), drafts


def _page(
    request: Request, cycle: Cycle, unit: Unit, typed: Mapping[Place, Typed]
) -> dict[str, object]:
    may_enter = access.may(request.user, Can.ENTER, unit)
    branch = Submission.objects.visible_to(request.user).filter(cycle=cycle)
    own = branch.filter(unit=unit).select_related("unit__organization").first()
    asked = collection.followed(
        cycle, branch.filter(Q(unit=unit) | Q(unit__parent=unit)), timezone.localdate()
    )
    context: dict[str, object] = {
        "cycle": cycle,
        "unit": unit,
        "submission": own,
        "may_enter": may_enter,
        "tally": collection.total(collection.tallies(asked).values()),
        "form_row": own
        and entry_grid.form(cycle, own, may_enter=may_enter, typed=typed),
        "language": get_language(),
        "section": section(request.user),
        "year_before": entry_grid.year_before(cycle),
    }
    if unit.kind != Unit.Kind.ORGANIZATION:
        context |= _table(request, cycle, unit, typed)
    return context


def _table(
    request: Request, cycle: Cycle, unit: Unit, typed: Mapping[Place, Typed]
) -> dict[str, object]:
    """The grid of the units below, fifty at a time."""
    form = forms.RowsForm(
        request.GET,
        tracks=cycle.methodology.tracks.all(),
        has_types=unit.kind == Unit.Kind.MUNICIPALITY,
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = _chosen(request, cycle, unit, chosen)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    track = chosen.get("track")
    indicators = entry_grid.indicators_at(
        cycle, BELOW[unit.kind], track.pk if track else None
    )
    grid = entry_grid.grid(
        cycle,
        list(page),
        indicators,
        may_enter=access.may(request.user, Can.ENTER, unit),
        typed=typed,
    )
    return {"filters": form, "page": page, "grid": grid}


def _chosen(
    request: Request, cycle: Cycle, unit: Unit, chosen: Mapping[str, object]
) -> QuerySet[Submission]:
    rows = (
        Submission.objects.visible_to(request.user)
        .filter(cycle=cycle, unit__parent=unit)
        .select_related("unit__organization")
        .order_by("unit__sort_name", "pk")
    )
    wanted = {
        "unit__short_name__icontains": chosen.get("q"),
        "unit__organization__type": chosen.get("type"),
        "status": chosen.get("status"),
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _refused(bad: list[Outcome]) -> str:
    reasons = " ".join(dict.fromkeys(text for row in bad for text in row.messages))
    return ngettext(
        "%(count)s cell is not saved. %(reasons)s",
        "%(count)s cells are not saved. %(reasons)s",
        len(bad),
    ) % {"count": len(bad), "reasons": reasons}


def _kept(bad: list[Outcome], drafts: list[forms.Draft]) -> dict[Place, Typed]:
    """What was typed and not saved, to be shown again."""
    by_key = {draft.key: draft for draft in drafts}
    return {
        (outcome.cell.unit_id, outcome.cell.indicator_id): Typed(
            by_key[outcome.cell.key].numerator,
            by_key[outcome.cell.key].denominator,
            " ".join(outcome.messages),
            outcome.value.version if outcome.value else outcome.cell.version,
        )
        for outcome in bad
    }


def _told(outcome: Outcome) -> dict[str, object]:
    return {
        "unit": outcome.cell.unit_id,
        "indicator": outcome.cell.indicator_id,
        "state": outcome.state,
        "message": " ".join(outcome.messages),
        "at": f"{timezone.localtime():%H:%M}",
        "row": outcome.value and _row_told(outcome.value),
    }


def _row_told(value: Value) -> dict[str, object]:
    return {
        "numerator": plain(value.numerator),
        "denominator": plain(value.denominator),
        "reason": value.not_applicable_reason,
        "comment": value.comment,
        "version": value.version,
        "by": str(value.updated_by or ""),
        "at": f"{timezone.localtime(value.updated_at):%H:%M}",
    }
