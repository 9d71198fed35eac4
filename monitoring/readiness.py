"""How complete submissions are: what is filled, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitoring import expected, validation
from monitoring.models import CountedValue, Cycle, Indicator, Submission, Value

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
    """Return how complete the submission is; three or four queries."""
    return many(submission.cycle, [submission])[submission.unit_id]


def many(cycle: Cycle, submissions: Collection[Submission]) -> dict[int, Readiness]:
    """Return the readiness by unit; three or four queries however many there are.

    Units come with their `organization`.
    """
    indicators = list(cycle.methodology.indicators.all())
    units = {submission.unit_id for submission in submissions}
    rows, bare = _rows(cycle, units), _bare_overrides(cycle, units)
    return {
        submission.unit_id: judged(
            expected.indicators_of(submission.unit, indicators),
            rows.get(submission.unit_id, {}),
            bare.get(submission.unit_id, {}),
        )
        for submission in submissions
    }


def judged(
    indicators: Iterable[Indicator],
    rows: dict[int, tuple[Figure, Figure, str]],
    bare: dict[int, str],
) -> Readiness:
    """Judge rows (K, O, reason) by indicator against the indicators asked.

    `bare` says by indicator what the portal counted where other figures stand
    without a comment.
    """
    asked = list(indicators)
    missing: list[Indicator] = []
    faults: list[Fault] = []
    for indicator in asked:
        numerator, denominator, reason = rows.get(indicator.pk, (None, None, ""))
        if numerator is None and denominator is None and not reason:
            missing.append(indicator)
        elif not reason:
            counted = bare.get(indicator.pk, "")
            faults += _faults(indicator, numerator, denominator, counted)
    return Readiness(len(asked), missing, faults)


def _faults(
    indicator: Indicator, numerator: Figure, denominator: Figure, counted: str
) -> list[Fault]:
    messages = [
        validation.unfinished(numerator, denominator),
        *validation.problems(indicator.kind, numerator, denominator),
        validation.override(counted, differs=bool(counted)),
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


def _bare_overrides(cycle: Cycle, units: Collection[int]) -> dict[int, dict[int, str]]:
    """What the portal counted, where other figures stand without a reason."""
    bare = Value.objects.filter(cycle=cycle, unit__in=units, comment="").values_list(
        "unit_id", "indicator_id", "numerator", "denominator"
    )
    counted = {
        (row.unit_id, row.indicator_id): row
        for row in CountedValue.objects.filter(cycle=cycle, unit__in=units)
    }
    found: dict[int, dict[int, str]] = {}
    for unit_id, indicator_id, *figures in bare if counted else ():
        row = counted.get((unit_id, indicator_id))
        if row and row.differs(*figures):
            found.setdefault(unit_id, {})[indicator_id] = row.pair
    return found
