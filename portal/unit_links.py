"""Where a unit leads to: results, collection and more, offered by the apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from portal.models import Unit, User


@dataclass(frozen=True)
class UnitLink:
    """A page about the unit; `icon` from the sprite."""

    label: str
    url: str
    icon: str


Offer = Callable[[User, Sequence[Unit]], Mapping[int, Sequence[UnitLink]]]


def links(user: User, units: Sequence[Unit]) -> dict[int, list[UnitLink]]:
    """Return the links of each unit by its id, as the apps of settings offer them."""
    offers: list[Offer] = [import_string(path) for path in settings.UNIT_LINKS]
    offered = [offer(user, units) for offer in offers]
    return {
        unit.pk: [link for found in offered for link in found.get(unit.pk, [])]
        for unit in units
    }
