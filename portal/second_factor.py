"""Staff sign in with a second factor: without one they are led to set it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Role
from portal.models import User

STAFF = (Role.MINISTRY, Role.OPERATOR, Role.ADMINISTRATOR)
SETUP = "mfa_activate_totp"
OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "help",
    "help_topic",
    "icon",
    "live",
    "preferences",
    "ready",
}


class SecondFactorMiddleware:
    """Keep staff on the pages of the second factor until theirs is active."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on; the question is asked once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead to the set-up whoever has to have a second factor and has none."""
        if not settings.REQUIRE_SECOND_FACTOR or _is_open(request):
            return None
        if not isinstance(request.user, User) or not is_owed(request.user):
            return None
        return _sent(request)


def is_owed(user: User) -> bool:
    """Tell whether the user has to have a second factor and has none."""
    if not user.is_superuser and not access.has_role(user, *STAFF):
        return False
    return not is_mfa_enabled(user, types=[Authenticator.Type.TOTP])


def _is_open(request: HttpRequest) -> bool:
    found: Any = request.resolver_match
    name = str(found.url_name or "")
    return name in OPEN or name.startswith(("mfa_", "account_reset_password"))


def _sent(request: HttpRequest) -> HttpResponse:
    place = reverse(SETUP)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    messages.warning(
        request, _("Your role needs a second factor: set it up, then go on.")
    )
    return redirect(place)
