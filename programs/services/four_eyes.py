"""Whoever changed what is judged does not judge it: asked of the journal."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from portal.models import JournalEntry, User
from programs.models import Occurrence, Practice

OF_PEOPLE = (
    *("participants_added", "participants_marked", "participant_changed"),
    *("participants_removed", "participants_returned"),
)


def changed_people(by: User) -> Exists:
    """Return the filter for dates whose people the user changed after the mark."""
    rows = JournalEntry.objects.filter(
        subject_table=Occurrence._meta.db_table,
        subject_id=OuterRef("pk"),
        at__gt=OuterRef("held_at"),
        action__in=OF_PEOPLE,
        by=by,
    )
    return Exists(rows)


def has_changed_people(row: Occurrence, by: User) -> bool:
    """Tell whether the user changed the people of a date after its mark."""
    return Occurrence.objects.filter(changed_people(by), pk=row.pk).exists()


def rewrote(practice: Practice, by: User) -> bool:
    """Tell whether the user changed the words of the practice."""
    table = Practice._meta.db_table
    rows = JournalEntry.objects.filter(subject_table=table, subject_id=practice.pk)
    return rows.filter(action="practice_changed", by=by).exists()
