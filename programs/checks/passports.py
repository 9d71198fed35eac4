"""Checks of indicator passports: name, K, O and formula say one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.document import Document, Measured
from programs.checks.found import Facts, Hit, Quote
from programs.checks.rules import INFO, WARNING, rule

CONDITION = re.compile(r"при условии ([^)]+)", re.IGNORECASE)
ON_MATTERS = re.compile(
    r"по (?:\w+ )?вопросам (?P<of>[\w\s-]+)|по (?P<kind>\w+) вопросам", re.IGNORECASE
)
HUNDRED = r"[×x*·]\s*100"
PROPERTY = r"в (?:оо|(?:образовательных )?организациях|школах) которых"
SHARE = re.compile(r"^дол[яи]\s+", re.IGNORECASE)


@rule("FORMULA_NO_PERCENT", INFO)
def percent(document: Document) -> Iterator[Hit]:
    """Yield formulas «× 100» without «%» where others of the document have it."""
    formulas = [
        row for row in document.measured if stems.says(HUNDRED, row.text.formula)
    ]
    bare = [row for row in formulas if "%" not in row.text.formula]
    signed = [row for row in formulas if "%" in row.text.formula]
    if bare and signed:
        yield Hit(
            tuple(row.place for row in bare),
            {"count": len(bare)},
            (
                Quote(bare[0].place.key, bare[0].text.formula),
                Quote(signed[0].place.key, signed[0].text.formula, "%"),
            ),
            options=({"do": "add_percent"},),
        )


@rule("NAME_VS_UNIT", WARNING)
def unit_of_name(document: Document) -> Iterator[Hit]:
    """Yield indicators that are named a share of one thing and count another."""
    for row in document.measured:
        if not SHARE.match(row.text.name) or not row.text.numerator:
            continue
        named, counts = stems.counted(row.text.name), stems.counted(row.text.numerator)
        if named and counts and named != counts:
            yield _hit(row, {"named": named, "counted": counts})


@rule("CONDITION_NOT_IN_K", WARNING)
def conditions(document: Document) -> Iterator[Hit]:
    """Yield conditions of the name that are not counted."""
    for row in document.measured:
        found = CONDITION.search(row.text.name)
        if not found or not row.text.numerator:
            continue
        if not stems.stems(found[1]) & stems.stems(row.text.numerator):
            yield _hit(row, {"condition": found[0]}, found[0])


@rule("O_TOO_BROAD", WARNING)
def broad(document: Document) -> Iterator[Hit]:
    """Yield what only schools have, divided by organizations of all types."""
    rows = [row for row in document.measured if _is_broad(row)]
    if rows:
        yield Hit(
            tuple(row.place for row in rows),
            {"labels": _labels(rows), "denominator": rows[0].text.denominator},
            tuple(
                quote
                for row in rows
                for quote in (
                    Quote(
                        row.place.key,
                        row.text.name,
                        stems.said(stems.OF_SCHOOLS, row.text.name),
                    ),
                    Quote("O", row.text.denominator, row.text.denominator),
                )
            ),
        )


@rule("NOT_OPERATIONAL", WARNING)
def judgments(document: Document) -> Iterator[Hit]:
    """Yield indicators that rest on a judgment without a criterion."""
    for row in document.measured:
        word = stems.said(stems.JUDGMENTS, row.text.numerator or row.text.name)
        if word:
            yield _hit(row, {"word": word}, word)


@rule("TERM_DRIFT", WARNING)
def matters(document: Document) -> Iterator[Hit]:
    """Yield indicators whose name and K speak of different matters."""
    for row in document.measured:
        named = ON_MATTERS.search(row.text.name)
        counts = ON_MATTERS.search(row.text.numerator)
        if named and counts and stems.stems(named[0]) != stems.stems(counts[0]):
            yield Hit(
                (row.place,),
                {"label": row.label, "first": named[0], "second": counts[0]},
                (
                    Quote("name", row.text.name, named[0]),
                    Quote("K", row.text.numerator, counts[0]),
                ),
                options=_edit(row),
            )


@rule("TERM_DRIFT", INFO)
def synonyms(document: Document) -> Iterator[Hit]:
    """Yield indicators that call the municipalities by several words."""
    for row in document.measured:
        words = {
            pattern: place
            for place in (row.text.name, row.text.numerator, row.text.denominator)
            for pattern in stems.SYNONYMS["municipality"]
            if stems.says(pattern, place)
        }
        starts = stems.counted(row.text.numerator) == "municipality"
        if starts and len(words) > 1:
            said = [stems.said(pattern, place) for pattern, place in words.items()]
            yield Hit(
                (row.place,),
                {"label": row.label, "first": said[0], "second": said[1]},
                (
                    Quote("name", row.text.name),
                    Quote("K", row.text.numerator),
                    Quote("O", row.text.denominator),
                ),
            )


@rule("INDICATOR_NAME_TRUNCATED", WARNING)
def truncated(document: Document) -> Iterator[Hit]:
    """Yield names that break off: a system, and nobody says of what."""
    for row in document.measured:
        word = stems.said(stems.HEADLESS, row.text.name)
        if word and not row.text.numerator:
            yield _hit(row, {"word": word}, word)


def _hit(row: Measured, facts: dict[str, str], mark: str = "") -> Hit:
    quotes = [Quote("name", row.text.name, mark)]
    if row.text.numerator:
        quotes.append(Quote("K", row.text.numerator, mark))
    if row.text.denominator:
        quotes.append(Quote("O", row.text.denominator))
    return Hit(
        (row.place,),
        {"label": row.label, "indicator": row.text.name, **facts},
        tuple(quotes),
        options=_edit(row),
    )


def _edit(row: Measured) -> tuple[Facts, ...]:
    return ({"do": "edit_indicator", "indicator": row.index},)


def _labels(rows: list[Measured]) -> str:
    return ", ".join(row.label for row in rows)


def _is_broad(row: Measured) -> bool:
    text = row.text
    return (
        stems.says(stems.OF_SCHOOLS, text.name)
        and stems.says(stems.ALL_TYPES, text.denominator)
        and not stems.says(stems.SCHOOLS, text.denominator)
    )


def is_property(row: Measured) -> bool:
    """Whether K counts heads by what is true of their organizations."""
    return stems.says(PROPERTY, row.text.numerator.replace(",", ""))
