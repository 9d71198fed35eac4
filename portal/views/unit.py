"""The page of a unit: what is below it, who leads it, where its work is."""

from __future__ import annotations

import django_filters
from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal import access, unit_links, unit_rows
from portal.access import Can
from portal.errors import Refused
from portal.forms.administration import HeadForm
from portal.forms.units import MunicipalityFilter, OrganizationFilter
from portal.http import Request
from portal.listing import page_of
from portal.models import Appointment, Position, Unit
from portal.services import people


@require_http_methods(["GET", "POST"])
def page(request: Request, pk: int) -> HttpResponse:
    """Show the unit; on POST the administrator appoints a new head."""
    rows = Unit.objects.visible_to(request.user).select_related("parent")
    unit = get_object_or_404(rows, pk=pk)
    form = HeadForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, Can.ADMINISTER, unit)
        if form.is_valid():
            return _appointed(request, unit, form)
    context = _shared(request, unit)
    if unit.kind == Unit.Kind.ORGANIZATION:
        context |= {"form": form, "positions": _positions(request, unit)}
    else:
        context |= _below(request, unit)
    return render(request, "portal/unit_page.html", context)


def _appointed(request: Request, unit: Unit, form: HeadForm) -> HttpResponse:
    day, order = (form.cleaned_data[name] for name in ("starts_on", "order_number"))
    person = form.save(commit=False)
    try:
        people.appoint_head(
            unit.pk, person, starts_on=day, order_number=order, by=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("unit", pk=unit.pk)


def _shared(request: Request, unit: Unit) -> dict[str, object]:
    parent = unit.parent
    return {
        "unit": unit,
        "links": unit_links.links(request.user, [unit])[unit.pk],
        "sees_parent": bool(parent and access.may(request.user, Can.VIEW, parent)),
        "administers": access.may(request.user, Can.ADMINISTER, unit),
        "sees_people": access.may(request.user, Can.READ_LETTERS, unit),
    }


def _below(request: Request, unit: Unit) -> dict[str, object]:
    below = unit.children.select_related("organization").by_name()
    kind: type[django_filters.FilterSet] = (
        MunicipalityFilter if unit.kind == Unit.Kind.REGION else OrganizationFilter
    )
    found = kind(request.GET or None, queryset=below)
    page = page_of(found.qs, request.GET)
    rows = unit_rows.rows(list(page), on=timezone.localdate(), by=request.user)
    return {"filter": found, "page": page, "rows": rows}


def _positions(request: Request, unit: Unit) -> QuerySet[Position]:
    """Return the posts; without the right to names, only one's own are named."""
    seen = access.scope(request.user, Can.READ_LETTERS, path="position__unit__path")
    named = Appointment.objects.filter(seen | Q(person__user=request.user))
    held = named.select_related("person").order_by("-starts_on")
    return unit.positions.prefetch_related(Prefetch("appointments", held)).order_by(
        "kind"
    )
