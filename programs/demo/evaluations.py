"""The demo's signed evaluation: last year of the program that was running by then."""

from __future__ import annotations

from programs.demo import wording
from programs.demo.ground import Ground
from programs.models import Program
from programs.reading import evaluation as reading
from programs.reading import target_facts
from programs.services import evaluations


def load(site: Ground) -> None:
    """Write and sign the evaluation of the year that is over, by its own figures."""
    year = site.first_year - 1
    for program in Program.objects.published().select_related("unit", "methodology"):
        if year in target_facts.years_of(program):
            _sign(program, year, site)


def _sign(program: Program, year: int, site: Ground) -> None:
    words = wording.plan_of("demo_evaluation")
    numbers = _numbers(program, year)
    is_regional = program.unit_id == site.region.pk
    by = site.users["ministry" if is_regional else "municipal"]
    evaluations.write(
        program.pk,
        year=year,
        conclusion=words["conclusion"].format(**numbers),
        proposals=words["proposals"],
        by=by,
    )
    evaluations.sign(program.pk, year=year, by=by)


def _numbers(program: Program, year: int) -> dict[str, int]:
    """Return the figures that the conclusion names."""
    found = reading.shown(reading.figures(program, year))
    names = ("done", "dates", "reached", "targets_reached")
    return {
        "year": year,
        "indicators": len(found["indicators"]),
        "targets": len(found["targets"]),
        **{name: found[name] for name in names},
        **{name: found["all"][name] for name in reading.COLUMNS},
    }
