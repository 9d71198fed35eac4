"""The yearly round of interviews: asked, shown, planned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from programs.forms.meetings import RoundForm
from programs.models import Program
from programs.services import interviews
from programs.services.interviews import Round
from programs.views import meeting_ways as ways


@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """Ask for the days, show who comes when, then plan all interviews at once."""
    regions = ways.regions(request.user)
    if not regions.exists():
        raise PermissionDenied
    programs = Program.objects.managed_by(request.user).published()
    form = RoundForm(
        request.POST or None,
        units=regions,
        programs=programs.filter(unit__in=regions),
        initial={"unit": regions.first()},
    )
    shown: Round | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirmed" in request.POST:
                return _planned(request, form)
            shown = _proposed(request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "shown": shown,
        "trail": ways.trail(),
        "section": ways.SECTION,
    }
    return render(request, "programs/meeting/round.html", context)


def _proposed(request: Request, form: RoundForm) -> Round:
    region = form.cleaned_data["unit"]
    access.require(request.user, Can.MANAGE_PROGRAMS, region)
    return interviews.propose(region, form.wish())


def _planned(request: Request, form: RoundForm) -> HttpResponse:
    region = form.cleaned_data["unit"]
    made = interviews.plan(region, form.wish(), by=request.user)
    text = ngettext(
        "%(count)s interview is planned, its municipality is told.",
        "%(count)s interviews are planned, the municipalities are told.",
        len(made),
    )
    messages.success(request, text % {"count": len(made)})
    return redirect(f"{reverse('programs:meetings')}?kind=interview")
