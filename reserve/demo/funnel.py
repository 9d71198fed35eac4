"""How many people come to which step of the region's competitions; pure."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.demo.network import shared_out

YEARS = (2024, 2025, 2026)
WEIGHTS = (0.30, 0.33, 0.37)
APPOINTED_WEIGHTS = (0.50, 0.35, 0.15)  # the longer ago, the more are appointed
STEPS = {
    "applied": 175,
    "documents": 162,
    "test": 96,
    "selected": 40,
    "certified": 32,
    "included": 31,
    "appointed": 16,
}


@dataclass(frozen=True)
class Year:
    """The counts of one year's competition, each a part of the one before."""

    year: int
    applied: int
    documents: int
    test: int
    selected: int
    certified: int
    included: int
    appointed: int


def years(size: float) -> list[Year]:
    """Return the competitions of a network so large, 1 is the real one's size."""
    totals = {name: max(3, round(count * size)) for name, count in STEPS.items()}
    parts = {
        name: shared_out(total, APPOINTED_WEIGHTS if name == "appointed" else WEIGHTS)
        for name, total in totals.items()
    }
    return [_year(year, turn, parts) for turn, year in enumerate(YEARS)]


def _year(year: int, turn: int, parts: dict[str, list[int]]) -> Year:
    counts: dict[str, int] = {}
    most: int | None = None
    for name, shares in parts.items():
        most = shares[turn] if most is None else min(shares[turn], most)
        counts[name] = most
    return Year(year=year, **counts)
