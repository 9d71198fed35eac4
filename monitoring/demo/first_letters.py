"""The letters of the last closed cycle: one made at once, the rest by workers."""

from __future__ import annotations

from monitoring.models import Cycle, Letter
from monitoring.services import letter_drafts, letters, running
from portal.models import User


def begin(cycle: Cycle, unit_id: int, *, by: User) -> None:
    """Write all letters, make and send the unit's own, start a job for the rest."""
    letter_drafts.prepare(cycle.pk)
    own = Letter.objects.current().filter(
        cycle=cycle, unit=unit_id, status=Letter.Status.WAITING
    )
    for letter_id in own.values_list("pk", flat=True):
        letters.make(letter_id)
    letters.issue(cycle.pk, by=by)
    running.start_letters(cycle.pk, by=by)
