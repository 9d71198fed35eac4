"""Words of findings in the language of the page: facts filled in, places, quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal import figures
from portal.data_language import data
from programs.checks.wording.options import DEEDS
from programs.checks.wording.places import THINGS, WHERE
from programs.models import Population
from programs.services import settling

DAYS = frozenset({"day", "starts_on", "first_on"})  # facts that are days
NAMED = frozenset({"named", "counted", "group"})  # facts that are keys of THINGS
Write = Callable[[object], str]


@dataclass(frozen=True)
class Cite:
    """A quotation: where it stands, its words with those that matter in the middle."""

    where: SafeString
    before: str
    mark: str
    after: str

    @property
    def is_empty(self) -> bool:
        """Whether the document says nothing there."""
        return not (self.before or self.mark or self.after)


@dataclass(frozen=True)
class Choice:
    """A way to settle the finding: what it is called, what it changes."""

    value: str
    label: SafeString
    effect: SafeString
    asks: bool = False


def filled(pattern: object, facts: Mapping[str, Any]) -> SafeString:
    """Fill the facts into a text, words of the document marked as such."""
    return SafeString(conditional_escape(str(pattern)) % told(facts, data))


def told(facts: Mapping[str, Any], write: Write) -> dict[str, str]:
    """Return the facts as a text says them."""
    return {key: _told(key, value, write) for key, value in facts.items()}


def _told(key: str, value: Any, write: Write) -> str:
    if key in DAYS and isinstance(value, str) and value:
        return figures.day(dt.date.fromisoformat(value), get_language() or "ru")
    if key in NAMED:
        return str(THINGS[value]) if value in THINGS else write(value)
    if key == "population":
        words = dict(Population.choices)
        return str(words[value]) if value in words else write(value)
    return write(value)


def placed(kind: str, label: str, write: Write) -> str:
    """Return a place in words, its label written by `write`."""
    word = str(WHERE.get(kind, kind))
    return f"{word} {write(label)}" if label else word


def cited(quote: Mapping[str, str]) -> Cite:
    """Return a quotation with the words that matter apart."""
    kind, _space, label = quote["where"].partition(" ")
    known = quote["where"] in WHERE or kind in WHERE
    where = placed(kind, label, data) if known else data(quote["where"])
    text, mark = quote["text"], quote.get("mark", "")
    if not mark or mark not in text:
        return Cite(SafeString(where), text, "", "")
    before, _mark, after = text.partition(mark)
    return Cite(SafeString(where), before, mark, after)


def offered(number: int, option: Mapping[str, Any]) -> Choice:
    """Return a way to settle, under the number by which it is chosen."""
    words = DEEDS[option["do"]]
    return Choice(
        str(number),
        filled(words.title, option),
        filled(words.why, option),
        asks=option["do"] in settling.ASKING,
    )
