"""The same program for a later period: its years moved on in words and in dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace
from typing import Final

from programs.texts import (
    ClauseText,
    EventText,
    IndicatorText,
    ProgramText,
    StageText,
    ValueText,
)

# «2023», «2023/24», «15.05.23»; a longer run of digits is no year.
FULL: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHORT: Final = re.compile(r"(?<=20\d\d)([-/–])(\d\d)(?!\d)")
DATED: Final = re.compile(r"(?<!\d)(\d{1,2}\.\d{1,2}\.)(\d\d)(?!\d)")


def words_moved(text: str, years: int) -> str:
    """Return the words with every year so many years later."""
    text = SHORT.sub(lambda m: f"{m[1]}{(int(m[2]) + years) % 100:02d}", text)
    text = DATED.sub(lambda m: f"{m[1]}{(int(m[2]) + years) % 100:02d}", text)
    return FULL.sub(lambda m: str(int(m[1]) + years), text)


def day_moved(day: dt.date, years: int) -> dt.date:
    """Return the same day of another year; a month's last day stays its last."""
    year = day.year + years
    length = calendar.monthrange(year, day.month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, day.month, length if is_last else min(day.day, length))


def text_for(
    text: ProgramText, *, code: str, starts_on: dt.date, ends_on: dt.date
) -> ProgramText:
    """Return the text for the days; no act approves it yet, its events are new."""
    years = starts_on.year - text.plan_starts_on.year
    return replace(
        text,
        code=code,
        name=words_moved(text.name, years),
        short_name=words_moved(text.short_name, years),
        starts_on=starts_on,
        ends_on=ends_on,
        period_original="",
        roadmap_starts_on=None,
        roadmap_ends_on=None,
        edition_on=None,
        act="none",
        act_number="",
        act_on=None,
        reply_by=day_moved(text.reply_by, years) if text.reply_by else None,
        clauses=tuple(_clause(row, years) for row in text.clauses),
        stages=tuple(_stage(row, years) for row in text.stages),
        events=tuple(_event(row, years) for row in text.events),
        indicators=tuple(_indicator(row, years) for row in text.indicators),
    )


def _clause(row: ClauseText, years: int) -> ClauseText:
    if row.kind in ("basis", "claim"):
        return row
    return replace(
        row,
        deadline_original=words_moved(row.deadline_original, years),
        due_on=day_moved(row.due_on, years) if row.due_on else None,
    )


def _stage(row: StageText, years: int) -> StageText:
    return replace(
        row,
        starts_on=day_moved(row.starts_on, years),
        ends_on=day_moved(row.ends_on, years),
    )


def _event(row: EventText, years: int) -> EventText:
    return replace(
        row,
        key="",
        schedule_original=words_moved(row.schedule_original, years),
        schedule_corrected=words_moved(row.schedule_corrected, years),
    )


def _indicator(row: IndicatorText, years: int) -> IndicatorText:
    return replace(row, values=tuple(_value(value, years) for value in row.values))


def _value(row: ValueText, years: int) -> ValueText:
    return replace(row, year=row.year + years) if row.year else row
