"""Checks of promises: indicators, tasks and results for which nothing is planned.

Compared by topics of programs.checks.stems: a topic that a promise names and no row of
the plan does is found once, at the first promise that names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from programs.checks import stems
from programs.checks.document import Document, Row
from programs.checks.found import Hit, Place, Quote
from programs.checks.rules import WARNING, rule


@dataclass
class Gap:
    """A promise, the topics of it that nothing is planned for, who repeats it."""

    place: Place
    text: str
    topics: list[str] = field(default_factory=list)
    repeated: list[tuple[Place, str]] = field(default_factory=list)


@rule("INDICATOR_WITHOUT_EVENT", WARNING)
def indicators(document: Document) -> Iterator[Hit]:
    """Yield indicators with a target for which the plan has no work."""
    yield from _hits(document, {"indicator"})


@rule("RESULT_WITHOUT_EVENT", WARNING)
def results(document: Document) -> Iterator[Hit]:
    """Yield tasks and expected results for which the plan has no work."""
    yield from _hits(document, {"task", "result"})


def gaps(document: Document) -> list[Gap]:
    """Return the promises that nothing is planned for, each topic once."""
    found: dict[str, Gap] = {}
    made: list[Gap] = []
    for place, text in promises(document):
        missing = [
            topic
            for topic in stems.topics(text)
            if not is_planned(document, topic, text)
        ]
        new = [topic for topic in missing if topic not in found]
        if new:
            gap = Gap(place, text, new)
            made.append(gap)
            found |= dict.fromkeys(new, gap)
        elif missing:
            found[missing[0]].repeated.append((place, text))
    return made


def promises(document: Document) -> Iterator[tuple[Place, str]]:
    """Yield what the document promises: indicators with targets, tasks, results."""
    for found in document.measured:
        if found.text.values:
            yield found.place, found.text.name
    for kind in ("task", "result"):
        for clause in document.clauses(kind, about=""):
            yield document.place_of(clause), clause.text


def is_planned(document: Document, topic: str, promise: str) -> bool:
    """Whether a row of the plan works on the topic, with the people of the promise."""
    people = stems.audiences(promise) if topic in stems.PERSONAL else set()
    return any(
        stems.says(stems.TOPICS[topic], words(row)) and suits(row, people)
        for row in document.events
    )


def words(row: Row) -> str:
    """Return the words of a row with its headings."""
    headings = " ".join(heading.name for heading in row.headings)
    return f"{row.text.name} {row.text.expected_result} {headings}"


def suits(row: Row, people: set[str]) -> bool:
    """Whether the row is for these people, or for whoever comes."""
    named = stems.audiences(row.text.name)
    return not people or not named or bool(people & named)


def _hits(document: Document, kinds: set[str]) -> Iterator[Hit]:
    if not document.is_plan or not document.events:
        return
    for gap in gaps(document):
        if gap.place.kind not in kinds:
            continue
        marks = [stems.said(stems.TOPICS[topic], gap.text) for topic in gap.topics]
        yield Hit(
            (gap.place,),
            {"promise": gap.text, "label": gap.place.label, "kind": gap.place.kind},
            (
                Quote(gap.place.key, gap.text, marks[0]),
                *(Quote(place.key, text) for place, text in gap.repeated),
            ),
            options=({"do": "add_event"},),
        )
