"""What the shell itself offers to the search: units and the help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.help import finding
from portal.models import Unit, User
from portal.search import Hit, Source
from portal.search_words import fold, matching


def find_units(user: User, asked: Sequence[str], most: int) -> Iterator[Hit]:
    """Yield units by name, or by the code's beginning, the higher ones first."""
    by_name = matching(asked, "sort_name", "folded_name")
    by_code = Q(code__startswith=asked[0]) if asked[0].isdecimal() else Q(pk__in=[])
    rows = (
        Unit.objects.visible_to(user)
        .alias(folded_name=fold("name"), depth=Length("path"))
        .filter(by_name | by_code)
        .select_related("parent")
        .order_by("depth", "sort_name", "pk")
    )
    for unit in rows[:most]:
        place = unit.parent.short_name if unit.parent else ""
        yield Hit(
            unit.short_name,
            reverse("unit", args=[unit.pk]),
            place,
            unit.get_kind_display(),
        )


def find_help(user: User, asked: Sequence[str], most: int) -> Iterable[Hit]:
    """Yield parts of the help."""
    return finding.hits(asked, signed_in=True)


UNITS = Source("units", _("Organizations and territories"), "school", find_units)
HELP = Source("help", _("Help"), "help", find_help)
