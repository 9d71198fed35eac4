"""The review of practices: published, returned, confirmed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import asking
from portal.http import Request
from programs.forms.practices import ReasonForm, ReviewForm
from programs.services import practices
from programs.views import practice_ways as ways


@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponse:
    """Ask for the reviewer's words, then publish."""
    practice = ways.reviewed(request, pk)
    step = ways.step_of(
        practice,
        _("Publish the practice?"),
        _("Publish"),
        _("The practice is in the bank."),
        text=_("Anybody will read it without signing in, for two years."),
    )
    form = ReviewForm(request.POST or None)
    return asking.ask(
        request,
        step,
        form,
        lambda values: practices.publish(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def give_back(request: Request, pk: int) -> HttpResponse:
    """Ask what to change, then return the practice."""
    practice = ways.reviewed(request, pk)
    step = ways.step_of(
        practice, _("Return the practice"), _("Return"), _("The practice is returned.")
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: practices.give_back(pk, by=request.user, **values),
    )


@require_http_methods(["GET", "POST"])
def confirm(request: Request, pk: int) -> HttpResponse:
    """Ask, then keep the practice two more years."""
    practice = ways.reviewed(request, pk)
    step = ways.step_of(
        practice,
        _("Does the practice still help?"),
        _("Yes, keep it two more years"),
        _("The practice is confirmed."),
    )
    return asking.confirm(request, step, lambda: practices.confirm(pk, by=request.user))
