"""The collection's progress: municipalities and their organizations, line by line.

How full a submission is is counted by a trigger on values, so that sums over a
country are one pass over its submissions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Least
from django.utils import timezone

from monitoring import expected, formulas
from monitoring.models import Cycle, Indicator, Submission, ValueHistory
from portal import access
from portal.access import Can
from portal.models import Unit, User

Status = Submission.Status
HANDED_IN = (Status.SUBMITTED, Status.ACCEPTED)
Place = int
Followed = QuerySet[Any]  # submissions with the annotations of `followed`


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
        """How much is filled, percent; None where nothing is asked."""
        return formulas.share(Decimal(self.filled), Decimal(self.expected), 1)


@dataclass(frozen=True)
class Tally:
    """Counts of submissions; `submitted` includes the accepted ones."""

    total: int = 0
    submitted: int = 0
    accepted: int = 0
    returned: int = 0
    late: int = 0
    expected: int = 0
    filled: int = 0

    @property
    def waiting(self) -> int:
        """Submitted, and nobody has decided yet."""
        return self.submitted - self.accepted

    @property
    def missing(self) -> int:
        """Not submitted."""
        return self.total - self.submitted

    @property
    def share(self) -> Decimal | None:
        """How much of what is asked is filled, percent; None of nothing asked."""
        return formulas.share(Decimal(self.filled), Decimal(self.expected), 1)

    @property
    def accepted_width(self) -> str:
        """The accepted part of the bar, percent for an SVG."""
        return _width(self.accepted, self.total)

    @property
    def submitted_width(self) -> str:
        """The submitted part of the bar, percent for an SVG."""
        return _width(self.submitted, self.total)


@dataclass(frozen=True)
class Counted:
    """The counts of each municipality, by name, and their sums."""

    places: dict[Place, Tally]
    total: Tally


@dataclass(frozen=True)
class Group:
    """A municipality: its counts, its own submission if it has one, its lines."""

    unit: Unit
    tally: Tally
    own: Line | None
    lines: list[Line]


def within_sight(user: User, cycle: Cycle) -> QuerySet[Submission]:
    """Return the cycle's submissions that the user may see.

    All units of a cycle lie below its owner: who sees the owner sees them all.
    """
    rows = Submission.objects.filter(cycle=cycle)
    return rows if access.may(user, Can.VIEW, cycle.owner) else rows.visible_to(user)


def followed(
    cycle: Cycle, submissions: QuerySet[Submission], today: dt.date
) -> Followed:
    """Annotate submissions of the cycle with what the collection looks at.

    `place` is the municipality, `asked` the number of indicators that the unit
    reports, `done` how many of them are complete, `is_late` is reckoned today.
    """
    return submissions.filter(cycle=cycle).annotate(
        place=Case(
            When(unit__kind=Unit.Kind.MUNICIPALITY, then=F("unit_id")),
            default=F("unit__parent_id"),
        ),
        asked=_asked(cycle),
        done=Least(F("filled"), F("asked")),
        is_late=_late(cycle, today),
    )


def in_state(rows: Followed, state: str) -> Followed:
    """Return the followed submissions in that state; all without one."""
    states = {
        "missing": ~Q(status__in=HANDED_IN),
        "waiting": Q(status=Status.SUBMITTED),
        "returned": Q(status=Status.RETURNED),
        "late": Q(is_late=True),
        "accepted": Q(status=Status.ACCEPTED),
    }
    return rows.filter(states[state]) if state else rows


def tallies(rows: Followed) -> dict[Place, Tally]:
    """Count followed submissions by municipality, in one query."""
    counted = (
        rows.order_by()
        .values("place")
        .annotate(
            total=Count("pk"),
            submitted=Count("pk", filter=Q(status__in=HANDED_IN)),
            accepted=Count("pk", filter=Q(status=Status.ACCEPTED)),
            returned=Count("pk", filter=Q(status=Status.RETURNED)),
            late=Count("pk", filter=Q(is_late=True)),
            sum_asked=Sum("asked"),
            sum_done=Sum("done"),
        )
    )
    return {
        row.pop("place"): Tally(
            expected=row.pop("sum_asked"), filled=row.pop("sum_done"), **row
        )
        for row in counted
    }


def counted(rows: Followed) -> Counted:
    """Count followed submissions by municipality and as a whole."""
    found = tallies(rows)
    ids = Unit.objects.filter(pk__in=found).by_name().values_list("pk", flat=True)
    return Counted({pk: found[pk] for pk in ids}, total(found.values()))


def last_change() -> str:
    """Name the state of all that the counts depend on, by the ends of histories."""
    ends = [
        history.objects.aggregate(last=Max("pk"))["last"] or 0
        for history in (
            apps.get_model("monitoring.SubmissionEvent"),
            apps.get_model("portal.OrganizationEvent"),
            ValueHistory,
        )
    ]
    return "-".join(map(str, ends))


def total(counted: Iterable[Tally]) -> Tally:
    """Add the counts up."""
    sums: Counter[str] = Counter()
    for tally in counted:
        sums.update(vars(tally))
    return Tally(**{field.name: sums[field.name] for field in fields(Tally)})


def groups(
    rows: Followed,
    ids: list[Place],
    counted: dict[Place, Tally],
    opened: Place,
) -> list[Group]:
    """Return the municipalities given, with the lines of the opened one."""
    units = Unit.objects.in_bulk(ids)
    below_it = Unit.objects.filter(parent=opened).values_list("pk", flat=True)
    found = lines(rows.filter(unit__in=[*ids, *below_it]))
    by_unit = {line.unit.pk: line for line in found}
    below = [line for line in found if line.unit.parent_id == opened]
    return [
        Group(
            units[pk],
            counted[pk],
            by_unit.get(pk),
            below if pk == opened else [],
        )
        for pk in ids
    ]


def lines(rows: Followed) -> list[Line]:
    """Return a line for each followed submission, by name."""
    ordered = rows.select_related("unit__organization").order_by(
        "unit__sort_name", "pk"
    )
    return [Line(row, row.asked, row.done, row.is_late) for row in ordered]


def _asked(cycle: Cycle) -> Combinable:
    """How many indicators of the method a submission's unit reports."""
    alike: dict[Q, int] = Counter(map(_applies, cycle.methodology.indicators.all()))
    parts: list[Combinable] = [
        Case(When(applies, then=Value(count)), default=Value(0))
        for applies, count in alike.items()
    ]
    return sum(parts, Value(0, output_field=IntegerField()))


def _applies(indicator: Indicator) -> Q:
    return expected.applies(indicator, path="unit")


def _late(cycle: Cycle, today: dt.date) -> Case:
    """Handed in after the last day, or still not handed in when it is over."""
    after = dt.datetime.combine(cycle.closes_on + dt.timedelta(days=1), dt.time.min)
    return Case(
        When(
            status__in=HANDED_IN, then=Q(submitted_at__gte=timezone.make_aware(after))
        ),
        default=Value(cycle.closes_on < today),
        output_field=BooleanField(),
    )


def _width(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
