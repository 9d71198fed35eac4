"""What programs offer in the navigation, by rights."""

from __future__ import annotations

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.models import User
from portal.navigation import Item, link

UNDER = {
    "events": ("occurrences", "board", "gantt", "calendar", "overdue"),
    "home": ("documents", "imports", "findings", "evaluations"),
}


def own(user: User) -> list[Item]:
    """Offer plans and the bank of practices to whoever may see programs."""
    if not access.anywhere(user, Can.SEE_PROGRAMS):
        return []
    items = [
        ("events", _("Roadmap"), "road"),
        ("home", _("Programs"), "book"),
        ("practices", _("Practices"), "star"),
    ]
    if access.anywhere(user, Can.TRACK_EVENTS):
        items.append(("meetings", _("Meetings and interviews"), "people"))
    return [found for item in items if (found := _item(*item))]


def _item(name: str, label: str, icon: str) -> Item | None:
    try:
        url, home = link(f"programs:{name}"), link("programs:home")
    except NoReverseMatch:
        return None
    return Item(
        f"programs-{name}",
        label,
        url,
        icon,
        group=_("Programs"),
        under=tuple(f"{home}{place}/" for place in UNDER.get(name, ())),
    )
