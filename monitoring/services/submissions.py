"""Submit, take back, accept and return what units report; each step is on record."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import readiness
from monitoring.models import Cycle, Submission
from monitoring.readiness import Readiness
from monitoring.services import running
from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Membership, Unit, User

Status = Submission.Status
NOTICE = 300  # characters of a notification
DECIDING = (Cycle.Status.COLLECTING, Cycle.Status.VERIFYING)


@dataclass
class Tally:
    """What became of many: how many were done, and why the others were not."""

    done: int = 0
    refused: list[tuple[Unit, str]] = field(default_factory=list)


@transaction.atomic
def submit(submission_id: int, *, with_missing: bool = False, by: User) -> Submission:
    """Hand in a unit's values for the decision.

    Raises PermissionDenied without the right; Refused for half-filled or wrong
    pairs, and for missing ones unless `with_missing` says they are known of.
    """
    submission = _locked(submission_id)
    access.require(by, Can.ENTER, submission.unit)
    _submit(submission, readiness.of(submission), with_missing=with_missing, by=by)
    return submission


@transaction.atomic
def submit_many(
    cycle_id: int,
    unit_ids: Collection[int],
    *,
    with_missing: bool = False,
    by: User,
) -> Tally:
    """Hand in the values of many units; those with faults stay and are named."""
    rows = _locked_many(cycle_id, unit_ids)
    ready = readiness.many(rows[0].cycle, rows) if rows else {}

    def step(submission: Submission) -> None:
        _require(by, Can.ENTER, submission)
        state = ready[submission.unit_id]
        _submit(submission, state, with_missing=with_missing, by=by)

    return _each(rows, step)


@transaction.atomic
def withdraw(submission_id: int, *, by: User) -> Submission:
    """Take back what one has submitted, as long as nobody has decided.

    Raises PermissionDenied without the right, Refused at another step or for what
    somebody else has submitted.
    """
    submission = _locked(submission_id)
    access.require(by, Can.ENTER, submission.unit)
    _only_while(submission, Cycle.Status.COLLECTING)
    _only_submitted(submission)
    running.require_still(submission.cycle_id)
    if submission.submitted_by_id != by.pk:
        raise Refused(_("Only the person who submitted the values can take them back."))
    _move(submission, Status.DRAFT)
    journal.write("submission_withdrawn", submission, by=by, unit=submission.unit)
    return submission


@transaction.atomic
def accept(submission_id: int, *, by: User) -> Submission:
    """Accept a unit's values.

    Raises PermissionDenied without the right; Refused unless they are submitted,
    by somebody else.
    """
    submission = _locked(submission_id)
    access.require(by, Can.ACCEPT, submission.unit)
    _accept(submission, by=by)
    return submission


@transaction.atomic
def accept_many(cycle_id: int, unit_ids: Collection[int], *, by: User) -> Tally:
    """Accept what of these units is submitted; the others are named with the reason."""

    def step(submission: Submission) -> None:
        _require(by, Can.ACCEPT, submission)
        _accept(submission, by=by)

    return _each(_locked_many(cycle_id, unit_ids), step)


@transaction.atomic
def return_(submission_id: int, *, reason: str, by: User) -> Submission:
    """Give a unit's values back to be corrected, with the reason.

    Raises PermissionDenied without the right; Refused without a reason, for what
    is not submitted, and after the end of the collection.
    """
    submission = _locked(submission_id)
    access.require(by, Can.ACCEPT, submission.unit)
    _only_while(submission, Cycle.Status.COLLECTING)
    if submission.status not in (Status.SUBMITTED, Status.ACCEPTED):
        raise Refused(_("Only submitted or accepted values can be returned."))
    if not reason.strip():
        raise Refused(_("Say why the values are returned: the unit will read it."))
    submission.return_reason = reason.strip()
    _decide(submission, Status.RETURNED, by)
    journal.write(
        "submission_returned",
        submission,
        by=by,
        unit=submission.unit,
        reason=submission.return_reason,
    )
    _tell(
        submission,
        lambda: _("%(cycle)s: the values of %(unit)s are returned. %(reason)s"),
        reverse("monitoring:entry", args=[submission.cycle_id, submission.unit_id]),
    )
    return submission


def _submit(
    submission: Submission, state: Readiness, *, with_missing: bool, by: User
) -> None:
    _only_while(submission, Cycle.Status.COLLECTING)
    if not submission.is_editable:
        raise Refused(_("The values are already submitted."))
    if state.faults:
        raise Refused(_faults(state))
    if state.missing and not with_missing:
        raise Refused(_missing(len(state.missing)))
    submission.submitted_at, submission.submitted_by = timezone.now(), by
    submission.decided_at = submission.decided_by = None
    _move(submission, Status.SUBMITTED)
    journal.write(
        "submission_submitted",
        submission,
        by=by,
        unit=submission.unit,
        filled=state.filled,
        missing=len(state.missing),
    )


def _accept(submission: Submission, *, by: User) -> None:
    _only_while(submission, *DECIDING)
    _only_submitted(submission)
    if submission.submitted_by_id == by.pk:
        raise Refused(
            _("You submitted these values; somebody else has to accept them.")
        )
    _decide(submission, Status.ACCEPTED, by)
    journal.write("submission_accepted", submission, by=by, unit=submission.unit)
    _tell(
        submission,
        lambda: _("%(cycle)s: the values of %(unit)s are accepted."),
        reverse("monitoring:submission", args=[submission.pk]),
    )


def _decide(submission: Submission, status: str, by: User) -> None:
    submission.decided_at, submission.decided_by = timezone.now(), by
    _move(submission, status)


def _move(submission: Submission, status: str) -> None:
    submission.status = status
    if status != Status.RETURNED:
        submission.return_reason = ""
    submission.save(
        update_fields=[
            "status",
            "submitted_at",
            "submitted_by",
            "decided_at",
            "decided_by",
            "return_reason",
        ]
    )


def _each(rows: list[Submission], step: Callable[[Submission], None]) -> Tally:
    """Take the step for each; a refusal of one does not stop the others."""
    tally = Tally()
    for submission in rows:
        try:
            step(submission)
        except Refused as refusal:
            tally.refused.append((submission.unit, str(refusal)))
        else:
            tally.done += 1
    return tally


def _require(by: User, can: Can, submission: Submission) -> None:
    if not access.may(by, can, submission.unit):
        raise Refused(_("You have no right to do this here."))


def _only_while(submission: Submission, *steps: str) -> None:
    if submission.cycle.status not in steps:
        raise Refused(
            _("The cycle is at the step «%(step)s», so this cannot be done now.")
            % {"step": submission.cycle.get_status_display()}
        )


def _only_submitted(submission: Submission) -> None:
    if submission.status != Status.SUBMITTED:
        raise Refused(
            _("The values are at the step «%(step)s»; they have to be submitted.")
            % {"step": submission.get_status_display()}
        )


def _faults(state: Readiness) -> str:
    listed = "; ".join(
        f"{fault.indicator.code}: {fault.message}" for fault in state.faults[:5]
    )
    return ngettext(
        "%(count)s pair has an error. %(listed)s",
        "%(count)s pairs have errors. %(listed)s",
        len(state.faults),
    ) % {"count": len(state.faults), "listed": listed}


def _missing(count: int) -> str:
    return ngettext(
        "%(count)s indicator has no value. Fill it in, or confirm that it stays empty.",
        "%(count)s indicators have no values. Fill them in, or confirm that they stay"
        " empty.",
        count,
    ) % {"count": count}


def _tell(submission: Submission, text: Callable[[], str], url: str) -> None:
    """Tell the users who work at the unit itself, each in their language."""

    def words() -> str:
        told = text() % {
            "cycle": submission.cycle,
            "unit": submission.unit.short_name,
            "reason": submission.return_reason,
        }
        return told if len(told) <= NOTICE else f"{told[: NOTICE - 1]}…"

    roles = Membership.objects.filter(unit=submission.unit)
    working = roles.in_force(timezone.localdate()).values("user")
    users = User.objects.filter(pk__in=working, is_active=True)
    key = f"submission-{submission.pk}-{submission.decided_at:%Y%m%d%H%M%S%f}"
    notices.notify(users, key, words, url)


def _locked(submission_id: int) -> Submission:
    return _rows().select_for_update(of=("self",)).get(pk=submission_id)


def _locked_many(cycle_id: int, unit_ids: Collection[int]) -> list[Submission]:
    rows = _rows().filter(cycle=cycle_id, unit__in=unit_ids)
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _rows() -> QuerySet[Submission]:
    """The cycle is read after the rows are locked: it may have been closed."""
    cycles = Prefetch("cycle", Cycle.objects.select_related("methodology"))
    rows = Submission.objects.select_related("unit__organization")
    return rows.prefetch_related(cycles)
