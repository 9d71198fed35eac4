"""Loads the reserve's part of the demo: always the same for the same seed."""

from __future__ import annotations

from monitoring.demo.guests import Stage
from reserve.demo import (
    accounts,
    competitions,
    effective,
    funnel,
    ground,
    growth,
    intake,
    members,
    plans,
    succession,
    teams,
)
from reserve.demo.competitions import Included
from reserve.demo.ground import Ground, Worker

FROM_MUNICIPAL = 0.6  # of the newest heads left are from municipal reserves


def load(stage: Stage) -> None:
    """Write the reserve of the demo's region."""
    site = ground.survey(stage)
    own = _candidate(site)
    accounts.candidate(site, own)
    experts = accounts.experts(site)
    included = _competitions(site)
    newcomers = site.newcomers[: round(len(site.newcomers) * FROM_MUNICIPAL)]
    kept = members.write(site, included, own, newcomers)
    plans.write(site, kept)
    growth.write(site, kept)
    teams.write(site)
    succession.write(site, kept)
    effective.write(site)
    intake.open_one(site, own)
    intake.assessed_one(site, experts)


def _candidate(site: Ground) -> Worker:
    """Take a deputy of the municipality whose officer signs in, or a teacher."""
    shown = site.stage.shown.pk
    for worker in site.pool:
        if worker.place == shown:
            site.pool.remove(worker)
            return worker
    teacher = site.teachers(1)[0]
    unit = next(pk for pk, place in site.schools if place == shown)
    return Worker(**{**vars(teacher), "unit": unit, "place": shown})


def _competitions(site: Ground) -> list[Included]:
    """Write the decided ones; whoever became a head afterwards is among the best."""
    found: list[Included] = []
    for year in funnel.years(site.size):
        later = [
            worker for worker in site.newcomers if worker.starts_on.year == year.year
        ]
        appointed = later[: year.appointed]
        gone = {worker.person for worker in appointed}
        site.newcomers = [row for row in site.newcomers if row.person not in gone]
        found += competitions.decide(site, year, appointed)
    return found
