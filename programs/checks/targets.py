"""Checks of targets: figures that contradict, cannot be counted or are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from programs.checks import stems
from programs.checks.document import Document, Measured, Row
from programs.checks.found import DOCUMENT, Hit, Quote
from programs.checks.rules import ERROR, WARNING, rule
from programs.texts import TargetText, ValueText

WORDS = {"dynamics", "growth", "qualitative"}
POPULATIONS = {"risk": ("heads_low_results", "heads_at_risk")}


@rule("TARGET_CONFLICT", ERROR)
def conflicts(document: Document) -> Iterator[Hit]:
    """Yield indicators with several targets for one year, none of them chosen."""
    for found in document.measured:
        for year, values in _by_year(found).items():
            decided = any(value.is_chosen and value.reason for value in values)
            if decided or len({value.value for value in values}) == 1:
                continue
            yield Hit(
                (found.place,),
                {
                    "indicator": found.text.name,
                    "label": found.label,
                    "values": " / ".join(plain(value.value) for value in values),
                },
                tuple(
                    Quote(value.variant, plain(value.value), plain(value.value))
                    for value in values
                ),
                options=tuple(
                    {
                        "do": "choose_value",
                        "indicator": found.index,
                        "year": year,
                        "variant": value.variant,
                        "value": plain(value.value),
                    }
                    for value in values
                ),
            )


@rule("TARGET_BELOW_BASELINE", WARNING)
def below_baseline(document: Document) -> Iterator[Hit]:
    """Yield indicators whose target has been passed before the program."""
    for found in document.measured:
        base = found.text.baseline
        values = [value for value in found.text.values if value.is_chosen]
        if base is None or not values or found.text.measure in WORDS:
            continue  # a change is compared with nothing, not with a level
        up = found.text.higher_is_better
        worse = [
            row for row in values if (row.value < base if up else row.value > base)
        ]
        if worse:
            yield Hit(
                (found.place,),
                {
                    "indicator": found.text.name,
                    "label": found.label,
                    "target": plain(worse[0].value),
                    "baseline": plain(base),
                    "year": found.text.baseline_year or "",
                },
                (
                    Quote("target", plain(worse[0].value), plain(worse[0].value)),
                    Quote("baseline", plain(base), plain(base)),
                ),
                options=({"do": "ask_value", "indicator": found.index},),
            )


@rule("TARGET_UNMEASURABLE", WARNING)
def unmeasurable(document: Document) -> Iterator[Hit]:
    """Yield targets of a change without a scale, a baseline or a formula."""
    for found in document.measured:
        text = found.text
        told = text.baseline is not None or text.formula or text.indicator_code
        if text.measure in WORDS and text.values and not told:
            yield Hit(
                (found.place,),
                {"indicator": text.name, "label": found.label},
                (Quote("indicator", text.name),),
                options=({"do": "edit_indicator", "indicator": found.index},),
            )


@rule("NO_TARGET_VALUE", WARNING)
def without_value(document: Document) -> Iterator[Hit]:
    """Yield indicators of a plan without a baseline and without targets."""
    if not document.is_plan:
        return
    missing = [
        found
        for found in document.measured
        if not found.text.values and found.text.baseline is None
    ]
    if missing:
        yield Hit(
            tuple(found.place for found in missing),
            {"count": len(missing), "total": len(document.measured)},
            tuple(Quote(found.place.key, found.text.name) for found in missing),
            options=({"do": "edit_indicator", "indicator": missing[0].index},),
        )


@rule("NO_INDICATORS", WARNING)
def none_at_all(document: Document) -> Iterator[Hit]:
    """Yield a plan that nothing measures: no indicator, no figure in any result."""
    if not document.is_plan or document.measured or not document.events:
        return
    if any(target.value is not None for _row, target in _targets(document)):
        return
    yield Hit(
        (DOCUMENT,),
        {"count": len(document.events)},
        options=({"do": "add_indicator"},),
    )


@rule("TARGET_WITHOUT_NUMBER", WARNING)
def without_number(document: Document) -> Iterator[Hit]:
    """Yield growth without a figure where the same growth has one in another row."""
    grown = [
        (row, target)
        for row, target in _targets(document)
        if target.measure == "growth"
    ]
    for row, target in grown:
        if target.value is not None:
            continue
        like = [
            (other, found)
            for other, found in grown
            if found.value is not None and found.population == target.population
        ]
        if not like:
            continue
        sibling, figure = like[0]
        value = plain(figure.value)
        yield Hit(
            (row.place,),
            {"event": row.label, "sibling": sibling.label, "value": value},
            (
                Quote(row.place.key, target.original or row.text.expected_result),
                Quote(sibling.place.key, figure.original, value),
            ),
            event=row.text.key,
            options=({"do": "event_value", "event": row.text.key, "value": value},),
        )


@rule("TARGET_SUBJECT_MISMATCH", WARNING)
def too_wide(document: Document) -> Iterator[Hit]:
    """Yield shares of a group that is broader than those whom the event is for."""
    for row, target in _targets(document):
        if target.measure != "share":
            continue
        subject = target.subject or target.original or row.text.expected_result
        wide = [
            key
            for key in stems.narrower(row.text.name)
            if key not in stems.narrower(subject) and not _is_narrow(target, key)
        ]
        if wide:
            yield Hit(
                (row.place,),
                {"event": row.label, "subject": subject, "group": wide[0]},
                (
                    Quote("target", target.original or subject, subject),
                    Quote(
                        "name",
                        row.text.name,
                        stems.said(stems.NARROWER[wide[0]], row.text.name),
                    ),
                ),
                event=row.text.key,
                options=tuple(_narrowings(row, wide[0])),
            )


def plain(value: object) -> str:
    """Write a figure without needless zeros, with a decimal comma."""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _by_year(found: Measured) -> dict[int | None, list[ValueText]]:
    groups = defaultdict(list)
    for value in found.text.values:
        groups[value.year].append(value)
    return groups


def _targets(document: Document) -> Iterator[tuple[Row, TargetText]]:
    for row in document.events:
        for target in row.text.targets:
            yield row, target


def _is_narrow(target: TargetText, key: str) -> bool:
    if key == "preschool":
        return "preschool" in target.organization_types
    return target.population in stems.NARROW_POPULATIONS.get(key, set())


def _narrowings(row: Row, group: str) -> Iterator[dict[str, str]]:
    """Offer the populations that are as narrow as the event."""
    for population in POPULATIONS.get(group, ()):
        yield {"do": "population", "event": row.text.key, "population": population}
    if group == "preschool":
        yield {"do": "type", "event": row.text.key, "type": group}
    yield {"do": "edit_event", "event": row.text.key}
