"""Checks of the order of work: what comes out of other work follows it, as often."""

from __future__ import annotations

from collections.abc import Iterator

from programs.checks import stems
from programs.checks.deadlines import YEAR, ask
from programs.checks.document import Document, Row
from programs.checks.found import Hit, Quote
from programs.checks.rules import ERROR, WARNING, rule


@rule("EVENT_ORDER", ERROR)
def before_source(document: Document) -> Iterator[Hit]:
    """Yield rows that are over before the work they come out of has begun."""
    for row, source in chained(document):
        if not (row.ends_on and source.starts_on) or row.ends_on >= source.starts_on:
            continue
        yield Hit(
            (row.place, source.place),
            _facts(row, source),
            _quotes(row, source),
            event=row.text.key,
            options=(*like_source(row, source), ask(row)),
        )


@rule("EVENT_NOT_REPEATED", WARNING)
def not_repeated(document: Document) -> Iterator[Hit]:
    """Yield rows that miss years in which the work they come out of is done."""
    for row, source in chained(document):
        missing = [
            year for year in sorted(source.years) if not {year, year + 1} & row.years
        ]
        if not row.years or len(source.years) < 2 or not missing:
            continue
        years = ", ".join(map(str, missing))
        yield Hit(
            (row.place,),
            {**_facts(row, source), "years": years},
            _quotes(row, source),
            event=row.text.key,
            options=(*like_source(row, source), ask(row)),
        )


def chained(document: Document) -> Iterator[tuple[Row, Row]]:
    """Yield rows with the row of the same section that they come out of."""
    for before, after in stems.CHAINS:
        for row in document.events:
            if not stems.says(after, row.text.name):
                continue
            for source in document.events:
                if source.top == row.top and stems.says(before, source.text.name):
                    yield row, source


def like_source(row: Row, source: Row) -> Iterator[dict[str, str]]:
    """Offer the months of the row in the years of its source."""
    years = sorted({int(found) for found in YEAR.findall(row.words)})
    if not years or not source.years:
        return
    wanted = ", ".join(map(str, sorted(source.years)))
    words = YEAR.sub("", row.words).rstrip(" ,.г")
    yield {"do": "deadline", "event": row.text.key, "words": f"{words} {wanted}"}


def _facts(row: Row, source: Row) -> dict[str, str]:
    return {
        "event": row.label,
        "source": source.label,
        "words": row.words,
        "source_words": source.words,
        "first_on": source.starts_on.isoformat() if source.starts_on else "",
    }


def _quotes(row: Row, source: Row) -> tuple[Quote, ...]:
    return (
        Quote(row.place.key, f"{row.text.name} — {row.words}", row.words),
        Quote(source.place.key, f"{source.text.name} — {source.words}", source.words),
    )
