"""Loads the programs of the demo: the five documents and those that are running."""

from __future__ import annotations

from monitoring.demo.guests import Stage
from programs.demo import (
    documents,
    evaluations,
    evidence,
    ground,
    handing,
    meetings,
    participation,
    practices,
    running,
    tracking,
)


def load(stage: Stage) -> None:
    """Write the programs of the demo's region."""
    site = ground.survey(stage)
    documents.write(site)
    programs = [running.regional(site), running.municipal(site)]
    for program in programs:
        tracking.write(site, program)
        participation.write(site, program)
    evidence.date_them()
    practices.load(site)
    meetings.load(site)
    evaluations.load(site)
    handing.load(site)
