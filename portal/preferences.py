"""Theme and language: from the user's profile, or a cookie of a visitor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.models import User

THEME_COOKIE = "portal_theme"
YEAR = 365 * 24 * 60 * 60


def theme(request: HttpRequest) -> str:
    """Return the theme to draw in: auto, light, dark or contrast."""
    user = getattr(request, "user", None)
    chosen = (
        user.theme if isinstance(user, User) else request.COOKIES.get(THEME_COOKIE, "")
    )
    return chosen if chosen in User.Theme.values else str(User.Theme.AUTO)


def keep(
    request: HttpRequest, response: HttpResponse, *, theme: str, language: str
) -> None:
    """Store what was chosen in the profile and in cookies; ignore unknown values."""
    chosen = {}
    if theme in User.Theme.values:
        chosen["theme"] = theme
        _set_cookie(response, THEME_COOKIE, theme)
    if language in dict(settings.LANGUAGES):
        chosen["language"] = language
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    if chosen and request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(**chosen)


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
