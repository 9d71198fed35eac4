"""Groups of the school as pages show them, and who may be enrolled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal import access
from portal.access import Can
from portal.models import Person, Unit, User
from reserve.models import Learner, Member, StudyGroup, not_withdrawn
from reserve.reading.heads import new_heads
from reserve.reading.places import branches, of_municipality


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


def groups(user: User) -> QuerySet[StudyGroup]:
    """Return the groups of the user's branches and of the units above them."""
    seen = access.scope(user, Can.SEE_RESERVE, path="owner__path")
    above = {
        "".join(f"{part}/" for part in path.split("/")[:depth])
        for path in branches(user)
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
            posts = posts.filter(of_municipality("position__unit", municipality))
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
        rows = rows.filter(of_municipality("unit", municipality))
    if readiness:
        rows = rows.filter(Q(readiness=readiness))
    found = {row.person_id: row for row in rows}
    return [
        Candidate(row.person, row.unit, row.readiness.name) for row in found.values()
    ]
