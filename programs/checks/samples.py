"""Checks of samples: who is looked at, against who is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.document import Document, Measured
from programs.checks.found import Hit, Quote
from programs.checks.passports import is_property
from programs.checks.rules import ERROR, WARNING, rule

GENERAL, SAMPLE = "general_population", "representative_sample"
WHOLE = r"\bвсего\b|\bобще\w+ (?:числ|количеств)"
PARTICIPLE = re.compile(r"\b\w+(?:нн|ен)(?:ый|ая|ое|ые|ых|ого|ому|ым|ыми|ы|а|о)?\b")


@rule("SAMPLE_VS_DENOMINATOR", WARNING)
def denominators(document: Document) -> Iterator[Hit]:
    """Yield samples of some, divided by all of the same kind."""
    for row in document.measured:
        text = row.text
        same = text.observed == text.sampled
        if text.sample_filter and same and stems.says(WHOLE, text.denominator):
            yield _hit(row)


@rule("SAMPLE_SELECTS_OUTCOME", ERROR)
def outcomes(document: Document) -> Iterator[Hit]:
    """Yield samples that hold only those who have reached what is measured."""
    for row in document.measured:
        text = row.text
        reached = participles(text.numerator) - participles(text.denominator)
        word = reached & participles(text.sample_filter)
        if word and stems.stems(text.sample_filter) & stems.stems(text.numerator):
            yield _hit(row)


@rule("SAMPLE_TERM_MISUSE", WARNING)
def misuse(document: Document) -> Iterator[Hit]:
    """Yield «representative samples» that are chosen by a condition."""
    yield from _filtered(document, SAMPLE)


@rule("CENSUS_WITH_FILTER", WARNING)
def census(document: Document) -> Iterator[Hit]:
    """Yield «general populations» that are not all there are."""
    yield from _filtered(document, GENERAL)


@rule("UNIT_VS_SAMPLE", WARNING)
def units(document: Document) -> Iterator[Hit]:
    """Yield indicators that count people and choose organizations.

    People who are counted by what is true of their organizations are no such case.
    """
    rows = [
        row
        for row in document.measured
        if row.text.observed
        and row.text.sampled
        and row.text.observed != row.text.sampled
        and not is_property(row)
    ]
    if rows:
        yield Hit(
            tuple(row.place for row in rows),
            {"labels": ", ".join(row.label for row in rows), "count": len(rows)},
            tuple(
                quote
                for row in rows
                for quote in (
                    Quote(row.place.key, row.text.numerator),
                    Quote("sample", row.text.sample_filter or row.text.sample_frame),
                )
            ),
        )


def participles(text: str) -> set[str]:
    """Return the beginnings of the words that say what was done."""
    return {
        stem for word in PARTICIPLE.findall(stems.fold(text)) for stem in {word[:6]}
    }


def _filtered(document: Document, kind: str) -> Iterator[Hit]:
    rows = [
        row
        for row in document.measured
        if row.text.sample_kind == kind and row.text.sample_filter
    ]
    if rows:
        yield Hit(
            tuple(row.place for row in rows),
            {"labels": ", ".join(row.label for row in rows)},
            tuple(Quote(row.place.key, row.text.sample_filter) for row in rows),
        )


def _hit(row: Measured) -> Hit:
    text = row.text
    return Hit(
        (row.place,),
        {"label": row.label, "filter": text.sample_filter, "O": text.denominator},
        (
            Quote("sample", text.sample_filter, text.sample_filter),
            Quote("K", text.numerator),
            Quote("O", text.denominator),
        ),
        options=({"do": "edit_indicator", "indicator": row.index},),
    )
