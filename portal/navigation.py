"""Where a user can go: items that the apps offer, in the order of settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.models import User


@dataclass(frozen=True)
class Item:
    """One place: `icon` from the sprite, `count` what waits there.

    `group` is the heading it stands under, `short` the word for the phone bar,
    `note` a small tag beside the label, `under` the beginnings of other addresses
    that belong to it. An item without an address is not shown.
    """

    key: str
    label: str
    url: str
    icon: str
    count: int = 0
    group: str = ""
    short: str = ""
    note: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Items under one heading; the first group may have none."""

    label: str
    items: list[Item]


def link(name: str, *args: object) -> str:
    """Return the address of a named page, empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def items(user: User) -> list[Item]:
    """Return the places open to the user, as the apps of settings offer them."""
    return _offered(settings.NAVIGATION, user)


def topbar(user: User) -> list[Item]:
    """Return what stands in the top bar beside the brand, such as the cycle."""
    return _offered(getattr(settings, "TOPBAR", []), user)


def open_items() -> list[Item]:
    """Return the public pages, as the apps of settings offer them to everybody."""
    offers: list[Callable[[], list[Item]]] = [
        import_string(name) for name in getattr(settings, "OPEN_NAVIGATION", [])
    ]
    return [item for offer in offers for item in offer() if item.url]


def own(user: User) -> list[Item]:
    """Offer the pages everybody has."""
    return [Item("home", _("My tasks"), link("home"), "tasks", short=_("Tasks"))]


def administration(user: User) -> list[Item]:
    """Offer the administrator's pages."""
    group = _("Administration")
    places = (
        (Can.ADMINISTER, "units", _("Organizations and people"), "school"),
        (Can.ADMINISTER, "users", _("Users and roles"), "user"),
        (Can.ADMINISTER, "import", _("Import"), "up"),
        (Can.ADMINISTER, "jobs", _("Jobs"), "cycle"),
        (Can.SEE_JOURNAL, "journal", _("Journal"), "clock"),
    )
    return [
        Item(name, label, link(name), icon, group=group)
        for can, name, label, icon in places
        if access.anywhere(user, can)
    ]


def groups(offered: Iterable[Item]) -> list[Group]:
    """Return the items under their headings, both in the order they come."""
    found: dict[str, list[Item]] = {}
    for item in offered:
        found.setdefault(item.group, []).append(item)
    return [Group(label, held) for label, held in found.items()]


def current(offered: Sequence[Item], path: str, section: str = "") -> str:
    """Return the key of the item one is at: the longest address that leads here."""
    if section:
        return section
    above = [
        (len(url), item.key)
        for item in offered
        for url in (item.url, *item.under)
        if _leads(url, path)
    ]
    return max(above, key=lambda found: found[0])[1] if above else ""


def _leads(url: str, path: str) -> bool:
    place = url.partition("?")[0]
    return path == place or (place != "/" and path.startswith(place))


def _offered(names: Sequence[str], user: User) -> list[Item]:
    offers: list[Callable[[User], list[Item]]] = [import_string(n) for n in names]
    return [item for offer in offers for item in offer(user) if item.url]
