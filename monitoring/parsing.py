"""Numbers as people type or paste them: text in, an exact number out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

LONGEST = 40
MOST_DIGITS = 12
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
MINUS = "-\u2212\u2013"
NOTHING = {"", "-", "\u2013", "\u2014", "\u2212"}
NOT_APPLICABLE = {"н/п", "н.п.", "нп", "неприменимо", "не применимо", "n/a", "na"}
YES = {"да", "yes"}
NO = {"нет", "no"}
NUMBER = re.compile(
    r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<rest>[0-9]*))?"
)


class Unreadable(ValueError):  # noqa: N818
    """The text is no number; the message says what is wrong with it."""


@dataclass(frozen=True)
class Typed:
    """What stood in a cell: a number, nothing, or the word for "does not apply"."""

    number: Decimal | None = None
    not_applicable: bool = False


def typed(text: str, *, yes_no: bool = False) -> Typed:
    """Read a cell; with `yes_no` the words yes and no are 1 and 0.

    Raises Unreadable.
    """
    words = SPACES.sub(" ", text).strip().lower()
    if words in NOTHING:
        return Typed()
    if words in NOT_APPLICABLE:
        return Typed(not_applicable=True)
    if yes_no and words in YES | NO:
        return Typed(Decimal(words in YES))
    return Typed(_number(words))


def number(text: str) -> Decimal | None:
    """Read a number, None for nothing. Raises Unreadable, also for "n/a"."""
    read = typed(text)
    if read.not_applicable:
        raise Unreadable(_("«%(text)s» is not a number.") % {"text": text.strip()})
    return read.number


def _number(words: str) -> Decimal:
    _refuse_what_has_a_name(words)
    match = NUMBER.fullmatch(words.removesuffix("%").strip())
    if match is None:
        raise Unreadable(_("«%(text)s» is not a number.") % {"text": _short(words)})
    whole, rest = match["whole"].replace(" ", ""), (match["rest"] or "").rstrip("0")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise Unreadable(_("«%(text)s» is too large.") % {"text": _short(words)})
    if len(rest) > 2:
        raise Unreadable(
            _("«%(text)s» has more than two digits after the decimal point.")
            % {"text": _short(words)}
        )
    return Decimal(f"{whole}.{rest or 0}").normalize() + 0


def _refuse_what_has_a_name(words: str) -> None:
    if words.startswith("#"):
        raise Unreadable(
            _("«%(text)s» is an error of the spreadsheet's formula.")
            % {"text": _short(words)}
        )
    if words[0] in MINUS and words[1:2].isdigit():
        raise Unreadable(
            _("«%(text)s» is negative; a number of people or cases cannot be.")
            % {"text": _short(words)}
        )


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
