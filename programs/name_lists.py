"""A pasted list into names: one a line, or in the first cell of a line. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.search_words import folded

MOST = 1000
NUMBER = re.compile(r"^\s*(?:№\s*)?\d+\s*[.)]?\s*")
CUT = re.compile(r"\t|;|,|\s[-–—]\s|\(")
INITIAL = re.compile(r"^([А-ЯЁA-Z])\.?(?:-[А-ЯЁA-Z]\.?)?$")


@dataclass(frozen=True)
class Line:
    """A name as it was pasted: full, without patronymic, or with initials."""

    number: int
    text: str
    last_name: str
    first_name: str = ""
    patronymic: str = ""

    @property
    def is_name(self) -> bool:
        """Whether there is at least a last name and a first name or its initial."""
        return bool(self.last_name and self.first_name)


def read(text: str) -> list[Line]:
    """Return the lines that hold something, numbered as pasted."""
    lines = enumerate(text.splitlines(), 1)
    return [_line(number, line) for number, line in lines if line.strip()][:MOST]


def fits(line: Line, last_name: str, first_name: str, patronymic: str) -> bool:
    """Return whether the pasted name may be this person's; ё and е are one letter."""
    if folded(line.last_name) != folded(last_name):
        return False
    return _part(line.first_name, first_name) and (
        not line.patronymic or _part(line.patronymic, patronymic)
    )


def _line(number: int, raw: str) -> Line:
    text = " ".join(CUT.split(NUMBER.sub("", raw.strip()), maxsplit=1)[0].split())
    words = _split_initials(text).split()
    last, first, patronymic = [*words, "", "", ""][:3]
    if INITIAL.match(last) and words[2:]:
        last, first, patronymic = words[2], words[0], words[1]
    return Line(number, " ".join(raw.split()), last, first, patronymic)


def _split_initials(text: str) -> str:
    """Put a space after each initial: «Иванов И.И.» has three parts."""
    return re.sub(r"(?<!\w)([А-ЯЁA-Z])\.\s*", r"\1. ", text).strip()


def _part(pasted: str, known: str) -> bool:
    if initial := INITIAL.match(pasted):
        return folded(known).startswith(folded(initial[1]))
    return folded(pasted) == folded(known)
