"""The steps of a cycle's run: compute, recommend, make letters."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring import engine
from monitoring.models import Cycle, Letter
from monitoring.services import advice, letter_drafts, letters, running
from portal import accounts, journal
from portal.errors import Refused
from portal.job_steps import Step
from portal.models import Job, JobItem

HEAVY_LEASES = 5  # of a work over the whole cycle


def the_cycle(job: Job) -> list[int]:
    """Return the one item of a step over the whole cycle."""
    return [job.subject_id]


def compute(cycle_id: int) -> None:
    """Compute the cycle's results anew."""
    _require_runnable(cycle_id)
    engine.compute(cycle_id)


def close_compute(job: Job) -> None:
    """Put on record when the results were computed."""
    cycle = Cycle.objects.select_related("owner").get(pk=job.subject_id)
    cycle.computed_at = timezone.now()
    cycle.save(update_fields=["computed_at"])
    journal.write("cycle_computed", cycle, by=job.created_by, unit=cycle.owner)


def recommend(cycle_id: int) -> None:
    """Find the recommendations and write the letters that bring them."""
    _require_runnable(cycle_id)
    advice.recommend(cycle_id)
    letter_drafts.prepare(cycle_id)


def letters_to_make(job: Job) -> Iterable[int]:
    """Return the letters that are not made, in the order of their numbers."""
    rows = Letter.objects.current().filter(
        cycle=job.subject_id, status__in=letters.UNMADE
    )
    return rows.order_by("pk").values_list("pk", flat=True)


def close_letters(job: Job) -> None:
    """Send the letters unless they wait for a person; the cycle is computed now."""
    _name_failures(job)
    cycle = Cycle.objects.locked().select_related("owner").get(pk=job.subject_id)
    if cycle.status not in (*running.RUNNABLE, *Cycle.WITH_RESULTS):
        raise Refused(_("The results of the cycle can no longer be computed anew."))
    if not cycle.holds_letters:
        letters.issue(cycle.pk, by=accounts.robot())
    if cycle.status == Cycle.Status.VERIFYING:
        cycle.status = Cycle.Status.COMPUTED
        cycle.save(update_fields=["status"])


def name_letters(letter_ids: Iterable[int]) -> dict[int, str]:
    """Return letters' numbers and organizations by their ids."""
    rows = Letter.objects.filter(pk__in=list(letter_ids)).select_related("unit")
    return {row.pk: f"{row.number} {row.unit}" for row in rows.defer("content")}


def _require_runnable(cycle_id: int) -> None:
    """Raise Refused for a run tried again when the cycle has gone elsewhere."""
    if not Cycle.objects.filter(pk=cycle_id, status__in=running.RUNNABLE).exists():
        raise Refused(_("The results of the cycle can no longer be computed anew."))


def _name_failures(job: Job) -> None:
    """Say at the letters over which workers died why they were not made."""
    failed = job.items.filter(step=running.LETTERS, status=JobItem.Status.FAILED)
    for pk, error in failed.values_list("subject_id", "error"):
        letters.fail([pk], error)


STEPS = {
    "compute": Step(
        name="compute",
        label=gettext_lazy("Results are computed"),
        items=the_cycle,
        work=compute,
        close=close_compute,
        leases=HEAVY_LEASES,
        next="recommend",
    ),
    "recommend": Step(
        name="recommend",
        label=gettext_lazy("Recommendations are chosen"),
        items=the_cycle,
        work=recommend,
        leases=HEAVY_LEASES,
        next="letters",
    ),
    "letters": Step(
        name="letters",
        label=gettext_lazy("Letters are made"),
        items=letters_to_make,
        work=letters.make,
        close=close_letters,
        queue="letters",
        spares=True,
        describe=name_letters,
    ),
}
