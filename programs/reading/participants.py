"""Participants of an occurrence: names within the reader's sight, counts for all."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.db.models.query import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.access import Can
from portal.models import Person, User
from programs.models import Occurrence, Participation
from programs.services import attendance, participation, putting_forward

State = Participation.State
TONES = {
    State.INVITED: "wait",
    State.REGISTERED: "run",
    State.ATTENDED: "ok",
    State.ABSENT: "bad",
}
ANSWERS: dict[str, str | Promise] = {
    State.REGISTERED: _("will come"),
    State.ABSENT: _("will not come"),
    State.INVITED: _("has not answered"),
    State.ATTENDED: _("is present"),
}
FIRST = 10
Toned = tuple[Participation, str, str | Promise]  # a row, its tone, its words


def of_occurrence(occurrence: Occurrence, user: User) -> dict[str, object]:
    """Return what the part _participants.html shows."""
    counts = counts_of(occurrence)
    seen = visible(occurrence, user)
    return {
        "occurrence": occurrence,
        "counts": counts,
        "sources": sources_of(occurrence),
        "rows": toned(seen[:FIRST], occurrence),
        "seen": seen.count(),
        "named": sum(counts.values()),
        "is_ahead": is_ahead(occurrence),
        "may_change": access.may(user, Can.TRACK_EVENTS, occurrence.unit)
        and participation.is_open(occurrence),
        "may_put_forward": may_put_forward(occurrence, user),
        "registers": attendance.registers(occurrence),
    }


def may_put_forward(occurrence: Occurrence, user: User) -> bool:
    """Tell whether the reader may name people of the own municipality for the date."""
    is_theirs = putting_forward.may(user, occurrence.unit)
    return is_theirs and putting_forward.is_open(occurrence)


def is_ahead(occurrence: Occurrence) -> bool:
    """Tell whether the list says who will come, not yet who came."""
    return occurrence.status == Occurrence.Status.PLANNED


def visible(occurrence: Occurrence, user: User) -> QuerySet[Participation]:
    """Return the rows of people whom the user may see by name, in their order."""
    rows = Participation.objects.visible_to(user).filter(occurrence=occurrence)
    return rows.select_related("person", "unit__parent").order_by(
        "person__last_name", "person__first_name", "unit__sort_name", "pk"
    )


def own_of(occurrence: Occurrence, user: User) -> dict[str, object]:
    """Return what _own_place.html shows of the reader, if they are on the list."""
    own = occurrence.participations.filter(person=user.person_id or 0).first()
    if own is None:
        return {}
    return {
        "own": own,
        "own_tone": TONES[State(own.state)],
        "own_is_open": attendance.answers(occurrence, own),
        "own_declined": own.state == State.ABSENT
        and occurrence.status == Occurrence.Status.PLANNED,
    }


def counts_of(occurrence: Occurrence) -> dict[str, int]:
    """Return how many are in each state, those out of sight too."""
    rows = occurrence.participations.order_by().values_list("state")
    found = dict(rows.annotate(n=Count("pk")))
    return {str(state): found.get(state, 0) for state in State.values}


def sources_of(occurrence: Occurrence) -> list[tuple[str, int]]:
    """Return how the participants came onto the list, in words, and how many each."""
    rows = occurrence.participations.order_by().values_list("source")
    found = dict(rows.annotate(n=Count("pk")))
    words = Participation.Source.choices
    return [(str(name), found[code]) for code, name in words if code in found]


def toned(rows: Iterable[Participation], of: Occurrence | None = None) -> list[Toned]:
    """Return each row with the tone and the words of its state.

    `of` is the date they all belong to; without one each row brings its own.
    """
    return [
        (row, TONES[State(row.state)], words_of(row, of or row.occurrence))
        for row in rows
    ]


def words_of(row: Participation, occurrence: Occurrence) -> str | Promise:
    """Return the state in words: before the event an answer, after it who came."""
    return ANSWERS[row.state] if is_ahead(occurrence) else row.get_state_display()


def of_person(person: Person, user: User) -> list[Participation]:
    """Return the person's held events and those ahead, the latest first.

    One's own are always shown; others' where the reader may see participants.
    """
    is_own = user.person_id == person.pk
    seen = Q() if is_own else access.scope(user, Can.SEE_PARTICIPANTS)
    rows = Participation.objects.filter(seen, person=person)
    return list(
        rows.exclude(occurrence__status=Occurrence.Status.CANCELLED)
        .select_related("occurrence__event", "unit")
        .order_by("-occurrence__due_on", "-pk")[:50]
    )
