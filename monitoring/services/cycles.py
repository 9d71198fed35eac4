"""A cycle's way: planned, collecting, verifying, computed, published."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring import expected
from monitoring.models import Cycle, Submission
from monitoring.services import running, sources
from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User

Status = Cycle.Status
BATCH = 5000


@transaction.atomic
def plan(cycle: Cycle, *, by: User) -> Cycle:
    """Add a new cycle, following the last annual one of the same region.

    Raises PermissionDenied without the right, Refused for a method not approved.
    """
    access.require(by, Can.RUN, cycle.owner)
    if not cycle.methodology.is_approved:
        raise Refused(_("Only an approved methodology can be used in a cycle."))
    cycle.status = Status.PLANNED
    cycle.previous = (
        Cycle.objects.filter(
            owner=cycle.owner, kind=Cycle.Kind.ANNUAL, year__lt=cycle.year
        )
        .latest_first()
        .first()
    )
    try:
        with transaction.atomic():
            cycle.save()
    except IntegrityError as error:
        raise Refused(_("The region has an annual cycle of this year.")) from error
    journal.write("cycle_planned", cycle, by=by, unit=cycle.owner)
    return cycle


@transaction.atomic
def open_collection(cycle_id: int, *, by: User) -> int:
    """Open the collection and ask every unit the method names; return how many.

    Raises PermissionDenied without the right, Refused unless the cycle is planned.
    """
    cycle = _locked(cycle_id, by)
    _only_from(cycle, Status.PLANNED)
    asked = expected.asked_units(cycle).values_list("pk", flat=True)
    Submission.objects.bulk_create(
        (Submission(cycle=cycle, unit_id=pk) for pk in asked.iterator(BATCH)),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    count = cycle.submissions.count()
    if not count:
        raise Refused(_("No unit of the region reports an indicator of the method."))
    _move(cycle, Status.COLLECTING)
    journal.write("cycle_opened", cycle, by=by, unit=cycle.owner, units=count)
    sources.count(cycle.pk, by=by)
    return count


@transaction.atomic
def close_collection(cycle_id: int, *, by: User) -> None:
    """End the entry of values; what is not submitted by now is not counted.

    Raises PermissionDenied without the right, Refused unless it is collecting.
    """
    cycle = _locked(cycle_id, by)
    _only_from(cycle, Status.COLLECTING)
    _await_saves(cycle)
    _move(cycle, Status.VERIFYING)
    journal.write("cycle_closed", cycle, by=by, unit=cycle.owner)


@transaction.atomic
def reopen_collection(cycle_id: int, *, by: User, reason: str) -> None:
    """Open the entry again, with the reason on record.

    Raises PermissionDenied without the right, Refused once results are computed.
    """
    cycle = _locked(cycle_id, by)
    _only_from(cycle, Status.VERIFYING)
    running.require_still(cycle_id)
    _move(cycle, Status.COLLECTING)
    journal.write("cycle_reopened", cycle, by=by, unit=cycle.owner, reason=reason)


@transaction.atomic
def publish(cycle_id: int, *, by: User) -> None:
    """Make the results final: they can no longer be computed anew.

    Raises PermissionDenied without the right, Refused unless they are computed.
    """
    cycle = _locked(cycle_id, by)
    _only_from(cycle, Status.COMPUTED)
    running.require_finished(cycle_id)
    cycle.published_at = timezone.now()
    _move(cycle, Status.PUBLISHED, "published_at")
    journal.write("cycle_published", cycle, by=by, unit=cycle.owner)


def _locked(cycle_id: int, by: User) -> Cycle:
    cycle = (
        Cycle.objects.locked().select_related("owner", "methodology").get(pk=cycle_id)
    )
    access.require(by, Can.RUN, cycle.owner)
    return cycle


def _await_saves(cycle: Cycle) -> None:
    """Wait until saves in hand are over; those that come later see the end."""
    rows = cycle.submissions.order_by("pk").select_for_update()
    list(rows.values_list("pk", flat=True))


def _only_from(cycle: Cycle, *allowed: str) -> None:
    if cycle.status not in allowed:
        raise Refused(
            _("The cycle is at the step «%(step)s», so this cannot be done now.")
            % {"step": cycle.get_status_display()}
        )


def _move(cycle: Cycle, status: str, *also: str) -> None:
    cycle.status = status
    cycle.save(update_fields=["status", *also])
