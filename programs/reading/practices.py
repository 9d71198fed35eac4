"""What the pages of practices show: the bank, one practice, what it has moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When

from monitoring import formulas
from monitoring.models import Cycle, Indicator, Result
from portal import access
from portal.access import Can
from portal.models import Organization, Unit, User
from programs.models import Adoption, Practice

FEWEST = 5  # organizations in a group whose figures anybody may read


@dataclass(frozen=True)
class Side:
    """Organizations of one side and their ΣK / ΣO in two cycles, in percent.

    `fewest` are those of the year that has fewer, of the years with figures.
    """

    organizations: int
    fewest: int
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """The difference of the rounded values, percentage points."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class Effect:
    """Those who work by the practice beside all others of the same types.

    `later` took it over after the figures of the cycle were collected: they are others.
    """

    indicator: Indicator
    cycle: Cycle
    adopters: Side
    others: Side
    later: int = 0

    @property
    def is_small(self) -> bool:
        """Whether one side is of too few in a year to show its figures to anybody."""
        return self.adopters.fewest < FEWEST or 0 < self.others.fewest < FEWEST


def bank(day: dt.date) -> QuerySet[Practice]:
    """Return the published practices with how often each was taken over."""
    return _counted(Practice.objects.published(day))


def of_user(user: User) -> QuerySet[Practice]:
    """Return the practices of the user's branch, in any state."""
    scope = access.scope(user, Can.PROPOSE_PRACTICES)
    return _counted(Practice.objects.filter(scope))


def to_review(user: User) -> QuerySet[Practice]:
    """Return the practices that wait for the user's review, the oldest first."""
    scope = access.scope(user, Can.REVIEW_PRACTICES)
    rows = Practice.objects.filter(scope, status=Practice.Status.SUBMITTED)
    return _counted(rows.exclude(created_by=user)).order_by("submitted_at", "pk")


def narrowed(rows: QuerySet[Practice], chosen: dict[str, Any]) -> QuerySet[Practice]:
    """Return the practices that match the filters of the list."""
    if words := chosen.get("words"):
        rows = rows.filter(_matching(words))
    if code := chosen.get("indicator"):
        rows = rows.filter(indicator__code=code)
    if type_ := chosen.get("type"):
        rows = rows.filter(
            Q(organization_types=[]) | Q(organization_types__contains=[type_])
        )
    return rows


def indicators() -> list[tuple[str, str]]:
    """Return codes and names of the indicators that published practices moved."""
    rows = Practice.objects.filter(
        status=Practice.Status.PUBLISHED, indicator__isnull=False
    )
    pairs = rows.values_list("indicator__code").annotate(name=Max("indicator__name"))
    return sorted(pairs)


def effect(practice: Practice) -> Effect | None:
    """Compare those who took the practice over with the others; None without data.

    Figures are sums of published cycles: the last one with the indicator, and the
    one before it. The authors count among those who work by the practice; whoever took
    it over after the collection had closed does not, the figures are older.
    """
    if practice.indicator is None:
        return None
    code = practice.indicator.code
    cycles = Cycle.objects.filter(
        status__in=[Cycle.Status.PUBLISHED, Cycle.Status.ARCHIVED],
        methodology__indicators__code=code,
        previous__isnull=False,
        owner__path=practice.unit.path.split("/")[0] + "/",
    )
    cycle = cycles.select_related("previous", "methodology").latest_first().first()
    if cycle is None:
        return None
    taken = practice.adoptions.filter(adopted_on__lte=cycle.closes_on)
    units = {practice.unit_id, *taken.values_list("unit_id", flat=True)}
    places = cycle.methodology.decimals
    return Effect(
        practice.indicator,
        cycle,
        _side(practice, cycle, code, Q(unit__in=units), places),
        _side(practice, cycle, code, ~Q(unit__in=units), places),
        practice.adoptions.filter(adopted_on__gt=cycle.closes_on).count(),
    )


def adoptions(practice: Practice) -> QuerySet[Adoption]:
    """Return who took the practice over, the last first."""
    rows = practice.adoptions.select_related("unit__parent")
    return rows.order_by("-adopted_on", "-pk")


def adopting_units(practice: Practice, user: User) -> QuerySet[Unit]:
    """Return the user's units that do not work by the practice yet."""
    scope = access.scope(user, Can.PROPOSE_PRACTICES, path="path")
    rows = Unit.objects.filter(scope, kind=Unit.Kind.ORGANIZATION)
    taken = practice.adoptions.values("unit")
    return rows.exclude(pk__in=taken).exclude(pk=practice.unit_id).by_name()


def type_words(practice: Practice) -> list[str]:
    """Return the types of organizations it suits, in words; none means all."""
    labels = dict(Organization.Type.choices)
    return [str(labels[code]) for code in practice.organization_types if code in labels]


def _counted(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """Count the adoptions; the practice that moved its indicator most comes first."""
    better = Case(
        When(indicator__higher_is_better=False, then=-F("moved")), default=F("moved")
    )
    return (
        rows.select_related("unit__parent", "indicator")
        .annotate(
            adopted=Count("adoptions"), moved=F("value_after") - F("value_before")
        )
        .order_by(better.desc(nulls_last=True), "-published_on", "pk")
    )


def _matching(words: str) -> Q:
    found = Q()
    for word in words.split():
        found &= (
            Q(title__icontains=word)
            | Q(problem__icontains=word)
            | Q(actions__icontains=word)
        )
    return found


def _side(practice: Practice, cycle: Cycle, code: str, units: Q, places: int) -> Side:
    rows = Result.objects.filter(
        units,
        cycle__in=[cycle.pk, cycle.previous_id],
        indicator__code=code,
        organization_type="",
        unit__kind=Unit.Kind.ORGANIZATION,
        denominator__gt=0,
    )
    if practice.organization_types:
        rows = rows.filter(unit__organization__type__in=practice.organization_types)
    sums: dict[int | None, dict[str, Any]] = {
        row["cycle"]: dict(row)
        for row in rows.values("cycle").annotate(
            k=Sum("numerator"), o=Sum("denominator"), n=Count("unit", distinct=True)
        )
    }
    now, was = sums.get(cycle.pk), sums.get(cycle.previous_id)
    return Side(
        now["n"] if now else 0,
        min((row["n"] for row in sums.values()), default=0),
        _value(was, places),
        _value(now, places),
    )


def _value(sums: dict[str, Any] | None, places: int) -> Decimal | None:
    return formulas.share(sums["k"], sums["o"], places) if sums else None
