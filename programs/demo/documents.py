"""The five documents of the demo, each as its territory wrote it."""

from __future__ import annotations

from portal.models import Unit, User
from programs import text_files
from programs.demo import settled
from programs.demo.ground import Ground
from programs.models import Program
from programs.services import documents, editions, findings, series

PUBLISHED = "khabarovsk-2023"
REGIONAL = Program.Level.REGIONAL
# «только ОО, в которых претенденты из резерва назначены»: the one error of the project,
# a sample of those who have reached the result. It was taken out before publication.
SELECTS_OUTCOME = "назначены на должность"


def write(site: Ground) -> dict[str, Program]:
    """Write the documents as drafts with their findings; one was in force and ended."""
    others = iter([place for place in site.places if place.pk != site.shown.pk])
    made: dict[str, Program] = {}
    for name in text_files.DOCUMENTS:
        text = text_files.read(name)
        unit = site.region if text.level == REGIONAL else next(others, site.shown)
        by = _writer(site, unit)
        made[name] = documents.write(text, unit=unit, by=by)
        findings.check(made[name].pk)
    _finish(made[PUBLISHED], site)
    return made


def _writer(site: Ground, unit: Unit) -> User:
    name = "municipal" if unit.pk == site.shown.pk else "ministry"
    return site.users[name]


def _finish(program: Program, site: Ground) -> None:
    """Let the project have been in force; what was done then the portal never knew."""
    by = site.users["ministry"]
    chosen = program.indicators.filter(sample_filter__contains=SELECTS_OUTCOME)
    chosen.update(sample_filter="")
    if not settled.all_of(program, by=by):
        return
    editions.publish(program.pk, by=by)
    series.remove_untouched(list(program.events.values_list("pk", flat=True)))
    editions.finish(program.pk, by=by)
    if program.act_on:
        issued = site.at(program.act_on)
        Program.objects.filter(pk=program.pk).update(published_at=issued)
