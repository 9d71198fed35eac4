"""The results of one municipality, and of one organization («my result»)."""

from __future__ import annotations

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from monitoring.forms.results import SliceForm
from monitoring.models import Cycle, Letter, Recommendation, Summary
from monitoring.results import (
    glance,
    heads,
    measured,
    order,
    organization,
    peers,
    series,
    spread,
    units,
)
from monitoring.results.history import Reader
from monitoring.results.lens import Lens
from monitoring.views.results import guards
from portal import access, listing
from portal.access import Can
from portal.http import Request
from portal.models import Appointment, Unit


@require_safe
def page(request: Request, pk: int, unit_pk: int) -> HttpResponse:
    """Show the unit's results; those of the region have a page of their own."""
    cycle = guards.cycle_of(request, pk)
    unit = guards.unit_of(request, cycle, unit_pk)
    if unit.kind == Unit.Kind.REGION:
        kept = guards.kept_query(request.GET)
        return redirect(reverse("monitoring:results", args=[cycle.pk]) + kept)
    if not cycle.has_results:
        return guards.pending(request, cycle)
    shown = _organization if unit.kind == Unit.Kind.ORGANIZATION else _municipality
    return shown(request, cycle, unit)


def _municipality(request: Request, cycle: Cycle, unit: Unit) -> HttpResponse:
    tracks = guards.tracks_of(cycle)
    form = SliceForm(request.GET, tracks=tracks)
    lens = guards.lens_of(form, cycle, tracks)
    page, rows = _organizations(request, unit, lens)
    context = _shared(request, cycle, unit, lens) | {
        "form": form,
        "indicators": _indicators(request, cycle, unit, lens),
        "page": page,
        "organizations": rows,
        "moved": units.moving(lens.organizations(unit), lens, f"in-{unit.pk}"),
        "spread": spread.of_organizations(lens, unit),
        "handed": units.coverage(lens, [unit.pk]).get(unit.pk, units.Handed()),
    }
    return render(request, "monitoring/results/municipality.html", context)


def _organization(request: Request, cycle: Cycle, unit: Unit) -> HttpResponse:
    lens = Lens(cycle)
    reads = access.may(request.user, Can.READ_LETTERS, unit)
    reader = Reader(reads, request.user.person_id)
    rows = measured.of_organization(
        unit,
        cycle,
        sees_region=guards.sees_region(request, cycle),
        sees_municipality=access.may(request.user, Can.VIEW, unit.parent or unit),
    )
    shown = organization.of(unit, cycle, rows, reader)
    context = _shared(request, cycle, unit, lens) | {
        "shown": shown,
        "indicators": order.by(
            shown.indicators, measured.COLUMNS, request.GET.get("sort", ""), "code"
        ),
        "reads_letters": reads,
        "is_own": organization.leads(request.user, shown.head),
        "recommendations": _recommendations(request, cycle, unit),
        "letter": _letter(request, cycle, unit),
    }
    return render(request, "monitoring/results/organization.html", context)


def _shared(
    request: Request, cycle: Cycle, unit: Unit, lens: Lens
) -> dict[str, object]:
    shown = glance.of(unit, lens, series.cycles_until(cycle))
    return {
        "cycle": cycle,
        "unit": unit,
        "lens": lens,
        "glance": shown,
        "decimals": cycle.methodology.decimals,
        "strip": peers.strip(unit, lens, shown.figure.value),
        "region": glance.figure_of(
            cycle.owner, lens, linked=guards.sees_region(request, cycle)
        ),
        "crumb": guards.region_crumb(request, cycle),
        "cycle_links": guards.cycle_links(
            request, cycle, "monitoring:unit_result", unit.pk
        ),
    }


def _indicators(
    request: Request, cycle: Cycle, unit: Unit, lens: Lens
) -> list[measured.IndicatorRow]:
    rows = measured.of_territory(
        unit,
        cycle,
        lens.organization_type,
        sees_region=guards.sees_region(request, cycle),
    )
    if lens.track is not None:
        rows = [row for row in rows if row.indicator.track_id == lens.track.pk]
    return order.by(rows, measured.COLUMNS, request.GET.get("sort", ""), "code")


def _organizations(
    request: Request, unit: Unit, lens: Lens
) -> tuple[Page[Summary], list[units.UnitRow]]:
    sort = request.GET.get("sort", "")
    fields = order.fields(sort, units.ORGANIZATION_COLUMNS, "-value")
    page = listing.page_of(lens.organizations(unit).order_by(*fields), request.GET)
    leaders: dict[int, Appointment] = {}
    if access.may(request.user, Can.READ_LETTERS, unit):
        leaders = heads.of_branch(unit, lens.cycle.reference_on)
    return page, [units.row_of(row, lens, leaders.get(row.unit_id)) for row in page]


def _recommendations(
    request: Request, cycle: Cycle, unit: Unit
) -> list[organization.Advice]:
    rows = (
        Recommendation.objects.visible_to(request.user)
        .filter(cycle=cycle, unit=unit)
        .select_related("text", "rule__indicator", "rule__track", "person", "unit")
        .in_order()
    )
    return [organization.advice(row, cycle.methodology.decimals) for row in rows]


def _letter(request: Request, cycle: Cycle, unit: Unit) -> Letter | None:
    rows = Letter.objects.visible_to(request.user).current()
    return rows.filter(cycle=cycle, unit=unit).first()
