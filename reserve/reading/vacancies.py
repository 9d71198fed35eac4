"""The match of one vacancy: who fits and why, why not the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal import charts
from portal.models import Appointment, User
from reserve import match_words, matching, nomination_words
from reserve.matching import Candidate, Hurdle, Mark, Post, Practice, Record
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Internship,
    Member,
    Nomination,
    PlanItem,
    Vacancy,
)

ICONS = {Mark.YES: "check", Mark.HALF: "warn", Mark.NO: "x"}


@dataclass(frozen=True)
class Line:
    """One reason as the page shows it."""

    text: str
    mark: Mark
    icon: str


@dataclass(frozen=True)
class Fit:
    """A member who fits, with the reasons and their nomination here, if any."""

    member: Member
    reasons: Sequence[Line]
    nomination: Nomination | None
    state: str


@dataclass(frozen=True)
class Other:
    """A member who does not fit, and the first reason why."""

    member: Member
    why: str


@dataclass(frozen=True)
class Match:
    """All within sight, sorted out; `hurdles` are (words, left, held up)."""

    total: int
    fits: list[Member]
    others: list[Other]
    hurdles: list[tuple[str, int, int]]
    funnel: object


def match(vacancy: Vacancy, user: User, today: dt.date) -> Match:
    """Sort out the members of the region whose file the user may open."""
    post = post_of(vacancy)
    failed: dict[int, tuple[Member, Hurdle | None]] = {}
    for member in _within_sight(vacancy, user, today):
        hurdle = matching.hurdle(candidate(member), post)
        known = failed.get(member.person_id)
        if known is None or _rank(hurdle) > _rank(known[1]):
            failed[member.person_id] = (member, hurdle)
    fits = [member for member, hurdle in failed.values() if hurdle is None]
    others = [
        Other(member, str(match_words.WHY_NOT[hurdle]))
        for member, hurdle in failed.values()
        if hurdle is not None
    ]
    hurdles = _hurdles([hurdle for _member, hurdle in failed.values()])
    return Match(
        total=len(failed),
        fits=_ordered(fits, post),
        others=sorted(others, key=lambda row: (row.why, str(row.member.person))),
        hurdles=hurdles,
        funnel=charts.funnel(
            [(_("In the reserve"), len(failed))]
            + [(words, left) for words, left, _held in hurdles]
        ),
    )


def shown(members: Sequence[Member], vacancy: Vacancy) -> list[Fit]:
    """Return the fitting members of a page with their reasons."""
    post = post_of(vacancy)
    records = records_of(members)
    running = {
        row.person_id: row
        for row in vacancy.nominations.running().filter(
            person__in=[member.person_id for member in members]
        )
    }
    return [
        Fit(
            member,
            [
                Line(match_words.reason(one), one.mark, ICONS[one.mark])
                for one in matching.reasons(candidate(member), records[member.pk], post)
            ],
            running.get(member.person_id),
            _state(running.get(member.person_id)),
        )
        for member in members
    ]


def post_of(vacancy: Vacancy) -> Post:
    """Return what the match asks of the post."""
    unit = vacancy.position.unit
    return Post(vacancy.position.kind, unit.organization.type, vacancy.free_on)


def candidate(member: Member) -> Candidate:
    """Return what the hurdles ask; the member comes from `match`, with its columns."""
    status = member.status
    is_here: bool = member.is_nominated_here  # type: ignore[attr-defined]
    return Candidate(
        post=member.post,
        organization_types=member.organization_types,
        is_ready=status == Member.Status.READY or is_here,
        is_busy=status == Member.Status.APPROVAL and not is_here,
        works_there=member.works_there,  # type: ignore[attr-defined]
        agrees_to_place=member.agrees_to_place,  # type: ignore[attr-defined]
        is_holder=member.is_holder,  # type: ignore[attr-defined]
    )


def records_of(members: Iterable[Member]) -> dict[int, Record]:
    """Return what each has done, by the id of the membership; three queries."""
    ends = {member.pk: member.term_ends_on for member in members}
    plans = _plans(list(ends))
    tests = _tests([plan.pk for plan in plans.values()])
    practice = _practice(list(ends))
    found = {}
    for pk, ends_on in ends.items():
        plan = plans.get(pk)
        before, after = tests.get(plan.pk, (None, None)) if plan else (None, None)
        found[pk] = Record(
            term_ends_on=ends_on,
            hours=plan.hours if plan else None,  # type: ignore[attr-defined]
            hours_done=plan.hours_done if plan else 0,  # type: ignore[attr-defined]
            conclusion=plan.conclusion if plan else "",
            before=before,
            after=after,
            practice=practice.get(pk, ()),
        )
    return found


def _state(nomination: Nomination | None) -> str:
    return str(nomination_words.STATES[nomination.status]) if nomination else ""


def _within_sight(vacancy: Vacancy, user: User, today: dt.date) -> QuerySet[Member]:
    unit = vacancy.position.unit
    region, municipality = unit.path.split("/")[:2]
    place = f"{region}/{municipality}/"
    here = vacancy.nominations.running().filter(person=OuterRef("person"))
    holders = Appointment.objects.on(today).filter(position=vacancy.position)
    agreeing = Member.municipalities.through.objects.filter(
        member=OuterRef("pk"), unit=unit.parent_id
    )
    return (
        Member.objects.visible_to(user)
        .active()
        .filter(unit__path__startswith=f"{region}/")
        .annotate(
            works_there=Q(unit__path__startswith=place),
            agrees_to_place=Exists(agreeing),
            is_nominated_here=Exists(here),
            is_holder=Exists(holders.filter(person=OuterRef("person"))),
        )
        .select_related("person", "unit__parent", "readiness")
        .order_by("pk")
    )


def _rank(hurdle: Hurdle | None) -> int:
    """Of several memberships of a person, the one that comes furthest speaks."""
    order = list(Hurdle)
    return len(order) if hurdle is None else order.index(hurdle)


def _hurdles(failed: Iterable[Hurdle | None]) -> list[tuple[str, int, int]]:
    return [
        (str(match_words.LEFT[name]), left, held)
        for name, left, held in matching.left_after(failed)
        if name in match_words.LEFT
    ]


def _ordered(fits: Sequence[Member], post: Post) -> list[Member]:
    records = records_of(fits)

    def key(member: Member) -> tuple[object, ...]:
        found = matching.reasons(candidate(member), records[member.pk], post)
        return (*matching.order(found), str(member.person))

    return sorted(fits, key=key)


def _plans(members: Sequence[int]) -> dict[int, DevelopmentPlan]:
    """Return each member's latest plan with `hours` and `hours_done`."""
    counted = ~Q(items__status=PlanItem.Status.CANCELLED)
    own = DevelopmentPlan.objects.filter(member__in=members)
    latest = own.order_by("member", "-starts_on", "-pk").distinct("member")
    rows = DevelopmentPlan.objects.filter(pk__in=latest.values("pk")).annotate(
        hours=Coalesce(Sum("items__hours", filter=counted), Value(0)),
        hours_done=Coalesce(Sum("items__hours_done", filter=counted), Value(0)),
    )
    return {plan.member_id: plan for plan in rows}


def _tests(plans: Sequence[int]) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    rows = Deficit.objects.filter(plan__in=plans).values("plan")
    both = Q(before__isnull=False, after__isnull=False)
    means = rows.annotate(was=Avg("before", filter=both), now=Avg("after", filter=both))
    return {row["plan"]: (row["was"], row["now"]) for row in means}


def _practice(members: Sequence[int]) -> dict[int, list[Practice]]:
    rows = Internship.objects.filter(
        member__in=members, status=Internship.Status.DONE
    ).values_list("member", "kind", "unit__organization__type", "hours")
    found: dict[int, list[Practice]] = {}
    for member, kind, type_, hours in rows:
        found.setdefault(member, []).append(Practice(kind, type_ or "", hours))
    return found
