"""Methodologies, the catalog of recommendations and its rules as data files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml

from monitoring.methods_files import faults
from monitoring.methods_files.faults import FaultyFileError
from monitoring.methods_files.rows import (
    Catalog,
    CriterionRow,
    DirectionRow,
    IndicatorRow,
    MethodFile,
    RuleFile,
    RuleRow,
    TextRow,
    TrackRow,
)

__all__ = [
    "Catalog",
    "FaultyFileError",
    "IndicatorRow",
    "MethodFile",
    "RuleFile",
    "RuleRow",
    "catalog",
    "method",
    "method_codes",
    "rules",
]

DATA = Path(__file__).resolve().parent.parent / "data"

T = TypeVar("T")
Data = Mapping[str, object]


def method_codes() -> list[str]:
    """Return the codes of the methodologies that come with the portal, sorted."""
    return sorted(path.stem for path in (DATA / "methodologies").glob("*.yaml"))


@cache
def method(code: str) -> MethodFile:
    """Read a methodology; raises FaultyFileError."""
    return method_from(_read(DATA / "methodologies" / f"{code}.yaml"))


@cache
def rules(code: str) -> RuleFile:
    """Read the rules of a methodology; raises FaultyFileError."""
    return rules_from(_read(DATA / "rules" / f"{code}.yaml"))


@cache
def catalog() -> Catalog:
    """Read the catalog of recommendations; raises FaultyFileError."""
    return catalog_from(_read(DATA / "recommendations.yaml"))


def method_from(data: Data) -> MethodFile:
    """Turn a file's content into a methodology; raises FaultyFileError."""
    found = _row(
        MethodFile,
        data,
        scale={name: Decimal(str(value)) for name, value in _map(data, "scale")},
        order_on=_day(data.get("order_on")),
        tracks=_rows(TrackRow, data, "tracks"),
        criteria=_rows(CriterionRow, data, "criteria"),
        indicators=tuple(_indicator(row) for row in _list(data, "indicators")),
    )
    faults.refuse(found.code, faults.of_method(found))
    return found


def catalog_from(data: Data) -> Catalog:
    """Turn a file's content into the catalog; raises FaultyFileError."""
    found = Catalog(
        directions=_rows(DirectionRow, data, "directions"),
        texts=tuple(
            _row(TextRow, row, organization_types=_words(row, "organization_types"))
            for row in _list(data, "texts")
        ),
    )
    faults.refuse("recommendations", faults.of_catalog(found))
    return found


def rules_from(data: Data) -> RuleFile:
    """Turn a file's content into rules; raises FaultyFileError."""
    lists = ("levels", "trends", "organization_types")
    found = RuleFile(
        methodology=str(data.get("methodology")),
        rules=tuple(
            _row(RuleRow, row, **{name: _words(row, name) for name in lists})
            for row in _list(data, "rules")
        ),
    )
    faults.refuse(found.methodology, faults.of_rules(found))
    return found


def _indicator(row: Data) -> IndicatorRow:
    amounts = ("weight", "target", "medium_from", "high_from")
    return _row(
        IndicatorRow,
        row,
        criteria=tuple(_list(row, "criteria")),
        organization_types=_words(row, "organization_types"),
        **{name: _amount(row[name]) for name in amounts if name in row},
    )


def _read(path: Path) -> Data:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise FaultyFileError(f"{path.name} holds no fields")
    return data


def _row(kind: type[T], data: Data, **ready: object) -> T:
    known = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    needed = {
        name
        for name, part in known.items()
        if part.default is MISSING and part.default_factory is MISSING
    }
    faults.refuse(
        str(data.get("code", kind.__name__)), faults.outside("field", data, known)
    )
    given = {**data, **ready}
    if needed - given.keys():
        missing = ", ".join(sorted(needed - given.keys()))
        raise FaultyFileError(
            f"{data.get('code', kind.__name__)}: {missing} is missing"
        )
    return kind(**given)


def _rows(kind: type[T], data: Data, name: str) -> tuple[T, ...]:
    return tuple(_row(kind, row) for row in _list(data, name))


def _list(data: Data, name: str) -> list:  # type: ignore[type-arg]
    value = data.get(name) or []
    if not isinstance(value, list):
        raise FaultyFileError(f"{name} is no list")
    return value


def _map(data: Data, name: str) -> Iterable[tuple[str, object]]:
    value = data.get(name)
    return value.items() if isinstance(value, dict) else ()


def _words(data: Data, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in _list(data, name))


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: object) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value))
