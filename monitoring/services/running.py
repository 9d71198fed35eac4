"""The run of a cycle: its job, once at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import Cycle
from portal import access, accounts, jobs_run
from portal.access import Can
from portal.errors import Refused
from portal.models import Job, User
from portal.services import jobs

KIND = "cycle"
LETTERS = "letters"
RUNNABLE = (Cycle.Status.VERIFYING, Cycle.Status.COMPUTED)


@transaction.atomic
def start(cycle_id: int, *, by: User, step: str = "") -> Job:
    """Start the run, or return the one that already goes on.

    Raises PermissionDenied without the right, Refused unless the collection is closed
    and the results are not published.
    """
    return _start(cycle_id, by, step, RUNNABLE)


@transaction.atomic
def start_letters(cycle_id: int, *, by: User) -> Job:
    """Make the letters that are not made, also those of published results.

    Raises as `start` does.
    """
    return _start(cycle_id, by, LETTERS, Cycle.WITH_RESULTS)


def run_now(cycle_id: int, tell: Callable[[Job], None], step: str = "") -> Job:
    """Run the cycle in this process, whether or not there are workers.

    `step` does only that one. `tell` is called before every item. Raises as `start`.
    """
    job = start(cycle_id, by=accounts.robot(), step=step)
    return jobs_run.run_through(job.pk, tell)


def job_of(cycle_id: int) -> Job | None:
    """Return the newest run of the cycle."""
    return jobs.latest(_key(cycle_id))


def require_still(cycle_id: int) -> None:
    """Raise Refused while the cycle is being run."""
    if Job.objects.active().filter(key=_key(cycle_id)).exists():
        raise Refused(_("The cycle is being computed now; wait until that is done."))


def require_finished(cycle_id: int) -> None:
    """Raise Refused while the cycle is being run, or where its last run stopped."""
    require_still(cycle_id)
    job = job_of(cycle_id)
    if job is not None and job.status != Job.Status.DONE:
        raise Refused(
            _("The last run stopped before its end; run the cycle once more first.")
        )


def _start(cycle_id: int, by: User, step: str, allowed: tuple[str, ...]) -> Job:
    """Start the job first and judge the cycle after it.

    In this order, the one in which a job's end takes its locks too, the two cannot
    wait for each other.
    """
    cycle = Cycle.objects.select_related("owner").get(pk=cycle_id)
    access.require(by, Can.RUN, cycle.owner)
    job = jobs.start(
        kind=KIND,
        subject_id=cycle.pk,
        unit=cycle.owner,
        title=cycle.name,
        by=by,
        step=step,
    )
    status = Cycle.objects.locked().get(pk=cycle_id).status
    if status not in allowed:
        raise Refused(
            _("The cycle is at the step «%(step)s», so this cannot be done now.")
            % {"step": Cycle.Status(status).label}
        )
    return job


def _key(cycle_id: int) -> str:
    return f"{KIND}:{cycle_id}"
