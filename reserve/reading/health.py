"""Health of the reserve: is it used, how old is it, whom does it cover."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.functional import Promise

from portal import access
from portal.access import Can
from portal.models import Organization, Position, Unit, User
from reserve.models import Deficit, Level, Member, Nomination, Transition
from reserve.models.members import MemberQuerySet
from reserve.reading.funnel import share
from reserve.reading.marks import MUNICIPALITY

FEWEST = 5  # smaller groups of others are not shown
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
class Use:
    """How many people were ever in the reserve, and how many of them got a post."""

    people: int
    appointed: int

    @property
    def share(self) -> Decimal | None:
        """Appointability, in percent."""
        return share(self.appointed, self.people)


@dataclass(frozen=True)
class Stay:
    """How long members stay in a state: the median of days, and of how many stays."""

    state: str
    label: str | Promise
    days: int | None
    stays: int


@dataclass(frozen=True)
class Year:
    """Those included in a year, and what became of them."""

    year: int
    included: int
    active: int
    appointed: int
    excluded: int
    expired: int


@dataclass(frozen=True)
class Cover:
    """A municipality or a type: posts of heads, people in the reserve, ready ones."""

    name: str
    query: str
    posts: int
    people: int
    ready: int
    appointed: int

    @property
    def per_post(self) -> Decimal | None:
        """People in the reserve for ten posts."""
        if not self.posts:
            return None
        return (Decimal(10 * self.people) / self.posts).quantize(
            Decimal("0.1"), ROUND_HALF_UP
        )


@dataclass(frozen=True)
class Gain:
    """The test before and after, means of all topics with both; of 100."""

    people: int
    before: Decimal | None
    after: Decimal | None

    @property
    def points(self) -> Decimal | None:
        """The gain in points."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def use(rows: MemberQuerySet) -> Use:
    """Return how many people the reserve had, and how many it gave posts to."""
    found = rows.order_by().aggregate(
        people=Count("person", distinct=True),
        appointed=Count("person", distinct=True, filter=Q(status=S.APPOINTED)),
    )
    return Use(**found)


def compared(region: Unit) -> Use | None:
    """Return the figures of the whole region; None where a group is too small."""
    found = use(Member.objects.filter(unit__path__startswith=region.path))
    small = (found.people, found.appointed, found.people - found.appointed)
    return None if any(count < FEWEST for count in small) else found


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


def years(rows: MemberQuerySet) -> list[Year]:
    """Return what became of those included in each year, newest first."""
    found = (
        rows.order_by()
        .annotate(year=ExtractYear("included_on"))
        .values("year")
        .annotate(
            included=Count("pk"),
            active=Count("pk", filter=Q(status__in=Member.ACTIVE)),
            appointed=Count("pk", filter=Q(status=S.APPOINTED)),
            excluded=Count("pk", filter=Q(status=S.EXCLUDED)),
            expired=Count("pk", filter=Q(status=S.EXPIRED)),
        )
        .order_by("-year")
    )
    return [Year(**row) for row in found]


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


def by_municipality(rows: MemberQuerySet, user: User) -> list[Cover]:
    """Return the cover of each municipality that the user works with, by name."""
    counts = _counts(rows)
    seen = access.scope(user, Can.SEE_RESERVE, path="path")
    units = Unit.objects.filter(seen).municipalities().by_name()
    inside = access.scope(user, Can.SEE_RESERVE, path="unit__path")
    posts = dict(
        Position.objects.filter(inside, kind=Position.Kind.HEAD)
        .order_by()
        .values_list("unit__parent")
        .annotate(n=Count("pk"))
    )
    return [
        Cover(name, f"municipality={pk}", posts.get(pk, 0), *counts.get(pk, (0, 0, 0)))
        for pk, name in units.values_list("pk", "short_name")
    ]


def by_type(rows: MemberQuerySet, units: QuerySet[Unit]) -> list[Cover]:
    """Return the cover of each type of organization, by what members aim at."""
    posts = dict(
        Position.objects.filter(kind=Position.Kind.HEAD, unit__in=units)
        .order_by()
        .values_list("unit__organization__type")
        .annotate(n=Count("pk"))
    )
    made = []
    for code, label in Organization.Type.choices:
        aimed = rows.filter(organization_types__contains=[code])
        people, ready, appointed = _one(aimed)
        if posts.get(code) or people or appointed:
            made.append(
                Cover(
                    str(label),
                    f"type={code}",
                    posts.get(code, 0),
                    people,
                    ready,
                    appointed,
                )
            )
    return made


def gain(rows: MemberQuerySet) -> Gain:
    """Return the gain by test over the deficits of the members' plans."""
    found = (
        Deficit.objects.filter(
            plan__member__in=rows, before__isnull=False, after__isnull=False
        )
        .order_by()
        .aggregate(
            people=Count("plan__member__person", distinct=True),
            before=Avg("before"),
            after=Avg("after"),
        )
    )
    return Gain(found["people"], _tenth(found["before"]), _tenth(found["after"]))


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


def by_level(rows: MemberQuerySet) -> list[tuple[str, str | Promise, int]]:
    """Return how many members each level of reserve has now."""
    found = dict(rows.active().order_by().values_list("level").annotate(n=Count("pk")))
    return [(code, label, found.get(code, 0)) for code, label in Level.choices]


def _counts(rows: MemberQuerySet) -> dict[int, tuple[int, int, int]]:
    placed = rows.order_by().annotate(place=MUNICIPALITY)
    found = placed.values("place").annotate(**_three())
    lines = found.values_list("place", "people", "ready", "appointed")
    return {
        place: (people, ready, appointed) for place, people, ready, appointed in lines
    }


def _one(rows: MemberQuerySet) -> tuple[int, int, int]:
    found = rows.order_by().aggregate(**_three())
    return found["people"], found["ready"], found["appointed"]


def _three() -> dict[str, Count]:
    return {
        "people": Count("person", distinct=True, filter=Q(status__in=Member.ACTIVE)),
        "ready": Count("person", distinct=True, filter=Q(status=S.READY)),
        "appointed": Count("person", distinct=True, filter=Q(status=S.APPOINTED)),
    }


def _whole(value: dt.timedelta) -> int:
    days = Decimal(value.total_seconds()) / (24 * 60 * 60)
    return int(days.quantize(Decimal(1), ROUND_HALF_UP))


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
