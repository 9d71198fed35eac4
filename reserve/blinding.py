"""Hide from a text what would tell an expert whose work they read."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "[…]"
_SHORTEST = 3
_ENDING = 2  # letters of a word that case changes
_GAP = r"[\s\u00a0]+"


def masked(text: str, names: Iterable[str]) -> str:
    """Return the text with each of the names covered, in whatever case it stands.

    A single word is found by its stem, so that «Ивановой» is covered for «Иванова».
    """
    patterns = [_pattern(name) for name in names if len(name.strip()) >= _SHORTEST]
    if not patterns:
        return text
    longest_first = sorted(set(patterns), key=len, reverse=True)
    return re.sub("|".join(longest_first), HIDDEN, text, flags=re.IGNORECASE)


def _pattern(name: str) -> str:
    words = _GAP.join(map(_word, name.split()))
    return rf"(?<!\w){words}(?!\w)"


def _word(word: str) -> str:
    """Match the word with any ending where it is long enough to have one."""
    plain = word.strip("«»\"'.,()")
    around = r"[«»\"'.,()]*"
    if not plain.isalpha() or len(plain) < _SHORTEST + _ENDING:
        return f"{around}{re.escape(plain)}{around}"
    return rf"{around}{re.escape(plain[:-_ENDING])}\w{{0,4}}{around}"
