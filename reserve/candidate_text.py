"""What a candidate's letter says: gathered from sheets and points, without names.

Pure: sheets and criteria come as plain rows, texts stay as the experts wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

FEWEST = 6  # ranked candidates; in a smaller group a third would name a place
SHOWN = 2  # criteria named where the experts wrote no text
STRONG = Decimal("0.7")  # of the range of a criterion
_MARK = re.compile(r"^[\s•–—*\-]+")


@dataclass(frozen=True)
class Judged:
    """A criterion's mean over the sheets, as a share of its range."""

    name: str
    hint: str
    share: Decimal


def lines(texts: Iterable[str]) -> list[str]:
    """Return the lines of the texts, each once, in their order."""
    found: dict[str, str] = {}
    for text in texts:
        for line in text.splitlines():
            plain = _MARK.sub("", line).strip()
            if plain:
                found.setdefault(plain.casefold().rstrip("."), plain)
    return list(found.values())


def strongest(criteria: Iterable[Judged]) -> list[Judged]:
    """Return the criteria that went best, if any went well."""
    ordered = sorted(criteria, key=lambda row: (-row.share, row.name))
    return [row for row in ordered if row.share >= STRONG][:SHOWN]


def weakest(criteria: Iterable[Judged]) -> list[Judged]:
    """Return the criteria that went worst, unless they reached the top."""
    ordered = sorted(criteria, key=lambda row: (row.share, row.name))
    return [row for row in ordered if row.share < 1][:SHOWN]


def third(place: int | None, ranked: int) -> int | None:
    """Return the third the place lies in, 1 is the best; None in a small group."""
    if place is None or ranked < FEWEST:
        return None
    return (place - 1) * 3 // ranked + 1


def shares(
    rows: Sequence[tuple[str, str, int, int, Decimal]],
) -> list[Judged]:
    """Return criteria given as name, hint, minimum, maximum and mean points."""
    return [
        Judged(name, hint, (mean - minimum) / (maximum - minimum))
        for name, hint, minimum, maximum, mean in rows
    ]
