"""Deadlines set by another document: «по графику», «согласно плану-графику …»."""

from __future__ import annotations

import re

HEADS = {
    "План-график": "план(?:у|ом|а)-график(?:у|ом|а)",
    "График": "график(?:у|ом|ами|ам|а)",
    "План": "план(?:у|ом|ами|ам|а)",
    "Расписание": "расписани(?:ю|ем|я)",
    "Приказ": "приказ(?:у|ом|ами|ам|а)",
    "Распоряжение": "распоряжени(?:ю|ем)",
    "Постановление": "постановлени(?:ю|ем)",
    "Положение": "положени(?:ю|ем)",
    "Порядок": "порядк(?:у|ом)",
    "Регламент": "регламент(?:у|ом)",
    "Календарь": "календар(?:ю|ём|ем)",
    "Циклограмма": "циклограмм(?:е|ой)",
}
LEAD = (
    r"(?:в\s+соответствии\s+(?:и\s+)?с(?:о)?|согласно(?:\s+с)?|по"
    r"|в\s+сроки,?\s+(?:установленные|утвержд[её]нные|определ[её]нные|указанные"
    r"|предусмотренные)(?:\s+в)?)"
)
STOP = (
    r"(?=\s*(?:[,;()]|\.?\s*$|\bв\s?течени|\bна\s+протяжении|\bеже|\bпостоянно"
    r"|\b\d+\s+раза?\b|\bраз\s+в\b|\b(?:на|в|за|до|с)\s+\d|\d|\bдо\s+конца"
    r"|\bкажд))"
)
ADJECTIVES = r"(?P<adjectives>(?:[а-яё]+(?:ому|ему|ым|им|ого|его)\s+){0,3})"
NOUNS = "|".join(f"(?P<h{i}>{forms})" for i, forms in enumerate(HEADS.values()))
DOCUMENT = re.compile(
    rf"(?<![а-яё]){LEAD}\s+{ADJECTIVES}(?:{NOUNS})(?![а-яё-])(?P<tail>.*?){STOP}",
    re.IGNORECASE | re.DOTALL,
)
NAMED = re.compile(r"по\s+документу\s+«(?P<name>.+)»\.?\s*$|"
                   r"по\s+документу\s+«(?P<first>[^»]+)»", re.IGNORECASE)  # fmt: skip
HYPHENS = re.compile(
    r"(?:(?<=плану)|(?<=планом)|(?<=плана))\s*[-\u2010-\u2015\u2212]\s*(?=график)",
    re.IGNORECASE,
)
NEUTER = ("Расписание", "Распоряжение", "Постановление", "Положение")
FEMININE = ("Циклограмма",)


def split(text: str) -> tuple[str | None, str]:
    """Return the document a text refers to, in the nominative, and the other words."""
    named = NAMED.search(text)
    if named:
        rest = text[: named.start()] + " " + text[named.end() :]
        return named["name"] or named["first"], rest.strip(" ,;")
    text = HYPHENS.sub("-", text)
    found = DOCUMENT.search(text)
    if not found:
        return None, text
    rest = text[: found.start()].rstrip(" ,;(") + " " + text[found.end() :]
    return title_of(found), rest.strip(" ,;.()")


def title_of(found: re.Match[str]) -> str:
    """Return the document's name: «План-график курсовой подготовки …»."""
    head = head_of(found)
    adjectives = [nominative(word, head) for word in found["adjectives"].split()]
    words = [*adjectives, head.lower() if adjectives else head, *found["tail"].split()]
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def head_of(found: re.Match[str]) -> str:
    """Return the kind of document in the nominative."""
    return next(head for i, head in enumerate(HEADS) if found[f"h{i}"])


def nominative(word: str, head: str) -> str:
    """Return an adjective in the nominative, of the document's gender."""
    stem = re.sub(r"(?:ому|ему|ым|им|ого|его)$", "", word.lower())
    is_soft = re.search(r"(?:ему|им|его)$", word.lower())
    if head in NEUTER:
        return stem + ("ее" if is_soft else "ое")
    if head in FEMININE:
        return stem + ("яя" if is_soft else "ая")
    return stem + ("ий" if is_soft else "ый")
