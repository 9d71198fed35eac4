"""Runs a cycle at the terminal: the same services, no workers needed."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitoring.models import Cycle
from monitoring.services import running
from portal.errors import Refused
from portal.models import Job
from portal.services import jobs

STEPS = ("compute", "recommend", "letters")


class Command(BaseCommand):
    """Compute a cycle, choose recommendations, make letters."""

    help = "Compute a cycle, choose recommendations, make letters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the cycle, and offer a single step."""
        parser.add_argument("cycle", type=int, help="the cycle's id or its year")
        parser.add_argument("--step", choices=STEPS, default="", help="only this step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the cycle and print how it goes."""
        self.said = (0, ("", ""))
        try:
            job = running.run_now(
                _cycle(options["cycle"]).pk, self._tell, options["step"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if job.status != Job.Status.DONE:
            raise CommandError(job.error or job.get_status_display())

    def _tell(self, job: Job) -> None:
        """Print the progress once a second, and every change of step."""
        now, stage = int(time.monotonic()), (job.step, job.status)
        if self.said == (now, stage):
            return
        self.said = (now, stage)
        progress = jobs.progress(job)
        line = f"{progress.step}: {progress.done} / {progress.total}"
        failed = f", {progress.failed} failed" if progress.failed else ""
        self.stdout.write(f"{line}{failed} ({job.get_status_display()})")


def _cycle(number: int) -> Cycle:
    """Find the cycle by its id, or the annual one by its year."""
    by_id = Cycle.objects.filter(pk=number).first()
    by_year = Cycle.objects.filter(year=number, kind=Cycle.Kind.ANNUAL)
    found = [by_id] if by_id else list(by_year[:2])
    if len(found) != 1:
        raise CommandError(f"There is no one cycle {number}.")
    return found[0]
