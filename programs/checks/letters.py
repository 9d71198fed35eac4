"""Checks of a letter: its days against the evaluation, its subject, its lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from programs.checks import stems
from programs.checks.document import Document
from programs.checks.found import DOCUMENT, Hit, Place, Quote
from programs.checks.rules import ERROR, INFO, WARNING, rule
from programs.texts import ClauseText

LEVELS = {
    "municipal": r"муниципальн\w+ (?:план|программ)",
    "school": r"школьн\w+ (?:план|программ)",
    "regional": r"(?:региональн|областн|краев)\w+ (?:план|программ)",
}


@dataclass(frozen=True)
class Evaluation:
    """When the evaluation was carried out, and the words that say so."""

    starts_on: dt.date
    ends_on: dt.date
    words: str

    @property
    def quote(self) -> Quote:
        """Quote the days of the evaluation."""
        return Quote("evaluation", self.words)


@rule("RESULT_BEFORE_EVALUATION", ERROR)
def results(document: Document) -> Iterator[Hit]:
    """Yield results that were presented before the evaluation had begun."""
    for clause in document.clauses("direction", "claim", about="results"):
        day = date_of(clause)
        for held in evaluations(document):
            if day and day < held.starts_on:
                yield Hit(
                    (Place("results"),),
                    {"day": day.isoformat(), "starts_on": held.starts_on.isoformat()},
                    (_dated("results", clause), held.quote),
                    options=({"do": "edit_clause"},),
                )


@rule("BASIS_BEFORE_EVALUATION", ERROR)
def basis(document: Document) -> Iterator[Hit]:
    """Yield letters that ask for work on results before there were any.

    Procedures and orders are older than what is done by them; a letter that asks
    for plans by the results is not.
    """
    for clause, day in _acts(document):
        letter = stems.says(r"^письм", str(clause.details.get("act", clause.text)))
        for held in evaluations(document):
            if letter and day < held.starts_on:
                yield Hit(
                    (Place("basis", _number(clause)),),
                    {"act": clause.text, "starts_on": held.starts_on.isoformat()},
                    (_dated("basis", clause), held.quote),
                    options=({"do": "edit_clause"},),
                )


@rule("ORDER_AFTER_START", WARNING)
def late_order(document: Document) -> Iterator[Hit]:
    """Yield acts that were issued while the evaluation was under way already."""
    for clause, day in _acts(document):
        for held in evaluations(document):
            if held.starts_on < day <= held.ends_on:
                yield Hit(
                    (Place("basis", _number(clause)),),
                    {"act": clause.text, "starts_on": held.starts_on.isoformat()},
                    (_dated("basis", clause), held.quote),
                )


@rule("SUBJECT_VS_REQUEST", WARNING)
def subject(document: Document) -> Iterator[Hit]:
    """Yield a letter about one document that asks for another."""
    announced = level_of(document.text.name)
    for clause in document.clauses("result", "task", about="request"):
        asked = level_of(clause.text)
        if announced and asked and announced != asked:
            yield Hit(
                (Place("subject"),),
                {"subject": document.text.name, "request": clause.text},
                (
                    Quote(
                        "subject",
                        document.text.name,
                        stems.said(LEVELS[announced], document.text.name),
                    ),
                    Quote(
                        "request", clause.text, stems.said(LEVELS[asked], clause.text)
                    ),
                ),
            )


@rule("CRITERION_NAME_DRIFT", WARNING)
def criteria(document: Document) -> Iterator[Hit]:
    """Yield criteria that the list and the recommendations name differently."""
    listed = {
        row.number: row for row in document.text.sections if row.kind == "criterion"
    }
    drifted = [
        (listed[row.number], row)
        for row in document.clauses("problem", about="criterion")
        if row.number in listed
        and stems.fold(listed[row.number].name) != stems.fold(row.text)
    ]
    if drifted:
        yield Hit(
            tuple(Place("criterion", row.number) for row, _clause in drifted),
            {"numbers": ", ".join(row.number for row, _clause in drifted)},
            tuple(
                quote
                for row, clause in drifted
                for quote in (
                    Quote("criteria", f"{row.number}. {row.name}"),
                    Quote("recommendations", f"{row.number}. {clause.text}"),
                )
            ),
        )


@rule("NO_SCORES", INFO)
def scores(document: Document) -> Iterator[Hit]:
    """Yield criteria for which the document gives neither points nor thresholds."""
    criteria = [row for row in document.text.sections if row.kind == "criterion"]
    told = any("value" in row.details for row in document.text.clauses)
    if criteria and not document.measured and not told:
        yield Hit((DOCUMENT,), {"count": len(criteria)})


@rule("TERM_DRIFT", INFO)
def terms(document: Document) -> Iterator[Hit]:
    """Yield references that call one thing by two words."""
    acts = list(document.clauses("basis"))
    first, second = stems.SYNONYMS["organization"]
    one = next((row for row in acts if stems.says(first, row.text)), None)
    other = next((row for row in acts if stems.says(second, row.text)), None)
    if one and other:
        words = (stems.said(first, one.text), stems.said(second, other.text))
        yield Hit(
            (Place("basis"),),
            {"first": words[0], "second": words[1]},
            (Quote("basis", one.text, words[0]), Quote("basis", other.text, words[1])),
        )


def evaluations(document: Document) -> Iterator[Evaluation]:
    """Yield the evaluations of which the document gives the days."""
    for clause in document.clauses("direction", "claim", about="evaluation"):
        first = _day(clause.details.get("starts_on"))
        final = _day(clause.details.get("ends_on")) or clause.due_on
        if first and final:
            yield Evaluation(first, final, clause.deadline_original or clause.text)


def level_of(text: str) -> str:
    """Return whose plan the text speaks of."""
    return next((key for key, words in LEVELS.items() if stems.says(words, text)), "")


def date_of(clause: ClauseText) -> dt.date | None:
    """Return the day that the clause names."""
    return _day(clause.details.get("date")) or clause.due_on


def _acts(document: Document) -> Iterator[tuple[ClauseText, dt.date]]:
    for clause in document.clauses("basis"):
        if day := _day(clause.details.get("date")):
            yield clause, day


def _number(clause: ClauseText) -> str:
    return str(clause.details.get("number", "")) or clause.text


def _dated(where: str, clause: ClauseText) -> Quote:
    words = clause.deadline_original
    text = f"{clause.text} — {words}" if words else clause.text
    day = date_of(clause)
    return Quote(where, text, words or (f"{day:%d.%m.%Y}" if day else ""))


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
