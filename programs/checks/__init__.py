"""Checks of a program's text: what contradicts, is missing or cannot be counted."""

from __future__ import annotations

from programs.checks import (
    claims,
    coverage,
    deadlines,
    duplicates,
    letters,
    numbering,
    order,
    passports,
    recommendations,
    samples,
    scope,
    targets,
)
from programs.checks.document import Document
from programs.checks.found import Found, Place, Quote
from programs.checks.rules import ORDER, RULES, Rule
from programs.texts import ProgramText

__all__ = [
    "FAMILIES",
    "RULES",
    "Document",
    "Found",
    "Place",
    "Quote",
    "Rule",
    "of_text",
]

# Importing a family puts its checks into RULES.
FAMILIES = (
    numbering,
    deadlines,
    order,
    targets,
    coverage,
    scope,
    duplicates,
    claims,
    letters,
    recommendations,
    passports,
    samples,
)


def of_text(text: ProgramText) -> list[Found]:
    """Return all findings of a text, saved or not, errors first."""
    document = Document(text)
    found = [one for rule in RULES for one in rule.run(document)]
    return sorted(found, key=lambda one: ORDER.index(one.severity))
