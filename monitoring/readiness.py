"""How complete submissions are: what is filled, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitoring import expected, validation
from monitoring.models import Cycle, Indicator, Submission, Value

Figure = Decimal | None


@dataclass(frozen=True)
class Fault:
    """A pair that cannot be submitted, and why."""

    indicator: Indicator
    message: str


@dataclass(frozen=True)
class Readiness:
    """One submission: its indicators, those without a value, those with a fault."""

    expected: int
    missing: list[Indicator]
    faults: list[Fault]

    @property
    def filled(self) -> int:
        """Pairs that are complete, or do not apply with a reason."""
        return self.expected - len(self.missing) - len(self.faults)


def of(submission: Submission) -> Readiness:
    """Return how complete the submission is; two queries."""
    return many(submission.cycle, [submission])[submission.unit_id]


def many(cycle: Cycle, submissions: Collection[Submission]) -> dict[int, Readiness]:
    """Return the readiness by unit; two queries however many there are.

    Units come with their `organization`.
    """
    indicators = list(cycle.methodology.indicators.all())
    rows = _rows(cycle, {submission.unit_id for submission in submissions})
    return {
        submission.unit_id: judged(
            expected.indicators_of(submission.unit, indicators),
            rows.get(submission.unit_id, {}),
        )
        for submission in submissions
    }


def judged(
    indicators: Iterable[Indicator], rows: dict[int, tuple[Figure, Figure, str]]
) -> Readiness:
    """Judge rows (K, O, reason) by indicator against the indicators asked."""
    asked = list(indicators)
    missing: list[Indicator] = []
    faults: list[Fault] = []
    for indicator in asked:
        numerator, denominator, reason = rows.get(indicator.pk, (None, None, ""))
        if numerator is None and denominator is None and not reason:
            missing.append(indicator)
        elif not reason:
            faults += _faults(indicator, numerator, denominator)
    return Readiness(len(asked), missing, faults)


def _faults(
    indicator: Indicator, numerator: Figure, denominator: Figure
) -> list[Fault]:
    messages = [
        validation.unfinished(numerator, denominator),
        *validation.problems(indicator.kind, numerator, denominator),
    ]
    return [Fault(indicator, message) for message in messages if message][:1]


def _rows(
    cycle: Cycle, units: Collection[int]
) -> dict[int, dict[int, tuple[Figure, Figure, str]]]:
    found: dict[int, dict[int, tuple[Figure, Figure, str]]] = {}
    rows = Value.objects.filter(cycle=cycle, unit__in=units).values_list(
        "unit_id",
        "indicator_id",
        "numerator",
        "denominator",
        "not_applicable_reason",
    )
    for unit_id, indicator_id, numerator, denominator, reason in rows:
        found.setdefault(unit_id, {})[indicator_id] = (numerator, denominator, reason)
    return found
