"""Mentors, internships and groups as pages show them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Appointment, Person, Unit, User
from reserve import occupancy
from reserve.models import (
    Consent,
    EffectiveHead,
    Internship,
    InternshipSite,
    Learner,
    Member,
    Mentorship,
    StudyGroup,
    agreed,
)
from reserve.occupancy import Month
from reserve.services import internships, mentorships

NEW_FOR = 365  # days during which a head is new
MONTHS = 12  # of one site
MONTHS_OF_MANY = 8

PAIR_TONES: dict[str, str] = {
    Mentorship.Status.RUNNING: "run",
    Mentorship.Status.DONE: "ok",
    Mentorship.Status.STOPPED: "bad",
}
INTERNSHIP_TONES: dict[str, str] = {
    Internship.Status.PLANNED: "wait",
    Internship.Status.RUNNING: "run",
    Internship.Status.DONE: "ok",
    Internship.Status.CANCELLED: "bad",
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


@dataclass(frozen=True)
class SiteRow:
    """A site with its calendar."""

    site: InternshipSite
    months: list[Month]
    now: int


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be enrolled, and why."""

    person: Person
    unit: Unit
    note: str

    @property
    def key(self) -> str:
        """What stands for them in a form."""
        return f"{self.person.pk}:{self.unit.pk}"


def not_withdrawn(person: str = "person") -> Q:
    """Return the condition that the person has not taken a consent back."""
    any_consent = Consent.objects.filter(person=OuterRef(person))
    return Q(agreed(person)) | ~Q(Exists(any_consent))


def regions(user: User) -> list[str]:
    """Return the paths of the regions where the user works with the reserve."""
    return sorted({f"{path.split('/')[0]}/" for path in _branches(user)})


def municipalities(user: User) -> QuerySet[Unit]:
    """Return the municipalities of the user's branches."""
    rows = Unit.objects.filter(access.scope(user, Can.SEE_RESERVE, path="path"))
    return rows.municipalities().by_name()


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


def posts_of(people: Iterable[int], day: dt.date) -> dict[int, Appointment]:
    """Return the posts that people hold on the day, by person."""
    rows = Appointment.objects.on(day).filter(person__in=list(people))
    found = rows.select_related("position__unit").order_by("-is_part_time")
    return {row.person_id: row for row in found}


