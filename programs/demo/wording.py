"""Texts of the running programs: the documents' own, for new years and this region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import yaml

from programs import next_period, text_files
from programs.demo.ground import Ground
from programs.texts import EventText, IndicatorText, ProgramText, ValueText

Change = Mapping[str, Any]
FIELDS = {
    "schedule": "schedule_original",
    "result": "expected_result",
    "bodies": "bodies_original",
}
FORMULA = "K / O × 100 %"


def plan_of(name: str) -> dict[str, Any]:
    """Return what a data file of the demo changes."""
    source = (text_files.ROOT / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(source)
    return found


def carried(name: str, changes: Change, site: Ground) -> ProgramText:
    """Return the document for the years of the demo, with the passport of its own."""
    text = next_period.text_for(
        text_files.read(name),
        code=changes["code"],
        starts_on=began(changes, site, 1, 1),
        ends_on=dt.date(site.first_year + 1, 12, 31),
    )
    return replace(
        text,
        short_name=next_period.words_moved(changes["short_name"], site.years),
        act="order",
        act_number=changes["act_number"],
        control=changes["control"],
        parent_act="",
        is_evaluated_yearly=True,
        is_evaluated_finally=True,
        clauses=tuple(
            row
            for row in text.clauses
            if row.kind not in ("basis", "claim", "annex")
            and "about" not in row.details
        ),
    )


def began(changes: Change, site: Ground, month: int, day: int) -> dt.date:
    """Return the day of the document's first year; some began before the demo's."""
    years = changes.get("years_before", 0)
    return next_period.day_moved(site.day(month, day), -years)


def events(
    rows: Sequence[EventText], changes: Mapping[str, Change], site: Ground
) -> Iterator[EventText]:
    """Yield the rows that are named, as changed; targets come from the results."""
    for row in rows:
        change = changes.get(name_of(row), changes.get(row.number))
        if change is not None:
            yield changed(row, change, site)


def changed(row: EventText, change: Change, site: Ground) -> EventText:
    """Return the row with other words; its years are those of the demo."""
    values = {FIELDS.get(name, name): value for name, value in change.items()}
    if "schedule" in change:
        words = next_period.words_moved(change["schedule"], site.years)
        values |= {"schedule_original": words, "awaits_document": ""}
    if "result" in change:
        values["targets"] = ()
    return replace(row, **values)


def added(rows: Sequence[Change], site: Ground) -> Iterator[EventText]:
    """Yield rows that the document did not have."""
    for raw in rows:
        listed = {key: _plain(value) for key, value in raw.items()}
        text = EventText(**listed)
        moved = next_period.words_moved(text.schedule_original, site.years)
        yield replace(text, schedule_original=moved)


def indicators(
    rows: Sequence[IndicatorText], plan: Change, site: Ground
) -> Iterator[IndicatorText]:
    """Yield the indicators with targets of their own, and whom they count."""
    year_before = began(plan, site, 1, 1).year - 1
    for row, change in zip(rows, plan["indicators"], strict=True):
        values = change["values"]
        yield replace(
            row,
            number=change.get("number", row.number),
            measured_by=change.get("measured_by", row.measured_by),
            baseline=_decimal(change.get("baseline")),
            baseline_year=year_before if "baseline" in change else None,
            baseline_count=None,
            formula=FORMULA if row.formula else "",
            sample_filter="",
            values=tuple(_values(values, site)),
        )


def name_of(row: EventText) -> str:
    """Name a row by its section and number: «4-2» is the second of module 4."""
    return f"{row.section[0].rpartition('-')[2]}-{row.number}"


def _values(values: Sequence[int], site: Ground) -> Iterator[ValueText]:
    """Yield the targets of the years; one alone is meant for every year."""
    for place, value in enumerate(values):
        year = site.first_year + place if len(values) > 1 else None
        yield ValueText(Decimal(value), year=year)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
