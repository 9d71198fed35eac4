"""Amounts in the words of a target: a number, its bound and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from programs import target_lexicon as words


@dataclass(frozen=True)
class Amount:
    """A number at its place; `operator` is empty where no word says the bound.

    `unit` is percent, points or the code of a thing; `by` is "на" or "до" or empty.
    """

    start: int
    end: int
    value: Decimal
    operator: str
    unit: str
    by: str


def _any(patterns: Iterator[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


NUMERAL = _any(iter(words.NUMERALS))
FRACTION = _any(pattern for pattern, _value in words.FRACTIONS)
BOUND = _any(pattern for pattern, _operator in words.BOUNDS)
ADJECTIVES = r"(?:\w+(?:ых|их|ого|ый|ые|ие|ой)\s+){0,3}"
LEAD = rf"(?:(?<!\w)(?P<bound>{BOUND})\s*,?\s*)?(?:чем\s+)?(?:(?<!\w)(?P<by>на|до)\s+)?"
DIGITS = r"(?<![\w.,№-])(?<!№ )(?P<number>\d{1,6}(?:[.,]\d{1,2})?)"
PERCENT = re.compile(
    LEAD
    + rf"(?:{DIGITS}|(?<!\w)(?P<numeral>{NUMERAL}))\s*"
    + rf"(?:(?P<points>{words.POINTS})|(?P<percent>{words.PERCENT}))"
)
PART = re.compile(LEAD + rf"(?<!\w)(?P<fraction>{FRACTION})(?!\w)")
EVERYBODY = re.compile(
    r"(?<!\w)(?:все(?:х|ми)?|кажд\w+)\s+(?=" + ADJECTIVES + "(?:"
    f"{words.HEADS}|{words.TEAMS}|{words.MUNICIPALITIES}|{words.ORGANIZATIONS}"
    f"|{words.RESERVE}|{words.STAFF}))"
)
MAJORITY = re.compile(r"(?<!\w)большинств\w+(?!\w)")
RANGE = re.compile(
    r"(?<!\w)(?:от\s+)?(?P<low>\d{1,3})\s*(?:%\s*)?(?:-|–|—|до)\s*(?P<high>\d{1,3})\s*"
    rf"(?:{words.PERCENT})"
)
COUNT = re.compile(LEAD + rf"(?:{DIGITS}|(?<!\w)(?P<numeral>{NUMERAL}))\s+")
SCHEDULE = re.compile(r"раз(?:а)?\s+в\s+(?:год|квартал|месяц|полугоди|недел)\w*")


def found(text: str) -> list[Amount]:
    """Return the amounts of the lowered text in their order, none overlapping."""
    rows: list[Amount] = []
    readers = (_ranges, _percents, _fractions, _everybody, _majority, _counts)
    for reader in readers:
        for row in reader(text):
            if all(
                row.end <= other.start or other.end <= row.start for other in rows
            ) or (reader is _ranges):
                rows.append(row)
    return sorted(rows, key=lambda row: (row.start, row.operator))


def _ranges(text: str) -> Iterator[Amount]:
    for match in RANGE.finditer(text):
        low, high = Decimal(match["low"]), Decimal(match["high"])
        if low < high:
            place = match.start(), match.end()
            yield Amount(*place, low, "gte", "percent", "")
            yield Amount(*place, high, "lte", "percent", "")


def _percents(text: str) -> Iterator[Amount]:
    for match in PERCENT.finditer(text):
        unit = "points" if match["points"] else "percent"
        yield _amount(match, _number(match), unit)


def _fractions(text: str) -> Iterator[Amount]:
    for match in PART.finditer(text):
        value = next(
            v for p, v in words.FRACTIONS if re.fullmatch(p, match["fraction"])
        )
        yield _amount(match, value, "percent")


def _everybody(text: str) -> Iterator[Amount]:
    for match in EVERYBODY.finditer(text):
        yield Amount(match.start(), match.end(), Decimal(100), "gte", "percent", "")


def _majority(text: str) -> Iterator[Amount]:
    for match in MAJORITY.finditer(text):
        yield Amount(match.start(), match.end(), Decimal(50), "gt", "percent", "")


def _counts(text: str) -> Iterator[Amount]:
    for match in COUNT.finditer(text):
        thing = _thing(text[match.end() :])
        is_said = bool(match["bound"])
        if not thing or (match["numeral"] and not is_said):
            continue
        if not is_said and SCHEDULE.match(text, match.end()):
            continue
        yield _amount(match, _number(match), thing)


def _thing(rest: str) -> str:
    for pattern, code in words.THINGS:
        if re.match(ADJECTIVES + f"(?:{pattern})", rest):
            return code
    return ""


def _amount(match: re.Match[str], value: Decimal, unit: str) -> Amount:
    said = match["bound"] or ""
    operator = next((op for p, op in words.BOUNDS if re.fullmatch(p, said)), "")
    place = match.start(), match.end()
    return Amount(*place, value, operator, unit, match["by"] or "")


def _number(match: re.Match[str]) -> Decimal:
    if match["number"]:
        return Decimal(match["number"].replace(",", "."))
    said = match["numeral"]
    return Decimal(next(v for p, v in words.NUMERALS.items() if re.fullmatch(p, said)))
