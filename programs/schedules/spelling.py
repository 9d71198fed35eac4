"""Latin letters in Russian words, and words with one letter wrong."""

from __future__ import annotations

from programs.schedules import lexicon

LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")


def is_latin(word: str) -> bool:
    """Whether the word holds letters of the Latin alphabet."""
    return any("a" <= letter <= "z" for letter in word)


def in_cyrillic(word: str) -> str:
    """Return the word with Latin letters that look Cyrillic made so."""
    return word.translate(LOOKALIKES)


def near(one: str, other: str) -> bool:
    """Whether one letter changed, added, dropped or swapped makes them equal."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    if len(one) > len(other):
        one, other = other, one
    head = next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
        len(one),
    )
    if len(one) < len(other):
        return one[head:] == other[head + 1 :]
    swapped = one[head : head + 2] == other[head : head + 2][::-1]
    rest = one[head + 2 :] == other[head + 2 :]
    return one[head + 1 :] == other[head + 1 :] or (swapped and rest)


def nearest(word: str) -> tuple[str, int, str] | None:
    """Return the meaning of the one known word a letter away, if it is but one."""
    if len(word) < lexicon.TYPO_FROM:
        return None
    meanings = {
        meaning
        for known, meaning in lexicon.WORDS.items()
        if len(known) >= lexicon.TYPO_FROM and near(word, known)
    }
    return meanings.pop() if len(meanings) == 1 else None
