"""Search in the help: topics and their parts that hold every word asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from portal.help import topics
from portal.help.rendering import Section
from portal.help.topics import Topic
from portal.search import Hit
from portal.search_words import folded

AROUND = 70
ENDING, STEM = 2, 4  # letters a Russian ending may take, and those always kept
GAP = re.compile(r"\s+")


def hits(asked: Sequence[str], *, signed_in: bool) -> Iterator[Hit]:
    """Yield the parts with all the words, those named so before the others."""
    stems = [word[: max(STEM, len(word) - ENDING)] for word in asked]
    found = [
        (topic, section)
        for topic in topics.topics(signed_in=signed_in)
        for section in topic.sections
        if stems and _holds(f"{topic.title} {section.heading} {section.text}", stems)
    ]
    named = sorted(found, key=lambda pair: not _holds(_name(*pair), stems))
    for topic, section in named:
        yield _hit(topic, section, stems)


def _holds(text: str, stems: Sequence[str]) -> bool:
    return all(stem in folded(text) for stem in stems)


def _name(topic: Topic, section: Section) -> str:
    return section.heading or topic.title


def _hit(topic: Topic, section: Section, stems: Sequence[str]) -> Hit:
    mark = f"#{section.anchor}" if section.anchor else ""
    title = f"{topic.title}: {section.heading}" if section.heading else topic.title
    return Hit(title, f"{topic.url}{mark}", _around(section.text, stems))


def _around(text: str, stems: Sequence[str]) -> str:
    """Return the words round the first one found."""
    line = GAP.sub(" ", text).strip()
    places = [at for stem in stems if (at := folded(line).find(stem)) >= 0]
    middle = min(places, default=0)
    start, end = max(0, middle - AROUND), middle + 2 * AROUND
    cut = line[start:end].strip()
    return f"{'…' if start else ''}{cut}{'…' if end < len(line) else ''}"
