"""Whom the reserve covers: posts of heads, people and ready ones by place and type."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet

from portal import access
from portal.access import Can
from portal.models import Organization, Position, Unit, User
from reserve.models import Member
from reserve.models.members import MemberQuerySet
from reserve.reading.marks import MUNICIPALITY

S = Member.Status


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


def by_municipality(rows: MemberQuerySet, user: User, today: dt.date) -> list[Cover]:
    """Return the cover of each municipality that the user works with, by name.

    The posts are of those organizations that exist on the day.
    """
    counts = _counts(rows)
    seen = Unit.objects.filter(access.scope(user, Can.SEE_RESERVE, path="path"))
    units = seen.municipalities().by_name()
    posts = dict(
        Position.objects.filter(kind=Position.Kind.HEAD)
        .filter(unit__in=seen.active_on(today))
        .order_by()
        .values_list("unit__parent")
        .annotate(n=Count("pk"))
    )
    return [
        Cover(name, f"municipality={pk}", posts.get(pk, 0), *counts.get(pk, (0, 0, 0)))
        for pk, name in units.values_list("pk", "short_name")
    ]


def by_type(rows: MemberQuerySet, units: QuerySet[Unit]) -> list[Cover]:
    """Return the cover of each type among the units, by what members aim at."""
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
