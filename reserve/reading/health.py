"""Health of the reserve: is it used, what became of its people, what they learn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Q
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise

from portal.models import Unit
from reserve.models import Deficit, Level, Member
from reserve.models.members import MemberQuerySet
from reserve.reading.funnel import share

FEWEST = 5  # smaller groups of others are not shown
S = Member.Status


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
class Year:
    """Those included in a year, and what became of them."""

    year: int
    included: int
    active: int
    appointed: int
    excluded: int
    expired: int


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


def by_level(rows: MemberQuerySet) -> list[tuple[str, str | Promise, int]]:
    """Return how many members each level of reserve has now."""
    found = dict(rows.active().order_by().values_list("level").annotate(n=Count("pk")))
    return [(code, label, found.get(code, 0)) for code, label in Level.choices]


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
