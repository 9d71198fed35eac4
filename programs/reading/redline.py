"""Old and new words of one place, piece by piece, as a redline shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from programs.reading.differences import ADDED, CHANGED, REMOVED, Difference

SAME, GONE, NEW = "same", "gone", "new"
PIECES = re.compile(r"\w+|\s+|[^\w\s]")
ALIKE = 0.4  # below it the words are other words, not the same ones changed


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, went or came."""

    kind: str
    words: str


@dataclass(frozen=True)
class Place:
    """One difference, with its words in pieces."""

    difference: Difference
    pieces: Sequence[Piece]


def places(rows: Sequence[Difference]) -> list[Place]:
    """Return the differences with what went and what came."""
    return [Place(row, list(_of(row))) for row in rows]


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the pieces of a change; what hardly resembles itself is replaced whole."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    match = SequenceMatcher(None, old, new, autojunk=False)
    if match.ratio() < ALIKE:
        yield from _pair(before, after)
        return
    for code, i, j, k, n in match.get_opcodes():
        if code == "equal":
            yield Piece(SAME, "".join(old[i:j]))
        else:
            yield from _pair("".join(old[i:j]), "".join(new[k:n]))


def _of(row: Difference) -> Iterator[Piece]:
    if row.kind == ADDED:
        yield Piece(NEW, row.title)
    elif row.kind == REMOVED:
        yield Piece(GONE, row.title)
    elif row.kind == CHANGED:
        yield from pieces(row.before, row.after)


def _pair(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(GONE, before)
    if after:
        yield Piece(NEW, after)
