"""Sorting by `?sort=`, of rows in memory and of querysets; null stands last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from django.db.models import F
from django.db.models.expressions import OrderBy

Row = TypeVar("Row")
Key = Callable[[Row], Decimal | int | str | None]


def by(
    rows: Iterable[Row], keys: Mapping[str, Key[Row]], asked: str, default: str
) -> list[Row]:
    """Return the rows by the column asked for; a leading "-" turns the order."""
    name = asked if asked.removeprefix("-") in keys else default
    key = keys[name.removeprefix("-")]
    held = list(rows)
    known = [row for row in held if key(row) is not None]
    known.sort(key=lambda row: key(row), reverse=name.startswith("-"))  # type: ignore[arg-type, return-value]
    return known + [row for row in held if key(row) is None]


def fields(asked: str, columns: Mapping[str, str], default: str) -> list[OrderBy]:
    """Return the fields to order a queryset of units by; ids of units break ties.

    `columns` maps keys of headers to fields; a key of another table is not ours.
    """
    name = asked if asked.removeprefix("-") in columns else default
    field = F(columns[name.removeprefix("-")])
    down = name.startswith("-")
    first = field.desc(nulls_last=True) if down else field.asc(nulls_last=True)
    return [first, F("unit_id").asc()]
