"""What every page's shell needs; counted only where a template asks for it."""

from __future__ import annotations

from django.http import HttpRequest

from portal import access, preferences
from portal.models import Notification, User


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the theme, and callables for the region's name and unread messages."""
    theme = preferences.theme(request)
    user = getattr(request, "user", None)
    return {
        "theme": theme,
        "bs_theme": "dark" if theme == User.Theme.DARK else "light",
        "place": lambda: place(user) if isinstance(user, User) else "",
        "unread": lambda: unread(user) if isinstance(user, User) else 0,
    }


def place(user: User) -> str:
    """Return the name of the user's region; empty without a role."""
    region = access.home_region(user)
    return region.short_name if region else ""


def unread(user: User) -> int:
    """Return how many notifications the user has not opened."""
    return Notification.objects.visible_to(user).unread().count()
