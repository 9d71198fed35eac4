"""The switch of theme and language."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal import preferences


@login_not_required
@csrf_exempt
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Store the chosen theme or language and go back to the page.

    Without a token, so that public pages hold none and can be cached: another site
    reaches no profile (its requests come without the session), only how pages look.
    """
    response = HttpResponseRedirect(_back(request))
    preferences.keep(
        request,
        response,
        theme=request.POST.get("theme", ""),
        language=request.POST.get("language", ""),
    )
    return response


def _back(request: HttpRequest) -> str:
    place = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        place, {request.get_host()}, require_https=request.is_secure()
    )
    return place if ours else "/"
