"""What an event of a kind has to show before it counts as held."""

from __future__ import annotations

from programs.models import Event

Kind = Event.Kind
WANTS_PEOPLE = frozenset(
    {
        Kind.TRAINING,
        Kind.SEMINAR,
        Kind.WORKSHOP,
        Kind.WEBINAR,
        Kind.MENTORING,
        Kind.INTERNSHIP,
        Kind.LANDING,
        Kind.DEFENSE,
        Kind.CONSULTATION,
        Kind.CONTEST,
        Kind.INTERVIEW,
        Kind.SESSION,
        Kind.TOUR,
        Kind.CONFERENCE,
        Kind.COMPETITION,
    }
)


def wants_people(event: Event) -> bool:
    """Tell whether the event is nothing without participants."""
    return event.kind in WANTS_PEOPLE
