"""The registry of checks: each has a code, a severity and a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from programs.checks.document import Document
from programs.checks.found import Found, Hit

ERROR, WARNING, INFO = "error", "warning", "info"
ORDER = (ERROR, WARNING, INFO)
Function = Callable[[Document], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """One check."""

    code: str
    severity: str
    function: Function

    def run(self, document: Document) -> Iterator[Found]:
        """Yield what the check finds in the document."""
        for hit in self.function(document):
            yield Found(
                self.code,
                hit.severity or self.severity,
                hit.places,
                hit.facts,
                hit.quotes,
                hit.event,
                hit.options,
            )


RULES: list[Rule] = []


def rule(code: str, severity: str) -> Callable[[Function], Function]:
    """Put the function into the registry under its code."""

    def register(function: Function) -> Function:
        RULES.append(Rule(code, severity, function))
        return function

    return register
