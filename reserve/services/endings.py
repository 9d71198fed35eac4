"""What ends together with a membership or a consent: nominations, applications."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from portal import journal
from portal.models import User
from reserve.models import Application, Nomination, NominationStep


def withdraw_nominations(
    rows: QuerySet[Nomination], *, by: User, reason: str = ""
) -> int:
    """Withdraw the running ones of the nominations; return how many.

    The caller has asked for the right to what ends them, within its transaction.
    """
    found = list(
        rows.filter(status__in=Nomination.RUNNING)
        .select_for_update(of=("self",))
        .select_related("vacancy__position__unit")
    )
    for row in found:
        row.status, row.reason = Nomination.Status.WITHDRAWN, reason
        row.decided_by, row.decided_at = by, timezone.now()
        row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
        NominationStep.objects.create(
            nomination=row, status=row.status, by=by, note=reason
        )
        journal.write(
            "reserve_nomination_withdrawn",
            row,
            by=by,
            unit=row.vacancy.position.unit,
        )
    return len(found)


def withdraw_applications(rows: QuerySet[Application], *, by: User) -> int:
    """Take applications that nobody has decided on out of their competitions."""
    open_states = [Application.Status.DRAFT, *Application.IN_PLAY]
    found = list(
        rows.filter(status__in=open_states)
        .select_for_update(of=("self",))
        .select_related("unit")
    )
    for row in found:
        row.status = Application.Status.WITHDRAWN
        row.save(update_fields=["status", "updated_at"])
        journal.write("reserve_application_withdrawn", row, by=by, unit=row.unit)
    return len(found)
