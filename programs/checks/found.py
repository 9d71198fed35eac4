"""What a check hands back: the place, the facts, the quotes, the ways to settle."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Facts = Mapping[str, Any]
SHOWN = 140  # characters of a place in one line


@dataclass(frozen=True)
class Place:
    """A place of the document: its kind, its number or name, its lasting id.

    Kinds: document, event, section, indicator, and the kinds of clauses.
    """

    kind: str
    label: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        """Name the place in one line: «event 2.3»."""
        return f"{self.kind} {self.label}".strip()


DOCUMENT = Place("document")


@dataclass(frozen=True)
class Quote:
    """Words of the document; `mark` is the part of them that matters.

    `where` is a key of programs.checks.wording.places.WHERE or the document's words.
    """

    where: str
    text: str
    mark: str = ""


@dataclass(frozen=True)
class Hit:
    """What one check found once.

    `event` is the key of the row that it concerns; `options` are ways to settle it,
    each {"do": a key of programs.services.settling.DEEDS, and what the deed needs}.
    """

    places: tuple[Place, ...]
    facts: Facts = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    event: str = ""
    options: tuple[Facts, ...] = ()
    severity: str = ""


@dataclass(frozen=True)
class Found:
    """A hit with the code and the severity of its check."""

    code: str
    severity: str
    places: tuple[Place, ...]
    facts: Facts
    quotes: tuple[Quote, ...]
    event: str
    options: tuple[Facts, ...]

    @property
    def mark(self) -> str:
        """Name the finding so that a decision survives the next check.

        Other places make another finding: what was accepted for two rows is not
        accepted for a third.
        """
        ids = "\n".join(sorted(place.id or place.key for place in self.places))
        digest = hashlib.sha256(ids.encode()).hexdigest()[:16]
        return f"{self.code}:{digest}"

    @property
    def place(self) -> str:
        """Name all places in one line, for lists and the journal."""
        line = "; ".join(place.key for place in self.places)
        return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
