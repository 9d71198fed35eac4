"""The journal's one pen: who did what, to which row, and why."""

from __future__ import annotations

from django.db import models

from portal.models import JournalEntry, Unit, User


def write(
    action: str,
    subject: models.Model,
    *,
    by: User | None,
    unit: Unit | None = None,
    reason: str = "",
    **details: object,
) -> JournalEntry:
    """Put a step on record, within the transaction of the step itself.

    `details` are plain JSON values: counts and ids, no names of people.
    """
    return JournalEntry.objects.create(
        action=action,
        by=by,
        unit=unit,
        subject_table=subject._meta.db_table,
        subject_id=subject.pk,
        reason=reason,
        details=details,
    )
