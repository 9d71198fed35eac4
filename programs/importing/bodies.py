"""Bodies in the words of a plan, recognized by the names and aliases of a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from programs.importing import cleaning

PARTED = re.compile(r"\s*[,;]\s*")
BRACKETS = re.compile(r"\((?:по согласованию|[^()]{0,60})\)")
LINKS = {"и", "совместно", "с", "при", "участии"}
MOST_WORDS = 12  # of one name, tried as a whole
LEAST_STEM = 5


@dataclass(frozen=True)
class Body:
    """A body that a program names, with the other words for it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """Words of the document and the body they mean; without a key it is unknown.

    `is_guess` marks a body recognized by a part of its name.
    """

    words: str
    key: str = ""
    is_guess: bool = False


@dataclass
class Known:
    """The bodies of a program, and what the person answered about unknown words."""

    bodies: Sequence[Body]
    answers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the names."""
        self.exact: dict[str, str] = dict(self.answers)
        for body in self.bodies:
            for name in (body.name, *body.aliases):
                self.exact.setdefault(folded(name), body.key)
        self.words = {body.key: folded(body.name).split() for body in self.bodies}

    def read(self, text: str) -> list[Named]:
        """Return the bodies named, in order, each once."""
        found: dict[str, Named] = {}
        for named in self._pieces(BRACKETS.sub(" ", text)):
            found.setdefault(named.key or f" {folded(named.words)}", named)
        return list(found.values())

    def knows_all(self, text: str) -> bool:
        """Tell whether every word of the text belongs to a known body."""
        named = self.read(text)
        return bool(named) and all(one.key and not one.is_guess for one in named)

    def _pieces(self, text: str) -> Iterable[Named]:
        pieces = [piece for piece in PARTED.split(text.strip()) if piece]
        at = 0
        while at < len(pieces):
            taken = self._longest(pieces[at:])
            whole = ", ".join(pieces[at : at + taken])
            yield from self._one(whole)
            at += taken

    def _longest(self, pieces: Sequence[str]) -> int:
        """Return how many pieces make one known name: names have commas too."""
        for count in range(len(pieces), 1, -1):
            if self._key(cleaning.line(", ".join(pieces[:count]))):
                return count
        return 1

    def _one(self, piece: str) -> list[Named]:
        words = cleaning.line(piece).strip(" .")
        key = self._key(words)
        if key:
            return [Named(words, key)]
        parts = self._in_a_row(words) or self._in_lines(piece)
        if parts:
            return parts
        by_part = self._by_part(words)
        return [Named(words, by_part, is_guess=bool(by_part))] if words else []

    def _key(self, words: str) -> str:
        return self.exact.get(folded(words), "")

    def _in_lines(self, piece: str) -> list[Named]:
        """Read every line as a body, where all of them are."""
        lines = [cleaning.line(line).strip(" .") for line in piece.split("\n")]
        found = [Named(line, self._key(line) or self._by_part(line)) for line in lines]
        return found if len(found) > 1 and all(one.key for one in found) else []

    def _in_a_row(self, words: str) -> list[Named]:
        """Read names that stand beside each other without a comma."""
        signs = words.split()
        found: list[Named] = []
        while signs:
            if found and signs[0].lower() in LINKS:
                signs = signs[1:]
                continue
            named = self._first(signs)
            if named is None:
                return []
            found.append(named)
            signs = signs[len(named.words.split()) :]
        return found if len(found) > 1 else []

    def _first(self, signs: Sequence[str]) -> Named | None:
        for count in range(min(len(signs), MOST_WORDS), 0, -1):
            words = " ".join(signs[:count]).strip(",.")
            if key := self._key(words):
                return Named(" ".join(signs[:count]), key)
        return None

    def _by_part(self, words: str) -> str:
        """Return the only body whose name holds these words in this order."""
        parts = folded(words).split()
        if not parts or len(parts[0]) < 2:
            return ""
        fits = [key for key, name in self.words.items() if _is_within(parts, name)]
        if not fits and len(parts) == 1:
            fits = [key for key, name in self.words.items() if _letters(name, parts[0])]
        return fits[0] if len(fits) == 1 else ""


def folded(words: str) -> str:
    """Return the words for comparing."""
    return cleaning.folded(cleaning.line(words)).strip(" .")


def _is_within(parts: Sequence[str], name: Sequence[str]) -> bool:
    if not name or not _same(parts[0], name[0]):
        return False
    left = iter(name)
    return all(any(_same(part, word) for word in left) for part in parts)


def _same(one: str, other: str) -> bool:
    """Tell whether two words differ at most in their endings."""
    if one == other:
        return True
    stem = max(LEAST_STEM, min(len(one), len(other)) - 2)
    return len(one) > LEAST_STEM < len(other) and one[:stem] == other[:stem]


def _letters(name: Sequence[str], short: str) -> bool:
    """Tell whether the short name is made of the first letters of the words."""
    return (
        len(short) > 2
        and "".join(word[0] for word in name if word not in LINKS) == short
    )
