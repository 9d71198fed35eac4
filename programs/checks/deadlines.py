"""Checks of deadlines: missing, unread, before the program or outside its period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from portal.years import years_later
from programs.checks.document import Document, Row
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import ERROR, INFO, WARNING, rule
from programs.schedules import Code, Kind

FEW_DAYS = 7  # of a month that are left after the order
YEAR = re.compile(r"20\d\d")
BY_RATE = {Kind.YEARLY, Kind.HALF_YEARLY, Kind.QUARTERLY, Kind.MONTHLY, Kind.WEEKLY}


@rule("EVENT_NO_DEADLINE", WARNING)
def undated(document: Document) -> Iterator[Hit]:
    """Yield events with an empty deadline."""
    if document.text.kind != "measures":
        yield from _undated(document)


@rule("ITEM_NO_DEADLINE", WARNING)
def undated_items(document: Document) -> Iterator[Hit]:
    """Yield rows of a complex of measures with an empty deadline."""
    if document.text.kind == "measures":
        yield from _undated(document)


@rule("DEADLINE_UNREAD", WARNING)
def unread(document: Document) -> Iterator[Hit]:
    """Yield events with words in the deadline that the portal could not read."""
    for row in document.events:
        if row.schedule.kind != Kind.UNREAD:
            continue
        words = ", ".join(found.words for found in row.schedule.findings if found.words)
        yield Hit(
            (row.place,),
            {"event": row.label, "words": words or row.words},
            (Quote("deadline", row.words, words),),
            event=row.text.key,
            options=(ask(row),),
        )


@rule("EVENT_BEFORE_PROGRAMME", ERROR)
def too_early(document: Document) -> Iterator[Hit]:
    """Yield events that end before the program begins."""
    text = document.text
    for row in document.events:
        if row.ends_on and row.ends_on < text.starts_on:
            yield Hit(
                (row.place,),
                {
                    "event": row.label,
                    "words": row.words,
                    "starts_on": text.starts_on.isoformat(),
                },
                (
                    Quote("deadline", row.words, row.words),
                    Quote("period", period_words(document)),
                ),
                event=row.text.key,
                options=(*later(document, row), ask(row), drop(row)),
            )


@rule("DEADLINE_BEFORE_ORDER", ERROR)
def before_order(document: Document) -> Iterator[Hit]:
    """Yield events of the period that end before the document was approved."""
    text = document.text
    if text.act_on is None or _is_edition(document):
        return
    for row in document.events:
        if row.ends_on and text.starts_on <= row.ends_on < text.act_on:
            yield Hit(
                (row.place,),
                {
                    "event": row.label,
                    "words": row.words,
                    "day": text.act_on.isoformat(),
                },
                (Quote("deadline", row.words, row.words), act(document)),
                event=row.text.key,
                options=(ask(row), drop(row)),
            )


@rule("DEADLINE_AT_ORDER", WARNING)
def at_order(document: Document) -> Iterator[Hit]:
    """Yield events of the month of the order that leave only days for the work."""
    day = document.text.act_on
    if day is None or _is_edition(document):
        return
    for row in document.events:
        if row.schedule.kind != Kind.WINDOW or not row.starts_on or not row.ends_on:
            continue
        left = (row.ends_on - day).days
        if row.starts_on < day <= row.ends_on and left <= FEW_DAYS:
            yield Hit(
                (row.place,),
                {
                    "event": row.label,
                    "words": row.words,
                    "days": left,
                    "day": day.isoformat(),
                },
                (Quote("deadline", row.words, row.words), act(document)),
                event=row.text.key,
                options=(ask(row),),
            )


@rule("PERIOD_START_BEFORE_ORDER", INFO)
def begun_before_order(document: Document) -> Iterator[Hit]:
    """Yield a period that began in a month before that of the order."""
    text = document.text
    if text.act_on is None or not document.is_plan or _is_edition(document):
        return
    if text.starts_on < text.act_on.replace(day=1):
        yield Hit(
            (Place("period"),),
            {"starts_on": text.starts_on.isoformat(), "day": text.act_on.isoformat()},
            (Quote("period", period_words(document)), act(document)),
        )


@rule("DEADLINE_OUTSIDE_PERIOD", WARNING)
def outside(document: Document) -> Iterator[Hit]:
    """Yield events that begin before or end after the plan's period."""
    text = document.text
    for row in document.events:
        if not row.starts_on or not row.ends_on or row.ends_on < text.starts_on:
            continue
        if text.plan_starts_on <= row.starts_on and row.ends_on <= text.plan_ends_on:
            continue
        yield Hit(
            (row.place,),
            {"event": row.label, "words": row.words, "period": period_words(document)},
            (
                Quote("deadline", row.words, row.words),
                Quote("period", period_words(document)),
            ),
            event=row.text.key,
            options=(*cut(document, row), ask(row)),
        )


