"""Middleware of the shell: preferences of the user, and no caching of their pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Speak the language the person chose: in the profile, or in a cookie."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        with translation.override(self.language(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def language(self, request: HttpRequest) -> str:
        """Return the code of a language the portal speaks."""
        chosen = (
            request.user.language
            if request.user.is_authenticated
            else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        )
        known = dict(settings.LANGUAGES)
        return chosen if chosen in known else settings.LANGUAGE_CODE


class PrivatePagesMiddleware:
    """Pages of a signed-in person stay out of every cache."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forbid storing what a signed-in person was shown."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response
