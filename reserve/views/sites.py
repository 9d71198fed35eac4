"""Internship sites with their calendar of places."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.access import Can
from portal.asking import Step, ask
from portal.http import Request
from portal.listing import page_of
from portal.models import Unit
from reserve.forms.sites import SiteChangeForm, SiteFilter, SiteForm
from reserve.models import InternshipSite
from reserve.reading import internships as reading
from reserve.reading import places
from reserve.services import internships


@require_safe
def index(request: Request) -> HttpResponse:
    """List the region's sites with their places by month."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    units = Unit.objects.filter(places.in_regions(request.user))
    form = SiteFilter(request.GET, units=units.municipalities().by_name())
    page = page_of(_narrowed(request, form), request.GET)
    rows = reading.site_rows(page, timezone.localdate(), reading.MONTHS_OF_MANY)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "months": rows[0].months if rows else [],
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/internship/sites.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a site: its places by month, and the interns within sight."""
    row = get_object_or_404(reading.sites(request.user), pk=pk)
    context = {
        "site": row,
        "shown": reading.site_rows([row], timezone.localdate())[0],
        "interns": reading.toned(reading.interns(request.user).filter(site=row)),
        "may_change": access.may(request.user, Can.RUN_RESERVE, row.unit),
        "may_plan": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/internship/site.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put a site of the branch on the list."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    form = SiteForm(request.POST or None, units=_units(request))
    step = Step(
        _("A new internship site"),
        _("Add the site"),
        reverse("reserve:sites"),
        _("The site is on the list."),
        ((_("Internship sites"), reverse("reserve:sites")),),
    )
    return ask(
        request,
        step,
        form,
        lambda data: internships.open_site(by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a site anew."""
    row = get_object_or_404(reading.sites(request.user), pk=pk)
    access.require(request.user, Can.RUN_RESERVE, row.unit)
    back = reverse("reserve:site", args=[pk])
    step = Step(
        _("Internship site: %(unit)s") % {"unit": row.unit.short_name},
        _("Save"),
        back,
        _("The site is saved."),
        (
            (_("Internship sites"), reverse("reserve:sites")),
            (row.unit.short_name, back),
        ),
    )
    form = SiteChangeForm(request.POST or None, instance=row)
    return ask(
        request,
        step,
        form,
        lambda data: internships.change_site(pk, by=request.user, **data),
    )


def _narrowed(request: Request, form: SiteFilter) -> QuerySet[InternshipSite]:
    rows = reading.sites(request.user)
    if place := form.chosen("municipality"):
        rows = rows.filter(places.of_municipality("unit", place.pk))
    if words := form.chosen("words").strip():
        rows = rows.filter(
            Q(profile__icontains=words) | Q(unit__short_name__icontains=words)
        )
    return rows


def _units(request: Request) -> QuerySet[Unit]:
    seen = access.scope(request.user, Can.RUN_RESERVE, path="path")
    rows = Unit.objects.filter(seen).exclude(kind=Unit.Kind.REGION)
    return rows.active_on(timezone.localdate()).by_name()