def new_heads(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Return the heads appointed within a year, where the user has the right."""
    seen = access.scope(user, Can.RUN_RESERVE, path="position__unit__path")
    return (
        Appointment.objects.of_heads()
        .on(day)
        .filter(seen, starts_on__gt=day - dt.timedelta(days=NEW_FOR))
        .filter(not_withdrawn("person"))
        .select_related("person", "position__unit__parent")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def possible_mentors(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Return heads of the user's branch, and those of the region who offered it."""
    near = access.scope(user, Can.SEE_RESERVE, path="position__unit__path")
    region = Q(pk__in=[])
    for path in regions(user):
        region |= Q(position__unit__path__startswith=path)
    offered = EffectiveHead.objects.offering("mentor")
    far = region & Q(person__in=offered.values("person"))
    return (
        Appointment.objects.of_heads()
        .on(day)
        .filter(near | far)
        .select_related("person", "position__unit")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def sites(user: User) -> QuerySet[InternshipSite]:
    """Return the sites of the user's region."""
    seen = Q(pk__in=[])
    for path in regions(user):
        seen |= Q(unit__path__startswith=path)
    rows = InternshipSite.objects.filter(seen).select_related("unit__parent")
    return rows.order_by("unit__sort_name", "profile", "pk")


def site_rows(
    rows: Iterable[InternshipSite], day: dt.date, count: int = MONTHS
) -> list[SiteRow]:
    """Return sites with their calendars, with one query for all of them."""
    listed = list(rows)
    taken: dict[int, list[occupancy.Period]] = defaultdict(list)
    held = Internship.objects.taking_place().filter(site__in=listed, ends_on__gte=day)
    for site, first, last in held.values_list("site", "starts_on", "ends_on"):
        taken[site].append((first, last))
    return [
        SiteRow(
            site,
            occupancy.months(taken[site.pk], site.places, day, count),
            occupancy.peak(taken[site.pk], day, day),
        )
        for site in listed
    ]


def interns(user: User) -> QuerySet[Internship]:
    """Return the internships of those whose file the user opens."""
    return (
        Internship.objects.visible_to(user)
        .select_related("member__person", "member__unit__parent", "unit", "site")
        .order_by("-starts_on", "-pk")
    )


def groups(user: User) -> QuerySet[StudyGroup]:
    """Return the groups of the user's branches and of the units above them."""
    seen = access.scope(user, Can.SEE_RESERVE, path="owner__path")
    above = {
        "".join(f"{part}/" for part in path.split("/")[:depth])
        for path in _branches(user)
        for depth in (1, 2)
    }
    rows = StudyGroup.objects.filter(seen | Q(owner__path__in=above))
    return rows.select_related("owner").order_by("-starts_on", "-pk")


def learners(group: StudyGroup, user: User) -> QuerySet[Learner]:
    """Return the learners whom the user may see by name."""
    return (
        group.learners.filter(access.scope(user, Can.SEE_RESERVE))
        .filter(not_withdrawn())
        .select_related("person", "unit__parent")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def candidates(
    user: User, group: StudyGroup, *, who: str, municipality: str, readiness: str
) -> list[Candidate]:
    """Return who may be enrolled: members of the reserve, or new heads."""
    inside = group.learners.values("person")
    if who == "heads":
        posts = new_heads(user, timezone.localdate()).exclude(person__in=inside)
        posts = posts.filter(position__unit__path__startswith=group.owner.path)
        if municipality:
            posts = posts.filter(_of_municipality("position__unit", municipality))
        return [
            Candidate(row.person, row.position.unit, row.position.title)
            for row in posts
        ]
    rows = (
        Member.objects.visible_to(user)
        .active()
        .filter(access.scope(user, Can.RUN_RESERVE))
        .filter(unit__path__startswith=group.owner.path)
        .exclude(person__in=inside)
        .select_related("person", "unit__parent", "readiness")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    if municipality:
        rows = rows.filter(_of_municipality("unit", municipality))
    if readiness:
        rows = rows.filter(Q(readiness=readiness))
    found = {row.person_id: row for row in rows}
    return [
        Candidate(row.person, row.unit, row.readiness.name) for row in found.values()
    ]


def of_municipality(unit: str, municipality: str) -> Q:
    """Return the condition that the unit is the municipality or lies in it."""
    return _of_municipality(unit, municipality)


def of_member(member: Member, user: User) -> dict[str, object] | None:
    """Return the member's pairs, internships and groups for the card."""
    pairs = counted(pairs_seen_by(user).filter(mentee=member.person_id))
    is_own = member.person_id == user.person_id
    sees = is_own or access.may(user, Can.SEE_RESERVE, member.unit)
    if not sees:
        return None
    taken_part = Internship.objects.filter(member=member).select_related("unit", "site")
    studied = Learner.objects.filter(person=member.person_id).select_related("group")
    return {
        "member": member,
        "pairs": pairs_of(pairs.order_by("-starts_on", "-pk"), user),
        "internships": [
            (row, INTERNSHIP_TONES[row.status])
            for row in taken_part.order_by("-starts_on", "-pk")
        ],
        "learning": list(studied.order_by("-group__starts_on", "-pk")),
        "most": mentorships.MOST,
        "is_own": is_own,
        "runs": member.is_active and access.may(user, Can.RUN_RESERVE, member.unit),
    }


def steps_of(row: Internship) -> tuple[str, ...]:
    """Return the states that may follow."""
    return internships.STEPS.get(row.status, ())


def _of_municipality(unit: str, municipality: str) -> Q:
    return Q(**{unit: municipality}) | Q(**{f"{unit}__parent": municipality})


def _branches(user: User) -> list[str]:
    if user.is_superuser and user.is_active:
        roots = Unit.objects.filter(kind=Unit.Kind.REGION)
        return list(roots.values_list("path", flat=True))
    return access.branches(user, Can.SEE_RESERVE)
