"""How long: in a state, to an appointment, to the end of a term, without an offer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Aggregate,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from reserve.models import Member, Nomination, Transition
from reserve.models.members import MemberQuerySet

S = Member.Status


class Median(Aggregate):
    """The middle value; null without values."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class FullYears(Func):
    """Whole years between two days, the later one first."""

    function = "AGE"
    template = "EXTRACT(YEAR FROM %(function)s(%(expressions)s))::int"
    output_field = IntegerField()


@dataclass(frozen=True)
class Stay:
    """How long members stay in a state: the median of days, and of how many stays."""

    state: str
    label: str | Promise
    days: int | None
    stays: int


def stays(rows: MemberQuerySet, today: dt.date) -> list[Stay]:
    """Return the median of days in each state, the running stays among them."""
    later = Transition.objects.filter(
        member=OuterRef("member"), pk__gt=OuterRef("pk")
    ).order_by("pk")
    until = Coalesce(Subquery(later.values("on")[:1]), Value(today, DateField()))
    found = (
        Transition.objects.filter(member__in=rows, target__in=Member.ACTIVE)
        .annotate(until=until)
        .order_by()
        .values("target")
        .annotate(
            days=Median(F("until") - F("on")),
            stays=Count("pk"),
        )
    )
    by_state = {
        row["target"]: (_whole(row["days"]), int(row["stays"])) for row in found
    }
    return [
        Stay(state, state.label, *by_state.get(state, (None, 0)))
        for state in Member.ACTIVE
    ]


def to_appointment(rows: MemberQuerySet) -> int | None:
    """Return the median of days from the inclusion to the appointment."""
    days = F("left_on") - F("included_on")
    appointed = rows.filter(status=S.APPOINTED).order_by()
    found = appointed.aggregate(days=Median(days))["days"]
    return None if found is None else _whole(found)


def expiry(rows: MemberQuerySet, today: dt.date) -> dict[str, object]:
    """Return how many terms are over or end within 30, 90 and 365 days."""

    def ends(days: int) -> Q:
        return Q(term_ends_on__range=(today, today + dt.timedelta(days=days)))

    return (
        rows.active()
        .order_by()
        .aggregate(
            over=Count("pk", filter=Q(term_ends_on__lt=today)),
            month=Count("pk", filter=ends(30)),
            quarter=Count("pk", filter=ends(90)),
            year=Count("pk", filter=ends(365)),
        )
    )


def waiting(rows: MemberQuerySet, today: dt.date) -> list[tuple[int, int]]:
    """Return (full years, members) in the reserve that were never proposed."""
    offers = Nomination.objects.filter(member=OuterRef("pk"))
    whole = FullYears(Value(today, DateField()), F("included_on"))
    found = (
        rows.active()
        .filter(~Exists(offers))
        .order_by()
        .annotate(years=whole)
        .values("years")
        .annotate(n=Count("pk"))
        .order_by("years")
    )
    return list(found.values_list("years", "n"))


def _whole(value: dt.timedelta) -> int:
    days = Decimal(value.total_seconds()) / (24 * 60 * 60)
    return int(days.quantize(Decimal(1), ROUND_HALF_UP))
