"""Contracts and attestation of heads in office: the list, and one to fill in."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, journal, workbooks
from portal.access import Can
from portal.asking import attempt
from portal.http import Request, download, id_of
from portal.listing import page_of
from portal.models import Appointment
from reserve import succession_sheets
from reserve.forms.succession import TenureFilter, TenureForm
from reserve.services import tenures

FIELDS = ("contract_ends_on", "attested_on", "attestation_due_on", "birth_year")


@require_safe
def index(request: Request) -> HttpResponse:
    """List the heads in office, the nearest end first."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    today = timezone.localdate()
    form = TenureFilter(request.GET)
    rows = _narrowed(request, form, today)
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "today": today,
        "soon": today + dt.timedelta(days=tenures.FIRST_DAYS),
        "section": "succession",
    }
    return render(request, "reserve/succession/attestations.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the list as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    rows = _narrowed(request, TenureFilter(request.GET), timezone.localdate())
    home = access.home_unit(request.user)
    if home is not None:
        journal.write("reserve_tenures_exported", home, by=request.user, unit=home)
    content = workbooks.workbook([succession_sheets.tenures(rows)])
    return download(content, f"{_('Contracts and attestation')}.xlsx")


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Fill in what is known of a head's tenure."""
    seen = access.scope(request.user, Can.RUN_RESERVE, path="position__unit__path")
    rows = Appointment.objects.of_heads().filter(seen)
    held = get_object_or_404(
        rows.select_related("person", "position__unit", "tenure"), pk=pk
    )
    known = getattr(held, "tenure", None)
    initial = {name: getattr(known, name, None) for name in FIELDS}
    form = TenureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        is_done = attempt(
            request,
            lambda: tenures.record(pk, by=request.user, **form.cleaned_data),
            _("The days are kept."),
        )
        if is_done:
            return redirect("reserve:attestations")
    context = {
        "title": _("Contract and attestation: %(unit)s")
        % {"unit": held.position.unit.short_name},
        "text": _("The head: %(name)s. The portal reminds 90 and 30 days before.")
        % {"name": held.person.full_name},
        "form": form,
        "action": _("Save"),
        "action_url": reverse("reserve:attestation", args=[pk]),
        "cancel_url": reverse("reserve:attestations"),
        "section": "succession",
    }
    return render(request, "confirm.html", context)


def _narrowed(
    request: Request, form: TenureFilter, today: dt.date
) -> QuerySet[Appointment]:
    """Return the heads in office as filtered; `nearest` is the next end."""
    seen = access.scope(request.user, Can.RUN_RESERVE, path="position__unit__path")
    contract, due = "tenure__contract_ends_on", "tenure__attestation_due_on"
    rows = (
        Appointment.objects.of_heads()
        .on(today)
        .filter(seen)
        .annotate(nearest=Least(contract, due))
        .select_related("person", "position__unit__parent", "tenure")
        .order_by(F("nearest").asc(nulls_last=True), "position__unit__sort_name", "pk")
    )
    last = today + dt.timedelta(days=tenures.FIRST_DAYS)
    states = {
        "soon": Q(nearest__lte=last) & Q(nearest__gte=today),
        "late": Q(nearest__lt=today),
        "empty": Q(nearest=None),
    }
    rows = rows.filter(states.get(form.chosen("state"), Q()))
    if form.chosen("type"):
        rows = rows.filter(position__unit__organization__type=form.chosen("type"))
    unit = id_of(request.GET.get("unit"))
    return rows.filter(position__unit=unit) if unit else rows
