"""What programs add to the pages about a person: the events they take part in."""

from __future__ import annotations

from portal.home import Card
from portal.models import Person, User
from programs.reading import participants


def participation(user: User, person: Person) -> Card | None:
    """Offer the person's events, as far as the user may see participants."""
    rows = participants.of_person(person, user)
    if not rows:
        return None
    hours = sum(row.hours or 0 for row in rows if row.state == row.State.ATTENDED)
    context = {"rows": participants.toned(rows), "hours": hours}
    return Card("programs/participation/_person.html", context)
