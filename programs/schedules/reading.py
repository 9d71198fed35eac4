"""Reads the deadline cell of a plan: every word understood, or the cell is unread."""

from __future__ import annotations

import re
from dataclasses import replace

from programs.schedules import bounding, dating, grouping, rates, references
from programs.schedules.clauses import UNDERSTOOD, Clauses
from programs.schedules.composing import compose, on_document
from programs.schedules.happening import occurrences
from programs.schedules.parts import first_day, last_day
from programs.schedules.rewriting import Rule, rewrite
from programs.schedules.structure import (
    RECURRING,
    Code,
    Finding,
    Kind,
    Period,
    Schedule,
)
from programs.schedules.tokens import Lexed, Rate, Token, lex, normal

EMPTY = re.compile(r"[\s.,;:_*\-‐-―−/\\]*")
MISSPELLED = re.compile(r"в\s?течении|втечение")
LABEL = re.compile(
    r"^\s*(?:срок(?:и|а)?|период|дата)?\s*"
    r"(?:исполнения|реализации|проведения|выполнения)?\s*[:‐-―−-]\s*",
    re.IGNORECASE,
)
IN_NAME = re.compile(
    r"(?<![а-яё])(еже(?P<unit>дневн|недельн|месячн|квартальн|годн)[а-яё]{2,3})(?![а-яё])",
    re.IGNORECASE,
)
NAME_KINDS = {
    "дневн": Kind.DAILY,
    "недельн": Kind.WEEKLY,
    "месячн": Kind.MONTHLY,
    "квартальн": Kind.QUARTERLY,
    "годн": Kind.YEARLY,
}
OPEN = frozenset("KZGHICT")  # what a rate in the name may be added to
DROPPED = frozenset("zvn,;")


def read(text: str, period: Period, *, name: str = "") -> Schedule:
    """Return what the cell says, in the period of its program.

    `name` is the event's: «Ежемесячная …» makes a school year monthly. Whatever is
    not understood to the last word is unread, with those words in the findings.
    """
    if EMPTY.fullmatch(text):
        found = Schedule(Kind.UNDATED, findings=in_name(name))
        return replace(found, original=text)
    ref, rest = references.split(LABEL.sub("", text))
    lexed = lex(rest)
    clauses = Clauses(tuple(joined(lexed.tokens)))
    schedule = composed(clauses, period, ref)
    if schedule is None:
        return unread(text, clauses, lexed)
    schedule = with_name(schedule, clauses, period, name)
    findings = (*schedule.findings, *spelling_of(rest, lexed))
    schedule = replace(schedule, original=text, findings=findings)
    return checked(schedule, period)


def joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens joined as far as the rules go."""
    tokens = [token for token in tokens if token.tag != "z"]
    tokens = rewrite(tokens, (*dating.FIRST, *rates.RULES))
    tokens = [token for token in tokens if token.tag not in "vn"]
    tokens = rewrite(tokens, ORDER)
    return [token for token in tokens if token.tag not in DROPPED]


ORDER: tuple[Rule, ...] = (*dating.RULES, *grouping.RULES, *bounding.RULES)


def composed(clauses: Clauses, period: Period, ref: str | None) -> Schedule | None:
    """Return the schedule of the clauses and of the document they refer to."""
    if ref is None:
        return compose(clauses, period)
    if not clauses.tags <= UNDERSTOOD:
        return None
    return on_document(clauses, period, ref)


def unread(text: str, clauses: Clauses, lexed: Lexed) -> Schedule:
    """Return the cell as unread, with the words that were not understood."""
    strange = [token.text for token in clauses.tokens if token.tag not in UNDERSTOOD]
    words = " ".join(strange) or normal(text)
    findings = (*lexed.findings, Finding(Code.UNREAD, words))
    return Schedule(Kind.UNREAD, original=text, findings=findings)


def spelling_of(text: str, lexed: Lexed) -> list[Finding]:
    """Return the misspellings of the text."""
    found = MISSPELLED.findall(normal(text))
    return [*(Finding(Code.TYPO, words) for words in found), *lexed.findings]


def in_name(name: str) -> tuple[Finding, ...]:
    """Return the recurrence in a name as a finding."""
    found = IN_NAME.search(name)
    return (Finding(Code.RECURRENCE_IN_NAME, found[1]),) if found else ()


def with_name(
    schedule: Schedule, clauses: Clauses, period: Period, name: str
) -> Schedule:
    """Let a recurrence in the name win over a school year or years."""
    found = IN_NAME.search(name)
    if not found or (schedule.kind in RECURRING and not schedule.continuous):
        return schedule
    remark = Finding(Code.RECURRENCE_IN_NAME, found[1])
    if clauses.tokens and clauses.tags <= OPEN:
        rate = Rate(NAME_KINDS[found["unit"].lower()])
        token = Token("Q", found[1], rate=rate)
        named = compose(Clauses((token, *clauses.tokens)), period)
        if named:
            inferred = (*named.inferred, f"kind from name «{found[1]}»")
            findings = (*named.findings, remark)
            return replace(
                named,
                continuous=False,
                inferred=inferred,
                findings=findings,
                ref=schedule.ref,
            )
    return replace(schedule, findings=(*schedule.findings, remark))


def checked(schedule: Schedule, period: Period) -> Schedule:
    """Add what the dates themselves show: backwards, or outside the period."""
    codes: list[Code] = []
    if schedule.start and schedule.end:
        is_backwards = last_day(schedule.end) < first_day(schedule.start)
        codes += [Code.END_BEFORE_START] if is_backwards else []
    spans = occurrences(schedule, period)
    if any(not period.start <= span.end <= period.end for span in spans):
        codes.append(Code.DEADLINE_OUTSIDE_PERIOD)
    elif any(span.start < period.start for span in spans):
        codes.append(Code.OCCURRENCE_OUTSIDE_PERIOD)
    remarks = (Finding(code) for code in codes)
    return replace(schedule, findings=(*schedule.findings, *remarks))
