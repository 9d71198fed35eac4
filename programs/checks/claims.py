"""Checks of what a document claims about results against what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.document import Document
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import INFO, WARNING, rule

ALMOST_ALL = r"(?:практически|почти)?\s*(?:по|у|во)? ?(?:всем|всех|все)\b"
GROWTH = r"\bрост|повышени|улучшени|положительн\w+ динамик"
ENOUGH = 0.75  # of the indicators that «almost all» may mean
STANDSTILL = r"темп\w* рост\w*.*(?:стабильн|без изменени)"
SCALE = r"(?:высок|средн|низк)\w*.*(?:от|до|ниже|выше|менее|более) \d|порог\w* уровн"
PEOPLE = {"child", "learner"}


@rule("LEVEL_WITHOUT_SCALE", WARNING)
def levels(document: Document) -> Iterator[Hit]:
    """Yield levels that the document names without saying where they begin."""
    if any(stems.says(SCALE, clause.text) for clause in document.text.clauses):
        return
    for clause in document.clauses("claim"):
        if level := clause.details.get("level"):
            word = str(clause.details.get("level_original") or level)
            value = str(clause.details.get("value", ""))
            yield Hit(
                (Place("claim", clause.text),),
                {"level": word, "value": value},
                (Quote("claim", clause.text, stems.said(rf"{word}\w*", clause.text)),),
            )


@rule("CLAIM_VS_DATA", WARNING)
def growth(document: Document) -> Iterator[Hit]:
    """Yield claims of growth almost everywhere that the indicators do not bear."""
    changes = [found.text.change_in_document for found in document.measured]
    told = [change for change in changes if change]
    grown = sum(change in {"grew", "positive"} for change in told)
    if not told or grown >= ENOUGH * len(told):
        return
    for clause in document.clauses("claim"):
        if stems.says(GROWTH, clause.text) and stems.says(ALMOST_ALL, clause.text):
            yield Hit(
                (Place("claim", clause.text),),
                {"grown": grown, "total": len(told), "claim": clause.text},
                (Quote("claim", clause.text, stems.said(ALMOST_ALL, clause.text)),),
            )


@rule("TERM_MISUSE", INFO)
def standstill(document: Document) -> Iterator[Hit]:
    """Yield places where no change at all is called growth."""
    for clause in document.clauses("claim", "problem", "result"):
        if stems.says(STANDSTILL, clause.text):
            yield Hit(
                (Place("claim", clause.text),),
                {"words": clause.text},
                (Quote("claim", clause.text, clause.text),),
            )


@rule("VALUES_MISSING", WARNING)
def values(document: Document) -> Iterator[Hit]:
    """Yield a report whose indicators have a direction of change and no value."""
    missing = [
        found
        for found in document.measured
        if found.text.change_in_document
        and not found.text.values
        and found.text.baseline is None
    ]
    if missing:
        yield Hit(
            (Place("indicators"),),
            {"count": len(missing), "total": len(document.measured)},
            tuple(Quote(found.place.key, found.text.name) for found in missing[:3]),
        )


@rule("TYPE_COVERAGE", WARNING)
def coverage(document: Document) -> Iterator[Hit]:
    """Yield results given for some types and tracks only: they don't compare."""
    claims = [row for row in document.clauses("claim") if "value" in row.details]
    typed = [row for row in claims if row.details.get("organization_type")]
    slices = {
        (str(row.details["organization_type"]), str(row.details.get("track", "")))
        for row in typed
    }
    types, tracks = (
        {kind for kind, _track in slices},
        {track for _kind, track in slices},
    )
    if typed and len(slices) < len(types) * len(tracks):
        yield Hit(
            (Place("claim"),),
            {"count": len(slices), "total": len(types) * len(tracks)},
            tuple(Quote("claim", row.text) for row in typed),
        )


@rule("UNIT_MIX", INFO)
def units(document: Document) -> Iterator[Hit]:
    """Yield indicators that count children among those that count organizations."""
    counted = Counter(found.text.observed for found in document.measured)
    people = [found for found in document.measured if found.text.observed in PEOPLE]
    if people and 2 * len(people) < counted.total():
        yield Hit(
            tuple(found.place for found in people),
            {"count": len(people), "total": counted.total()},
            tuple(Quote(found.place.key, found.text.name) for found in people),
        )
