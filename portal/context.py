"""What every page's shell needs; counted only where a template asks for it."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from portal import preferences
from portal.models import Notification, Unit, User

PLACE_SECONDS = 300


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the theme, and callables for the region's name and unread messages."""
    theme = preferences.theme(request)
    user = getattr(request, "user", None)
    return {
        "theme": theme,
        "bs_theme": "dark" if theme == User.Theme.DARK else "light",
        "place": lambda: place(),
        "unread": lambda: unread(user) if isinstance(user, User) else 0,
    }


def place() -> str:
    """Return the region's name; empty while there are none or several."""
    return cache.get_or_set("portal:place", _place, PLACE_SECONDS) or ""


def unread(user: User) -> int:
    """Return how many notifications the user has not opened."""
    return Notification.objects.visible_to(user).unread().count()


def _place() -> str:
    names = list(
        Unit.objects.filter(kind=Unit.Kind.REGION).values_list("short_name", flat=True)[
            :2
        ]
    )
    return names[0] if len(names) == 1 else ""
