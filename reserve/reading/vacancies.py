"""The match of one vacancy: who fits and why, why not the others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from portal import charts
from portal.models import User
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
from reserve.reading import hurdles

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
    others: Sequence[tuple[int, int]]
    hurdles: list[tuple[str, int, int]]
    funnel: object


def match(vacancy: Vacancy, user: User, today: dt.date) -> Match:
    """Sort out the members of the region whose file the user may open.

    `others` are memberships with the step that holds them up.
    """
    rows = hurdles.judged(vacancy, user, today)
    ids, others = hurdles.sorted_out(rows)
    fits = rows.filter(pk__in=ids).select_related("person", "unit__parent", "readiness")
    total = len(ids) + len(others)
    steps = _hurdles(len(ids), Counter(hurdles.ORDER[step] for _pk, step in others))
    drawn = [(words, left) for words, left, _held in steps]
    return Match(
        total=total,
        fits=_ordered(fits, post_of(vacancy)),
        others=others,
        hurdles=steps,
        funnel=charts.funnel([(_("In the reserve"), total), *drawn]),
    )


def why_not(others: Iterable[tuple[int, int]]) -> list[Other]:
    """Return the members of a page of `others` with what holds each up."""
    steps = dict(others)
    members = Member.objects.select_related("person").in_bulk(steps)
    return [
        Other(members[pk], str(match_words.WHY_NOT[hurdles.ORDER[step]]))
        for pk, step in steps.items()
    ]


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
    """Return what the reasons ask; the member comes from `match`, with its columns."""
    works_there: bool = member.works_there  # type: ignore[attr-defined]
    return Candidate(member.organization_types, works_there)


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


def _hurdles(fits: int, held: Mapping[Hurdle, int]) -> list[tuple[str, int, int]]:
    return [
        (str(match_words.LEFT[name]), left, count)
        for name, left, count in matching.left_after(fits, held)
        if name in match_words.LEFT
    ]


def _ordered(fits: Iterable[Member], post: Post) -> list[Member]:
    fits = list(fits)
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
