"""Pairs of mentors and mentees as pages show them, and the load of mentors."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Appointment, Person, Unit, User
from reserve.models import EffectiveHead, Mentorship, agreed
from reserve.reading import places
from reserve.reading.heads import posts_of
from reserve.services import mentorships

PAIR_TONES: dict[str, str] = {
    Mentorship.Status.RUNNING: "run",
    Mentorship.Status.DONE: "ok",
    Mentorship.Status.STOPPED: "bad",
}


@dataclass(frozen=True)
class Pair:
    """A pair with its meetings counted and the mentor's load within sight."""

    pair: Mentorship
    meetings: int
    last_on: dt.date | None
    load: int

    @property
    def tone(self) -> str:
        """The mark of its status."""
        return PAIR_TONES[self.pair.status]

    @property
    def is_overloaded(self) -> bool:
        """Whether the mentor leads more pairs than is good."""
        return self.load > mentorships.MOST


@dataclass(frozen=True)
class Load:
    """A mentor, the post they hold and the pairs that run within sight."""

    person: Person
    post: str
    unit: Unit | None
    running: int
    finished: int

    @property
    def is_over(self) -> bool:
        """Whether there are more running pairs than is good."""
        return self.running > mentorships.MOST


def pairs_seen_by(user: User) -> QuerySet[Mentorship]:
    """Return the pairs that the user reads: own ones and those of the branch."""
    mine = user.person_id or 0
    seen = access.scope(user, Can.SEE_RESERVE) | Q(mentor=mine)
    return Mentorship.objects.filter(
        Q(mentee=mine) | (seen & Q(agreed("mentee")))
    ).select_related("mentor", "mentee", "unit__parent", "member")


def counted(rows: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Add `met` and `last_on`, the number of meetings and the last one's day."""
    return rows.annotate(met=Count("meetings"), last_on=Max("meetings__held_on"))


def pairs_of(rows: Iterable[Mentorship], user: User) -> list[Pair]:
    """Return the pairs, counted; the load is of what lies within sight."""
    listed = list(rows)
    loads = running_by_mentor(user, {row.mentor_id for row in listed})
    return [
        Pair(row, row.met, row.last_on, loads[row.mentor_id])  # type: ignore[attr-defined]
        for row in listed
    ]


def running_by_mentor(user: User, mentors: Iterable[int]) -> Counter[int]:
    """Return how many running pairs within sight each mentor leads."""
    rows = pairs_seen_by(user).filter(
        mentor__in=list(mentors), status=Mentorship.Status.RUNNING
    )
    return Counter(rows.values_list("mentor", flat=True))


def loads(user: User) -> list[Load]:
    """Return the mentors of the branch, the busiest first."""
    rows = Mentorship.objects.visible_to(user)
    running = Counter(rows.running().values_list("mentor", flat=True))
    done = rows.filter(status=Mentorship.Status.DONE)
    finished = Counter(done.values_list("mentor", flat=True))
    offered = EffectiveHead.objects.offering("mentor").filter(
        access.scope(user, Can.SEE_RESERVE)
    )
    ids = {*running, *finished, *offered.values_list("person", flat=True)}
    posts = posts_of(ids, timezone.localdate())
    found = [
        Load(
            person,
            posts[person.pk].position.title if person.pk in posts else "",
            posts[person.pk].position.unit if person.pk in posts else None,
            running[person.pk],
            finished[person.pk],
        )
        for person in Person.objects.filter(pk__in=ids)
    ]
    return sorted(found, key=lambda one: (-one.running, one.person.full_name))


def possible_mentors(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Return heads of the user's branch, and those of the region who offered it."""
    near = access.scope(user, Can.SEE_RESERVE, path="position__unit__path")
    offered = EffectiveHead.objects.offering("mentor")
    far = places.in_regions(user, "position__unit__path") & Q(
        person__in=offered.values("person")
    )
    return (
        Appointment.objects.of_heads()
        .on(day)
        .filter(near | far)
        .select_related("person", "position__unit")
        .order_by("person__last_name", "person__first_name", "pk")
    )
