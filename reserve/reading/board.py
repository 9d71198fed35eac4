"""The board: members by state, a few cards each, with what matters at that state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal import figures
from portal.models import User
from reserve import states
from reserve.models import (
    DevelopmentPlan,
    Internship,
    Member,
    Mentorship,
    Nomination,
    PlanItem,
)
from reserve.models.members import MemberQuerySet
from reserve.reading.marks import MUNICIPALITY, SOON_DAYS

CARDS = 5  # of a column; the others are one click away
BY_HAND = (
    Member.Status.TRAINING,
    Member.Status.INTERNSHIP,
    Member.Status.PROJECT,
    Member.Status.READY,
)


@dataclass(frozen=True)
class Card:
    """A member on the board: what to say of them, and where they may be moved."""

    member: Member
    says: str
    tone: str
    targets: list[tuple[str, str | Promise]]


@dataclass
class Column:
    """A state: how many members, the cards shown."""

    state: str
    label: str | Promise
    count: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Outline:
    """How many members each state has, and whose cards are shown."""

    counts: Mapping[str, int]
    shown: Sequence[int]


@dataclass(frozen=True)
class _Facts:
    """What is known of the shown members, by their ids."""

    hours: Mapping[int, tuple[int, int]]
    internships: Mapping[int, dt.date]
    steps: Mapping[int, tuple[str, dt.date]]
    mentored: set[int]
    today: dt.date


def outline(rows: MemberQuerySet) -> Outline:
    """Return the counts of the active members among the rows, and the first of each."""
    counted = rows.active().order_by().values("status").annotate(n=Count("pk"))
    place = Window(
        RowNumber(),
        partition_by=F("status"),
        order_by=[F("term_ends_on").asc(), F("pk").asc()],
    )
    first = rows.active().order_by().annotate(place=place).filter(place__lte=CARDS)
    return Outline(
        dict(counted.values_list("status", "n")), [row.pk for row in first.only("pk")]
    )


def columns(
    rows: MemberQuerySet, user: User, today: dt.date, drawn: Outline | None = None
) -> list[Column]:
    """Return the columns of the active members among the rows; `drawn` spares a count.

    Whoever is no longer among the rows has no card, whatever the outline says.
    """
    drawn = drawn or outline(rows)
    made: dict[str, Column] = {
        state: Column(state, Member.Status(state).label, drawn.counts.get(state, 0))
        for state in Member.ACTIVE
    }
    shown = list(
        rows.active()
        .filter(pk__in=drawn.shown)
        .select_related("person", "unit__parent", "readiness")
        .order_by("term_ends_on", "pk")
    )
    facts = _facts([member.pk for member in shown], today)
    for member in shown:
        made[member.status].cards.append(_card(member, facts, user))
    return list(made.values())


def targets(member: Member, user: User) -> list[tuple[str, str | Promise]]:
    """Return the states a board moves a member to: the steps of the preparation."""
    if member.status not in BY_HAND:
        return []
    open_states = states.open_to(states.MEMBER, member.status, user, member.unit)
    return [(s, Member.Status(s).label) for s in BY_HAND if s in open_states]


def _facts(ids: list[int], today: dt.date) -> _Facts:
    return _Facts(
        hours=hours(ids),
        internships=_internships(ids),
        steps={
            member: (str(Nomination.Status(status).label), due)
            for member, status, due in Nomination.objects.running()
            .filter(member__in=ids)
            .values_list("member", "status", "due_on")
            if member is not None
        },
        mentored=set(
            Mentorship.objects.running()
            .filter(member__in=ids)
            .values_list("member", flat=True)
        ),
        today=today,
    )


def hours(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return hours done and planned of the members' open plans."""
    rows = (
        PlanItem.objects.filter(plan__member__in=ids)
        .exclude(status=PlanItem.Status.CANCELLED)
        .exclude(plan__status=DevelopmentPlan.Status.DONE)
        .order_by()
        .values("plan__member")
        .annotate(done=Sum("hours_done"), planned=Sum("hours"))
    )
    found = rows.values_list("plan__member", "done", "planned")
    return {member: (done, planned) for member, done, planned in found}


def _internships(ids: list[int]) -> dict[int, dt.date]:
    open_states = [Internship.Status.PLANNED, Internship.Status.RUNNING]
    rows = (
        Internship.objects.filter(member__in=ids, status__in=open_states)
        .order_by()
        .values("member")
        .annotate(until=Min("ends_on"))
    )
    return dict(rows.values_list("member", "until"))


def _card(member: Member, facts: _Facts, user: User) -> Card:
    says, tone = _says(member, facts)
    return Card(member, says, tone, targets(member, user))


def _says(member: Member, facts: _Facts) -> tuple[str, str]:
    """Return the one thing to know, and its tone: late, soon or nothing."""
    if member.term_ends_on <= facts.today + dt.timedelta(days=SOON_DAYS):
        tone = "late" if member.term_ends_on < facts.today else "soon"
        return _("term until %(day)s") % {
            "day": figures.short_day(member.term_ends_on)
        }, tone
    if step := facts.steps.get(member.pk):
        text = _("%(step)s until %(day)s") % {
            "step": step[0],
            "day": figures.short_day(step[1]),
        }
        return text, "late" if step[1] < facts.today else ""
    if until := facts.internships.get(member.pk):
        text = _("internship until %(day)s") % {"day": figures.short_day(until)}
        return text, "late" if until < facts.today else ""
    if member.status == Member.Status.READY and member.pk not in facts.mentored:
        return _("without a mentor"), ""
    if found := facts.hours.get(member.pk):
        done, planned = found
        return _("%(done)s of %(planned)s h") % {"done": done, "planned": planned}, ""
    return _("no plan yet"), ""


def counts(rows: MemberQuerySet, marks: Mapping[str, Q]) -> dict[str, int]:
    """Return how many members bear each mark, and how many people there are."""
    return rows.order_by().aggregate(
        people=Count("person", distinct=True, filter=Q(status__in=Member.ACTIVE)),
        places=Count(MUNICIPALITY, distinct=True, filter=Q(status__in=Member.ACTIVE)),
        **{name: Count("pk", filter=condition) for name, condition in marks.items()},
    )
