"""What is wrong with a data file; every check yields a sentence for each fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from monitoring.methods_files.rows import Catalog, IndicatorRow, MethodFile, RuleFile

KINDS = frozenset({"share", "yes_no", "plan"})
CRITERION_KINDS = frozenset({"criterion", "subsystem", "direction"})
PLACES = frozenset({"organization", "municipality"})
MISSING_RULES = frozenset({"exclude", "count_as_no"})
LEVELS = frozenset({"high", "medium", "low"})
TRENDS = frozenset({"grew", "stable", "fell"})
FLAGS = frozenset({"", "rural", "low_results", "unfavorable", "innovative"})
TYPES = frozenset(
    {"general", "preschool", "additional", "adapted", "evening", "ppms", "private"}
)
SOURCES = frozenset({"document", "portal"})

T = TypeVar("T")


class FaultyFileError(ValueError):
    """A data file that does not say what it must; names the row and the field."""


def of_method(found: MethodFile) -> Iterator[str]:
    yield from _twice("indicator", (row.code for row in found.indicators))
    yield from _twice("position", (row.position for row in found.indicators))
    tracks = {row.number for row in found.tracks}
    criteria = {row.number for row in found.criteria}
    if {"medium_from", "high_from", "tolerance"} - found.scale.keys():
        yield "scale: a border is missing"
    for criterion in found.criteria:
        yield from outside(
            f"criterion {criterion.number}", [criterion.kind], CRITERION_KINDS
        )
    for row in found.indicators:
        yield from _indicator_faults(row)
        yield from outside(f"{row.code}: track", {row.track} - {None}, tracks)
        yield from outside(f"{row.code}: criteria", row.criteria, criteria)


def _indicator_faults(row: IndicatorRow) -> Iterator[str]:
    checks: list[tuple[str, Iterable[str], frozenset[str]]] = [
        ("kind", [row.kind], KINDS),
        ("collected_at", [row.collected_at], PLACES),
        ("missing_rule", [row.missing_rule], MISSING_RULES),
        ("sample_flag", [row.sample_flag], FLAGS),
        ("organization_types", row.organization_types, TYPES),
        ("provenance", (note["source"] for note in row.provenance.values()), SOURCES),
    ]
    for name, values, allowed in checks:
        yield from outside(f"{row.code}: {name}", values, allowed)
    if row.missing_rule == "count_as_no" and row.kind != "yes_no":
        yield f"{row.code}: only a yes or no can count as no"
    if not row.provenance:
        yield f"{row.code}: nothing says where it is from"


def of_catalog(found: Catalog) -> Iterator[str]:
    yield from _twice("direction", (row.code for row in found.directions))
    yield from _twice("text", (row.code for row in found.texts))
    directions = {row.code for row in found.directions}
    for row in found.texts:
        yield from outside(f"{row.code}: direction", [row.direction], directions)
        yield from outside(f"{row.code}: types", row.organization_types, TYPES)
        if set(row.deadline) not in ({"days"}, {"month", "day"}):
            yield f"{row.code}: deadline is days, or a month and a day"


def of_rules(found: RuleFile) -> Iterator[str]:
    yield from _twice("rule", (row.code for row in found.rules))
    for row in found.rules:
        yield from outside(f"{row.code}: levels", row.levels, LEVELS)
        yield from outside(f"{row.code}: trends", row.trends, TRENDS)
        yield from outside(f"{row.code}: types", row.organization_types, TYPES)
        if [row.indicator is not None, row.track is not None, row.whole].count(
            True
        ) != 1:
            yield f"{row.code}: one of an indicator, a track or the whole"


def outside(where: str, values: Iterable[T], allowed: Iterable[T]) -> Iterator[str]:
    unknown = set(values) - set(allowed)
    if unknown:
        yield f"{where}: {', '.join(sorted(map(str, unknown)))} is unknown"


def _twice(what: str, values: Iterable[object]) -> Iterator[str]:
    seen: set[object] = set()
    for value in values:
        if value in seen:
            yield f"{what} {value} stands twice"
        seen.add(value)


def refuse(where: str, faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        raise FaultyFileError(f"{where}: " + "; ".join(found))
