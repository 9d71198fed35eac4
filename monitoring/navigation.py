"""What monitoring offers in the navigation, by rights and role."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring.models import Cycle, Letter
from portal import access
from portal.access import Can, Role
from portal.models import User
from portal.navigation import Item, link


@dataclass(frozen=True)
class Current:
    """The cycles that links lead to: the newest, the collecting, the computed one."""

    newest: Cycle | None
    collecting: Cycle | None
    computed: Cycle | None


def own(user: User) -> list[Item]:
    """Offer the pages of monitoring; a head has only those of their own."""
    if not (user.is_superuser or user.held_roles):
        return []
    cycles = _current(user)
    if is_head_only(user):
        return _of_head(user, cycles)
    return _of_staff(user, cycles)


def is_head_only(user: User) -> bool:
    """Return whether the user leads an organization and has no wider role."""
    return access.has_role(user, Role.HEAD) and not access.anywhere(
        user, Can.READ_LETTERS
    )


def _current(user: User) -> Current:
    rows = list(Cycle.objects.visible_to(user).latest_first()[:20])
    return Current(
        rows[0] if rows else None,
        next((row for row in rows if row.is_collecting), None),
        next((row for row in rows if row.has_results), None),
    )


def _of_staff(user: User, cycles: Current) -> list[Item]:
    group = _("Monitoring")
    begun = cycles.collecting or cycles.computed
    items = [
        Item("cycle", _("Cycles"), link("monitoring:home"), "cycle", group=group),
        _place(begun, "collection", _("Collection and entry"), "grid", _("Collection")),
        _place(cycles.computed, "results", _("Results"), "chart", _("Results")),
    ]
    if access.anywhere(user, Can.READ_LETTERS):
        items += [
            _place(cycles.computed, "risk", _("Risk group"), "flag"),
            _place(cycles.computed, "letters", _("Letters"), "mail"),
        ]
    items.append(
        Item(
            "methods",
            _("Methodologies"),
            link("monitoring:methods"),
            "book",
            group=group,
        )
    )
    return items


def _place(
    cycle: Cycle | None, name: str, label: str, icon: str, short: str = ""
) -> Item:
    url = link(f"monitoring:{name}", cycle.pk) if cycle else ""
    return Item(name, label, url, icon, group=_("Monitoring"), short=short)


def _of_head(user: User, cycles: Current) -> list[Item]:
    unit = access.home_unit(user)
    if unit is None:
        return []
    letter = Letter.objects.visible_to(user).current().order_by("-issued_at").first()
    result = cycles.computed and link(
        "monitoring:unit_result", cycles.computed.pk, unit.pk
    )
    entry = cycles.collecting and link(
        "monitoring:entry", cycles.collecting.pk, unit.pk
    )
    return [
        Item("result", _("My result"), result or "", "chart", short=_("Result")),
        Item(
            "letter",
            _("My letter"),
            link("monitoring:letter", letter.pk) if letter else "",
            "mail",
            count=1 if letter and letter.confirmed_at is None else 0,
            short=_("Letter"),
        ),
        Item("entry", _("My data"), entry or "", "grid", short=_("Data")),
        Item("methods", _("Methodologies"), link("monitoring:methods"), "book"),
    ]
