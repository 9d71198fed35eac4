"""The collection's progress: municipalities and their organizations, line by line.

Four queries, however many units there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from monitoring import expected, formulas
from monitoring.models import Cycle, Indicator, Submission, Value
from portal.models import Unit, User

Status = Submission.Status
HANDED_IN = (Status.SUBMITTED, Status.ACCEPTED)


@dataclass(frozen=True)
class Line:
    """One submission: its unit, how full it is, whether it is late."""

    submission: Submission
    expected: int
    filled: int
    is_late: bool

    @property
    def unit(self) -> Unit:
        """The unit that reports."""
        return self.submission.unit

    @property
    def status(self) -> str:
        """Where the submission stands; "empty" for a draft nobody has begun."""
        is_empty = self.submission.status == Status.DRAFT and not self.filled
        return "empty" if is_empty else self.submission.status

    @property
    def is_handed_in(self) -> bool:
        """Whether it is submitted or accepted."""
        return self.submission.status in HANDED_IN

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a decision."""
        return self.submission.status == Status.SUBMITTED

    @property
    def share(self) -> Decimal | None:
        """How much is filled, percent."""
        return filled_share([self])


@dataclass(frozen=True)
class Group:
    """A municipality: its own submission, if it has one, and its organizations'."""

    unit: Unit
    own: Line | None
    lines: list[Line]

    @property
    def all(self) -> list[Line]:
        """The municipality's own submission and its organizations'."""
        return [*([self.own] if self.own else []), *self.lines]

    @property
    def tally(self) -> Tally:
        """Counts over the group."""
        return tally(self.all)


@dataclass(frozen=True)
class Tally:
    """Counts of lines; `submitted` includes the accepted ones."""

    total: int
    submitted: int
    accepted: int
    waiting: int
    returned: int
    late: int
    expected: int
    filled: int
    share: Decimal | None

    @property
    def missing(self) -> int:
        """Not submitted."""
        return self.total - self.submitted

    @property
    def accepted_width(self) -> str:
        """The accepted part of the bar, percent for an SVG."""
        return _width(self.accepted, self.total)

    @property
    def submitted_width(self) -> str:
        """The submitted part of the bar, percent for an SVG."""
        return _width(self.submitted, self.total)


def lines(
    cycle: Cycle, submissions: QuerySet[Submission], today: dt.date
) -> list[Line]:
    """Return a line for each submission, municipalities first, then by name."""
    counts = _complete(cycle, submissions)
    asked = _Asked(list(cycle.methodology.indicators.all()))
    rows = submissions.select_related("unit__organization").order_by(
        "unit__sort_name", "pk"
    )
    return [
        Line(
            submission=row,
            expected=asked.of(row.unit),
            filled=min(counts.get(row.unit_id, 0), asked.of(row.unit)),
            is_late=_is_late(row, cycle, today),
        )
        for row in rows
    ]


def groups(
    cycle: Cycle, user: User, today: dt.date, organization_type: str = ""
) -> list[Group]:
    """Return what the user may see of the cycle, by municipality, by name."""
    submissions = Submission.objects.visible_to(user).filter(cycle=cycle)
    if organization_type:
        submissions = submissions.filter(unit__organization__type=organization_type)
    found = lines(cycle, submissions, today)
    municipalities = Unit.objects.municipalities().visible_to(user).within(cycle.owner)
    by_unit = {line.unit.pk: line for line in found}
    by_parent: dict[int | None, list[Line]] = {}
    for line in found:
        by_parent.setdefault(line.unit.parent_id, []).append(line)
    made = [
        Group(unit, by_unit.get(unit.pk), by_parent.get(unit.pk, []))
        for unit in municipalities.by_name()
    ]
    return [group for group in made if group.all]


def tally(counted: Iterable[Line]) -> Tally:
    """Count the lines."""
    rows = list(counted)
    return Tally(
        total=len(rows),
        submitted=sum(line.is_handed_in for line in rows),
        accepted=sum(line.submission.status == Status.ACCEPTED for line in rows),
        waiting=sum(line.is_waiting for line in rows),
        returned=sum(line.submission.status == Status.RETURNED for line in rows),
        late=sum(line.is_late for line in rows),
        expected=sum(line.expected for line in rows),
        filled=sum(line.filled for line in rows),
        share=filled_share(rows),
    )


def filled_share(rows: Iterable[Line]) -> Decimal | None:
    """Return how much of the asked pairs is filled, percent; None of nothing asked."""
    counted = list(rows)
    return formulas.share(
        Decimal(sum(line.filled for line in counted)),
        Decimal(sum(line.expected for line in counted)),
        1,
    )


class _Asked:
    """How many indicators a unit reports; counted once for units alike."""

    def __init__(self, indicators: list[Indicator]) -> None:
        self.indicators = indicators
        self.known: dict[tuple[object, ...], int] = {}

    def of(self, unit: Unit) -> int:
        kind = self._kind(unit)
        if kind not in self.known:
            self.known[kind] = len(expected.indicators_of(unit, self.indicators))
        return self.known[kind]

    def _kind(self, unit: Unit) -> tuple[object, ...]:
        if unit.kind != Unit.Kind.ORGANIZATION:
            return (unit.kind,)
        detail = unit.organization
        return (
            detail.type,
            detail.is_rural,
            detail.is_low_results,
            detail.is_unfavorable,
            detail.is_innovative,
        )


def _complete(cycle: Cycle, submissions: QuerySet[Submission]) -> dict[int, int]:
    """Complete pairs by unit, those that do not apply among them."""
    complete = Q(numerator__isnull=False, denominator__isnull=False) | ~Q(
        not_applicable_reason=""
    )
    counts = (
        Value.objects.filter(complete, cycle=cycle, unit__in=submissions.values("unit"))
        .values_list("unit_id")
        .annotate(count=Count("indicator_id"))
    )
    return dict(counts)


def _is_late(submission: Submission, cycle: Cycle, today: dt.date) -> bool:
    if submission.status not in HANDED_IN:
        return cycle.closes_on < today
    at = submission.submitted_at
    return at is not None and timezone.localdate(at) > cycle.closes_on


def _width(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
