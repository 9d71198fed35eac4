"""Practices taken over: since when, and what came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import access, asking
from portal.access import Can
from portal.http import Request
from programs.forms.practices import AdoptForm, TellForm
from programs.models import Adoption
from programs.reading import practices as reading
from programs.services import practices
from programs.views import practice_ways as ways


@require_http_methods(["GET", "POST"])
def adopt(request: Request, pk: int) -> HttpResponse:
    """Ask who works by it since when."""
    access.require_anywhere(request.user, Can.PROPOSE_PRACTICES)
    practice = ways.seen(request, pk)
    units = reading.adopting_units(practice, request.user)
    only = list(units[:2])
    form = AdoptForm(
        request.POST or None,
        units=units,
        initial={"unit": only[0] if len(only) == 1 else None},
    )
    step = ways.step_of(
        practice,
        _("We work by this practice"),
        _("Put on record"),
        _("It is on record; the authors are told."),
    )
    return asking.ask(
        request,
        step,
        form,
        lambda values: practices.adopt(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def tell(request: Request, pk: int) -> HttpResponse:
    """Ask what came of a practice that the user's branch took over."""
    scope = access.scope(request.user, Can.PROPOSE_PRACTICES)
    rows = Adoption.objects.filter(scope).select_related("practice__unit")
    adoption = get_object_or_404(rows, pk=pk)
    known = {None: "", True: "yes", False: "no"}[adoption.helped]
    form = TellForm(
        request.POST or None, initial={"note": adoption.note, "helped": known}
    )
    step = ways.step_of(
        adoption.practice, _("What came of it"), _("Save"), _("Thank you, it is saved.")
    )
    return asking.ask(
        request,
        step,
        form,
        lambda values: practices.tell(pk, by=request.user, **values),
    )
