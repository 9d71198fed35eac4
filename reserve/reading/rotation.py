"""Rotation: whose term ends, what they have done, which places become free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.models import Unit, User
from reserve.models import ExclusionGround, Extension, Level, Member, Nomination
from reserve.models.members import MemberQuerySet
from reserve.plan_sums import months_later
from reserve.reading import board
from reserve.reading.marks import MUNICIPALITY

N = Nomination.Status
_Counts = Mapping[str, Any]


@dataclass(frozen=True)
class Offers:
    """How often a member was proposed for a post, declined it, and the step now."""

    count: int = 0
    declined: int = 0
    running: str = ""


@dataclass(frozen=True)
class Line:
    """A member whose term ends, with what the commission asks for."""

    member: Member
    done: int
    planned: int
    offers: Offers
    posts: int
    extensions: int
    is_over: bool
    may_decide: bool

    @property
    def share(self) -> int:
        """The plan's hours done, in percent; nothing planned is nothing done."""
        return min(100, 100 * self.done // self.planned) if self.planned else 0


@dataclass(frozen=True)
class Place:
    """A municipality's people in the reserve of one level: now, ending, gone."""

    name: str
    level: str
    now: int
    ends: int
    left: int
    appointed: int


def due(rows: MemberQuerySet, today: dt.date, months: int) -> MemberQuerySet:
    """Return the active members whose term is over, or ends within the months."""
    return rows.active().filter(term_ends_on__lte=months_later(today, months))


def decidable(rows: MemberQuerySet, user: User) -> MemberQuerySet:
    """Return the members on whom the user decides: where they work, whose they are."""
    here = access.scope(user, Can.DECIDE_RESERVE, path="unit__path")
    theirs = access.scope(user, Can.DECIDE_RESERVE, path="owner__path")
    return rows.filter(here & theirs)


def grounds(region: Unit | None) -> dict[int, ExclusionGround]:
    """Return the grounds of exclusion of the region, by id, in their order."""
    rows: Iterable[ExclusionGround] = (
        ExclusionGround.objects.of(region) if region else ()
    )
    return {row.pk: row for row in rows}


def lines(members: Sequence[Member], user: User, today: dt.date) -> list[Line]:
    """Return what to say of each of the members, in their order."""
    ids = [member.pk for member in members]
    hours, offers = board.hours(ids), _offers(ids)
    posts, longer = _posts(ids), _extensions(ids)
    own = decidable(Member.objects.filter(pk__in=ids), user)
    open_ids = set(own.values_list("pk", flat=True))
    made = []
    for member in members:
        done, planned = hours.get(member.pk, (0, 0))
        made.append(
            Line(
                member=member,
                done=done,
                planned=planned,
                offers=offers.get(member.pk, Offers()),
                posts=posts.get(member.pk, 0),
                extensions=longer.get(member.pk, 0),
                is_over=member.term_ends_on < today,
                may_decide=member.pk in open_ids,
            )
        )
    return made


def places(rows: MemberQuerySet, today: dt.date, months: int) -> list[Place]:
    """Return where places become free or became free, by municipality and level."""
    found = list(_freed(rows, today, months))
    units = Unit.objects.in_bulk([row["place"] for row in found if row["place"]])
    ordered = sorted(
        found, key=lambda row: (_sort_name(units.get(row["place"])), row["level"])
    )
    return [
        Place(
            name=_name(units.get(row["place"])),
            level=str(Level(row["level"]).label),
            now=row["now"],
            ends=row["ends"],
            left=row["left"],
            appointed=row["appointed"],
        )
        for row in ordered
    ]


def _freed(rows: MemberQuerySet, today: dt.date, months: int) -> Iterable[_Counts]:
    """Count the members of each municipality and level where a place is freed."""
    active = Q(status__in=Member.ACTIVE)
    ends = active & Q(term_ends_on__lte=months_later(today, months))
    gone = Q(left_on__gt=months_later(today, -months), left_on__lte=today)
    return (
        rows.order_by()
        .values("level", place=MUNICIPALITY)
        .annotate(
            now=Count("pk", filter=active),
            ends=Count("pk", filter=ends),
            left=Count("pk", filter=gone),
            appointed=Count("pk", filter=gone & Q(status=Member.Status.APPOINTED)),
        )
        .filter(Q(ends__gt=0) | Q(left__gt=0))
    )


def total(rows: Iterable[Place]) -> Place:
    """Return the sums of the places."""
    listed = list(rows)
    return Place(
        name="",
        level="",
        now=sum(row.now for row in listed),
        ends=sum(row.ends for row in listed),
        left=sum(row.left for row in listed),
        appointed=sum(row.appointed for row in listed),
    )


def _sort_name(unit: Unit | None) -> str:
    return unit.sort_name if unit else ""


def _name(unit: Unit | None) -> str:
    return unit.short_name if unit else _("The region itself")


def _offers(ids: list[int]) -> dict[int, Offers]:
    rows = Nomination.objects.filter(member__in=ids).order_by()
    counted = rows.values("member").annotate(
        count=Count("pk"), declined=Count("pk", filter=Q(status=N.DECLINED))
    )
    running = {
        member: str(N(status).label)
        for member, status in rows.running().values_list("member", "status")
        if member is not None
    }
    return {
        member: Offers(count, declined, running.get(member, ""))
        for member, count, declined in counted.values_list(
            "member", "count", "declined"
        )
        if member is not None
    }


def _posts(ids: list[int]) -> dict[int, int]:
    """Return how often each was appointed since the inclusion, from anywhere."""
    since = Q(person__appointments__starts_on__gte=F("included_on"))
    rows = Member.objects.filter(pk__in=ids).order_by().filter(since)
    return dict(rows.values_list("pk").annotate(Count("person__appointments")))


def _extensions(ids: list[int]) -> dict[int, int]:
    rows: QuerySet[Extension] = Extension.objects.filter(member__in=ids).order_by()
    return dict(rows.values_list("member").annotate(Count("pk")))
