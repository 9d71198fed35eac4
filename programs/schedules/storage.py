"""A schedule as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from programs.schedules.structure import Code, Finding, Kind, Schedule


def to_json(schedule: Schedule) -> dict[str, Any]:
    """Return the schedule as lists, texts and numbers, its first fields in order."""
    return {name: plain(value) for name, value in asdict(schedule).items()}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: tuples as lists, enums as their texts."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return str(value) if isinstance(value, Kind | Code) else value


def from_json(data: Mapping[str, Any]) -> Schedule:
    """Return the schedule of `to_json`, or of a part of it: the rest is empty."""
    return Schedule(
        kind=Kind(data["kind"]),
        start=data.get("start"),
        end=data.get("end"),
        months=tuple(data.get("months", ())),
        years=tuple(data.get("years", ())),
        continuous=data.get("continuous", False),
        inferred=tuple(data.get("inferred", ())),
        ref=data.get("ref"),
        original=data.get("original", ""),
        spans=pairs(data.get("spans", ())),
        days=pairs(data.get("days", ())),
        weekdays=tuple(data.get("weekdays", ())),
        dates=pairs(data.get("dates", ())),
        interval=data.get("interval", 1),
        times=data.get("times", 1),
        until=data.get("until", False),
        findings=tuple(
            Finding(Code(each["code"]), each.get("words", ""))
            for each in data.get("findings", ())
        ),
    )


def pairs(rows: Any) -> tuple[tuple[Any, Any], ...]:
    """Return rows of two as pairs."""
    return tuple((first, last) for first, last in rows)
