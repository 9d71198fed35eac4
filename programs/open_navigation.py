"""What programs offer in the head of public pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.navigation import Item, link


def items() -> list[Item]:
    """Offer programs and proven practices, where their pages exist."""
    return [
        Item("open-programs", _("Programs"), link("open_programs"), "book"),
        Item("open-practices", _("Practices"), link("open_practices"), "star"),
    ]
