"""Headings above the rows of a plan: their kind, number and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs.importing import cleaning

KINDS = {
    "трек": "track",
    "модуль": "module",
    "блок": "module",
    "раздел": "direction",
    "направление": "direction",
    "задача": "direction",
    "этап": "direction",
    "критерий": "criterion",
    "проблема": "problem",
    "мера": "measure",
}
# The order in which headings lie within each other, the outermost first.
RANKS = {
    "track": 0,
    "module": 1,
    "direction": 1,
    "criterion": 1,
    "problem": 2,
    "measure": 3,
}
NUMBER = r"\d{1,3}(?:\.\d{1,3})*|[IVXLСХІ]{1,6}"
WORDED = re.compile(
    rf"^(?:(?:{NUMBER})[.)]\s*)?(?P<word>{'|'.join(KINDS)})(?=\W|$)\s*(?:№\s*)?"
    rf"(?P<number>(?:{NUMBER})(?=[\s.:)–—-]|$))?\s*[.:)–—-]*\s*(?P<name>.*)$",
    re.IGNORECASE | re.DOTALL,
)
NUMBERED = re.compile(
    rf"^(?P<number>{NUMBER})[.)]?\s+(?P<name>\S.*)$|^(?P<last>{NUMBER})[.)]?$",
    re.DOTALL,
)
LONGEST = 700


@dataclass(frozen=True)
class Heading:
    """A heading: its kind as the sections of a program have them, number and name."""

    kind: str
    number: str
    name: str

    @property
    def is_bare(self) -> bool:
        """Whether only the word and number are there, the name follows below."""
        return not self.name

    @property
    def rank(self) -> int:
        """How deep headings of its kind lie, the outermost is 0."""
        return RANKS[self.kind]


def is_heading(text: str) -> bool:
    """Tell whether the text begins with the word of a heading and is short."""
    found = WORDED.match(text)
    if found is None or len(text) > LONGEST:
        return False
    return bool(found["number"]) or text[len(found["word"]) :].lstrip()[:1] in '«".:'


def heading(text: str, number: str = "") -> Heading:
    """Return the heading that a full-width row is; any words may be one."""
    words = cleaning.line(text)
    worded = WORDED.match(words)
    if worded:
        found = worded["number"] or number.rstrip(".")
        return Heading(KINDS[worded["word"].lower()], found, _name(worded["name"]))
    numbered = NUMBERED.match(words)
    if numbered and numbered["name"] and not number:
        return Heading("direction", numbered["number"], _name(numbered["name"]))
    return Heading("direction", number.rstrip("."), _name(words))


def with_name(bare: Heading, text: str) -> Heading:
    """Return a bare heading with the name from the row below it."""
    return Heading(bare.kind, bare.number, _name(cleaning.line(text)))


def _name(text: str) -> str:
    bare = text.strip().rstrip(".:").strip()
    return cleaning.capital(cleaning.unquoted(bare))
