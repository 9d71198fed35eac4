"""Cells that hold a deadline and the bodies answering for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from programs.schedules import references

MARK = "\0"
MARKS = re.compile(r"\0(?:(?:\s|[,;/]|\bи\b|\bсовместно с\b)*\0)*")
SEPARATORS = re.compile(r"([,;])(?:\s*[,;])+")
EDGES = " ,;:/–—-"


def split_bodies(text: str, known: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the words of the deadline and the bodies, as values of `known`, in order.

    `known` maps every way a body is written («СОИРО», «Департамент») to its key;
    longer ways win, letters may be small or capital, each key comes once. A body in
    the name of a document («по плану ИРО») belongs to that name and stays.
    """
    keys = {spaced(way): key for way, key in known.items() if way.strip()}
    if not keys:
        return text.strip(), []
    found: list[str] = []
    documents = [match.span() for match in references.DOCUMENT.finditer(text)]

    def taken(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in documents):
            return match.group()
        found.append(keys[spaced(match.group())])
        return MARK

    rest = finder(keys).sub(taken, text.replace(MARK, " "))
    return tidy(rest) if found else text.strip(), list(dict.fromkeys(found))


def finder(ways: Mapping[str, str]) -> re.Pattern[str]:
    """Return the pattern of all ways, the longest first."""
    ordered = sorted(ways, key=len, reverse=True)
    options = "|".join(r"\s+".join(map(re.escape, way.split())) for way in ordered)
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)


def spaced(way: str) -> str:
    """Return a name in small letters with single spaces."""
    return " ".join(way.lower().split())


def tidy(text: str) -> str:
    """Drop the marks and the commas and brackets that stood around the bodies."""
    words = " ".join(MARKS.sub(" ", text).split())
    words = SEPARATORS.sub(r"\1", words.replace("( )", "").replace("()", ""))
    return words.strip(EDGES).replace(" ,", ",")
