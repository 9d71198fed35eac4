"""The scale of charts: places as SVG takes them, levels as colors."""

from __future__ import annotations

from decimal import Decimal

Value = Decimal | float | int
HIGH, MEDIUM, LOW, NONE = "high", "medium", "low", "none"


def place(value: Value) -> str:
    """Return the number as SVG takes it: a point, at most two digits after it."""
    return f"{round(float(value), 2):g}"


def level_of(value: Value, medium_from: Value, high_from: Value) -> str:
    """Return the level's code."""
    if value >= high_from:
        return HIGH
    return MEDIUM if value >= medium_from else LOW


def percent_place(value: Value | None) -> str:
    """Return the place of a percentage within 0 to 100; empty for None."""
    return "" if value is None else place(min(max(float(value), 0), 100))
