"""The hurdles of a vacancy's match, asked of all members at once in the database."""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from portal.models import Appointment, User
from portal.search_words import fold
from reserve.matching import Hurdle
from reserve.models import Member, Vacancy

ORDER = list(Hurdle)
FITS = len(ORDER)
S = Member.Status


def judged(vacancy: Vacancy, user: User, today: dt.date) -> QuerySet[Member]:
    """Return the active members of the region whose file the user may open.

    `step` is the place of the first hurdle that holds a member up, `FITS` without one.
    """
    unit = vacancy.position.unit
    region, municipality = unit.path.split("/")[:2]
    works_there = Q(unit__path__startswith=f"{region}/{municipality}/")
    conditions = _held_up(vacancy, works_there, today)
    step = Case(
        *[
            When(conditions[name], then=Value(place))
            for place, name in enumerate(ORDER)
        ],
        default=Value(FITS),
        output_field=IntegerField(),
    )
    rows = Member.objects.visible_to(user).active()
    return rows.filter(unit__path__startswith=f"{region}/").annotate(
        step=step, works_there=works_there
    )


def furthest(rows: QuerySet[Member]) -> QuerySet[Member]:
    """Return of several memberships of a person the one that comes furthest."""
    ahead = F("step").desc()
    return rows.order_by("person", ahead, "pk").distinct("person")


def sorted_out(rows: QuerySet[Member]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return who fits, and who is held up with the step, the nearest to the post first.

    One query for however many: memberships by their ids, by the name of the person.
    """
    named = furthest(rows).values_list(fold("person__last_name"), "pk", "step")
    found = sorted(named)
    fits = [pk for _name, pk, step in found if step == FITS]
    held = [(pk, step) for _name, pk, step in found if step < FITS]
    return fits, sorted(held, key=lambda one: -one[1])


def _held_up(vacancy: Vacancy, works_there: Q, today: dt.date) -> dict[Hurdle, Q]:
    """Return for each hurdle the condition of not taking it."""
    post, type_ = vacancy.position, vacancy.position.unit.organization.type
    person = {"person": OuterRef("person")}
    here = Exists(vacancy.nominations.running().filter(**person))
    holds = Exists(Appointment.objects.on(today).filter(position=post, **person))
    agrees = Exists(
        Member.municipalities.through.objects.filter(
            member=OuterRef("pk"), unit=post.unit.parent_id
        )
    )
    for_type = Q(organization_types=[]) | Q(organization_types__contains=[type_])
    return {
        Hurdle.HOLDER: Q(holds),
        Hurdle.POST: ~Q(post=post.kind),
        Hurdle.TYPE: ~for_type,
        Hurdle.READY: ~Q(status__in=[S.READY, S.APPROVAL]) & ~Q(here),
        Hurdle.BUSY: Q(status=S.APPROVAL) & ~Q(here),
        Hurdle.PLACE: ~works_there & ~Q(agrees),
    }
