"""Rules on an entered pair K and O: figures in, messages out. Pure.

The database holds the same rules as constraints; `RULES` names each constraint's
rule, so that its refusal is told in the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

Figure = Decimal | None
SHARE, YES_NO, PLAN = "share", "yes_no", "plan"
LARGEST = Decimal(10) ** 12
JUMP = Decimal(25)  # percentage points; the portal's own choice, no document names it


def problems(kind: str, numerator: Figure, denominator: Figure) -> list[str]:
    """Return what is wrong with the pair, nothing where it may be saved."""
    messages = (rule(kind, numerator, denominator) for rule in RULES.values())
    return [message for message in messages if message]


def unfinished(numerator: Figure, denominator: Figure) -> str:
    """Return what is missing of a half-filled pair, which cannot be submitted."""
    if (numerator is None) == (denominator is None):
        return ""
    return _("K is missing.") if numerator is None else _("O is missing.")


def override(counted: str, *, differs: bool) -> str:
    """Return what is missing where other figures than the counted stand bare."""
    if not differs:
        return ""
    return _(
        "The portal counted K / O = %(counted)s. Say in the comment why other figures"
        " are entered."
    ) % {"counted": counted}


def not_negative(kind: str, numerator: Figure, denominator: Figure) -> str:
    """No figure is below zero or beyond what the portal stores."""
    figures = [figure for figure in (numerator, denominator) if figure is not None]
    if any(figure < 0 for figure in figures):
        return _("K and O cannot be negative.")
    if any(figure >= LARGEST for figure in figures):
        return _("The number is too large.")
    return ""


def part_of_whole(kind: str, numerator: Figure, denominator: Figure) -> str:
    """A part is not larger than its whole; a plan may be exceeded."""
    if kind == PLAN or numerator is None or denominator is None:
        return ""
    if numerator <= denominator:
        return ""
    return _("K = %(numerator)s is more than O = %(denominator)s.") % {
        "numerator": _plain(numerator),
        "denominator": _plain(denominator),
    }


def whole_numbers(kind: str, numerator: Figure, denominator: Figure) -> str:
    """People and cases are counted in whole numbers."""
    if kind == PLAN:
        return ""
    figures = (numerator, denominator)
    if all(figure is None or figure == int(figure) for figure in figures):
        return ""
    return _("K and O of this indicator are whole numbers.")


def yes_or_no(kind: str, numerator: Figure, denominator: Figure) -> str:
    """A yes-or-no indicator takes 1 or 0."""
    if kind != YES_NO or all((figure or 0) <= 1 for figure in (numerator, denominator)):
        return ""
    return _("Yes is 1, no is 0; there is nothing else here.")


def constraint_message(name: str) -> str:
    """Return the words for a refusal of the database, by its constraint's name."""
    return {
        "monitoring_value_not_negative": _("K and O cannot be negative."),
        "monitoring_value_part_of_whole": _("K is more than O."),
        "monitoring_value_whole_numbers": _(
            "K and O of this indicator are whole numbers."
        ),
        "monitoring_value_yes_or_no": _(
            "Yes is 1, no is 0; there is nothing else here."
        ),
        "monitoring_value_reason_or_figures": _(
            "Either figures or the reason why the indicator does not apply."
        ),
        "monitoring_value_open": _(
            "The values are closed: they are submitted or the collection has ended."
        ),
    }.get(name, "")


def is_jump(value: Figure, previous: Figure) -> bool:
    """Return whether D moved so far in a year that somebody should look."""
    if value is None or previous is None:
        return False
    return abs(value - previous) > JUMP


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


RULES: dict[str, Callable[[str, Figure, Figure], str]] = {
    "monitoring_value_not_negative": not_negative,
    "monitoring_value_whole_numbers": whole_numbers,
    "monitoring_value_yes_or_no": yes_or_no,
    "monitoring_value_part_of_whole": part_of_whole,
}
