"""What the pages of results begin with: the cycle, the unit, the view of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Length
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.forms.results import SliceForm
from monitoring.models import Cycle, Track
from monitoring.results import links
from monitoring.results.lens import Lens
from portal import access
from portal.access import Can
from portal.http import Request
from portal.models import Unit


@dataclass(frozen=True)
class CycleLink:
    """Another cycle in which the same page can be looked at."""

    label: str
    url: str
    is_current: bool


def cycle_of(request: Request, pk: int) -> Cycle:
    """Return the cycle within sight, or 404."""
    rows = Cycle.objects.visible_to(request.user).select_related("owner", "methodology")
    return get_object_or_404(rows, pk=pk)


def unit_of(request: Request, cycle: Cycle, pk: int) -> Unit:
    """Return the unit of the cycle's region within sight, or 404."""
    rows = (
        Unit.objects.visible_to(request.user)
        .within(cycle.owner)
        .select_related("parent", "organization")
    )
    return get_object_or_404(rows, pk=pk)


def widest(request: Request, cycle: Cycle) -> Unit:
    """Return the highest unit of the cycle's region the user may view, or 404."""
    if sees_region(request, cycle):
        return cycle.owner
    unit = (
        Unit.objects.visible_to(request.user)
        .within(cycle.owner)
        .select_related("parent", "organization")
        .order_by(Length("path"), "pk")
        .first()
    )
    if unit is None:
        raise Http404
    return unit


def municipalities(request: Request, cycle: Cycle) -> list[tuple[int, str]]:
    """Return ids and names of the cycle's municipalities within sight."""
    rows = Unit.objects.visible_to(request.user).within(cycle.owner)
    return list(rows.municipalities().by_name().values_list("pk", "short_name"))


def sees_region(request: Request, cycle: Cycle) -> bool:
    """Return whether the user views the whole region of the cycle."""
    return access.may(request.user, Can.VIEW, cycle.owner)


def to_own_unit(request: Request, cycle: Cycle) -> HttpResponse:
    """Send a user who does not view the region to the results of their own unit."""
    return redirect(links.unit(cycle.pk, widest(request, cycle).pk))


def pending(request: Request, cycle: Cycle) -> HttpResponse:
    """Say what lacks while the cycle has no results."""
    return render(request, "monitoring/results/pending.html", {"cycle": cycle})


def tracks_of(cycle: Cycle) -> list[Track]:
    """Return the tracks of the cycle's method."""
    return list(cycle.methodology.tracks.all())


def lens_of(form: SliceForm, cycle: Cycle, tracks: list[Track]) -> Lens:
    """Return the view that the filters ask for."""
    number = form.chosen("track")
    track = next((one for one in tracks if str(one.number) == number), None)
    return Lens(cycle, form.chosen("type"), track)


def cycle_links(
    request: Request, cycle: Cycle, name: str, *args: int
) -> list[CycleLink]:
    """Return the cycles with results in which the same page exists, newest first."""
    rows = (
        Cycle.objects.visible_to(request.user)
        .filter(owner=cycle.owner_id)
        .with_results()
        .latest_first()
    )
    kept = kept_query(request.GET)
    return [
        CycleLink(
            _label(row), reverse(name, args=[row.pk, *args]) + kept, row.pk == cycle.pk
        )
        for row in rows
    ]


def _label(cycle: Cycle) -> str:
    return str(cycle.year) if cycle.kind == Cycle.Kind.ANNUAL else cycle.name


def kept_query(query: QueryDict) -> str:
    """Return the slice of the address, to be carried to another cycle."""
    new = QueryDict(mutable=True)
    for name in ("type", "track"):
        if value := query.get(name):
            new[name] = str(value)
    return f"?{new.urlencode()}" if new else ""


def region_crumb(request: Request, cycle: Cycle) -> tuple[str, str]:
    """Return the label and address of the way to the results."""
    if sees_region(request, cycle):
        return _("Results"), reverse("monitoring:results", args=[cycle.pk])
    return cycle.name, reverse("monitoring:cycle", args=[cycle.pk])