@rule("RECURRENCE_WITHOUT_YEARS", INFO)
def without_years(document: Document) -> Iterator[Hit]:
    """Yield recurrences for which the years were taken from the program."""
    rows = [
        row
        for row in document.events
        if row.schedule.kind in BY_RATE and "years" in row.schedule.inferred
    ]
    if rows:
        words = list(dict.fromkeys(row.words for row in rows))
        yield Hit(
            tuple(row.place for row in rows),
            {
                "count": len(rows),
                "words": ", ".join(f"«{word}»" for word in words),
                "period": period_words(document),
            },
            tuple(Quote("deadline", word, word) for word in words),
        )


@rule("RECURRENCE_IN_NAME", INFO)
def in_name(document: Document) -> Iterator[Hit]:
    """Yield events whose name says how often, while the deadline names a period."""
    for row in document.events:
        words = [
            found.words
            for found in row.schedule.findings
            if found.code == Code.RECURRENCE_IN_NAME
        ]
        if words:
            yield Hit(
                (row.place,),
                {"event": row.label, "word": words[0], "words": row.words},
                (
                    Quote("name", row.text.name, words[0]),
                    Quote("deadline", row.words),
                ),
                event=row.text.key,
            )


def ask(row: Row) -> dict[str, str]:
    """Offer to write another deadline."""
    return {"do": "ask_deadline", "event": row.text.key}


def drop(row: Row) -> dict[str, str]:
    """Offer to take the row out."""
    return {"do": "remove_event", "event": row.text.key}


def later(document: Document, row: Row) -> Iterator[dict[str, str]]:
    """Offer the same months in the first year in which they fit."""
    text = document.text
    years = sorted({int(found) for found in YEAR.findall(row.words)})
    if not years or row.starts_on is None or row.ends_on is None:
        return
    for shift in range(1, text.plan_ends_on.year - years[0] + 1):
        if years_later(row.starts_on, shift) < text.plan_starts_on:
            continue
        if years_later(row.ends_on, shift) <= text.plan_ends_on:
            words = in_later_years(row.words, shift)
            yield {"do": "deadline", "event": row.text.key, "words": words}
        return


def in_later_years(words: str, years: int) -> str:
    """Return the words with every year moved on."""
    return YEAR.sub(lambda found: str(int(found[0]) + years), words)


def cut(document: Document, row: Row) -> Iterator[dict[str, str]]:
    """Offer what of the deadline lies within the period."""
    text = document.text
    if row.starts_on is None or row.ends_on is None:
        return
    first = max(row.starts_on, text.plan_starts_on)
    final = min(row.ends_on, text.plan_ends_on)
    if first <= final:
        words = days_words(first, final)
        yield {"do": "deadline", "event": row.text.key, "words": words}


def days_words(first: dt.date, final: dt.date) -> str:
    """Write a deadline that the portal reads back as exactly these days."""
    return f"{first:%d.%m.%Y}-{final:%d.%m.%Y}"


def period_words(document: Document) -> str:
    """Return the period of the plan in the document's words, else its days."""
    text = document.text
    if text.period_original and not text.roadmap_starts_on:
        return text.period_original
    return days_words(text.plan_starts_on, text.plan_ends_on).replace("-", " – ")


def act(document: Document) -> Quote:
    """Quote number and day of the approval."""
    text = document.text
    day = f"{text.act_on:%d.%m.%Y}" if text.act_on else ""
    return Quote("act", f"№ {text.act_number} · {day}" if text.act_number else day, day)


def _undated(document: Document) -> Iterator[Hit]:
    bounds = days_words(document.text.plan_starts_on, document.text.plan_ends_on)
    for row in document.events:
        if row.schedule.kind != Kind.UNDATED:
            continue
        key = row.text.key
        yield Hit(
            (row.place,),
            {"event": row.label},
            (Quote("deadline", ""), Quote("row", row.text.name)),
            event=key,
            options=(ask(row), {"do": "bounds", "event": key, "words": bounds}),
        )


def _is_edition(document: Document) -> bool:
    """Whether the act approves a later edition: the work had begun long before."""
    return document.text.edition_on is not None
