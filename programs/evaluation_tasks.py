"""What evaluation puts on the home page: targets to be missed, late signatures."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access
from portal.access import Can
from portal.home import Task
from portal.models import User
from portal.remembered import remembered
from programs.models import Program
from programs.reading import evaluation, event_facts, target_facts, warning

MOST = 20
KEPT = 15 * 60  # seconds for which a forecast stays as it was counted


def tasks(user: User) -> Iterator[Task]:
    """Yield a task for each program in force whose targets will be missed."""
    if not access.anywhere(user, Can.PUBLISH_PROGRAMS):
        return
    ruled = access.scope(user, Can.PUBLISH_PROGRAMS)
    programs = Program.objects.published().filter(ruled)
    for program in programs.select_related("unit", "methodology")[:MOST]:
        yield from _warned(program)
        yield from _unsigned(program)


def _warned(program: Program) -> Iterator[Task]:
    year = event_facts.year_of(program, timezone.localdate()).first.year
    key = f"programs:missed:{program.pk}:{timezone.localdate()}"
    missed = remembered(key, lambda: _missed(program, year), KEPT)
    if not missed:
        return
    title = ngettext(
        "%(count)s target will be missed if nothing changes",
        "%(count)s targets will be missed if nothing changes",
        missed,
    )
    yield Task(
        title=title % {"count": missed},
        url=reverse("programs:evaluation", args=[program.pk]) + "#outlook",
        action=_("Look"),
        icon="chart",
        meta=(str(program),),
    )


def _missed(program: Program, year: int) -> int:
    facts = target_facts.of_program(program, year)
    return len(warning.outlook(program, facts).missed)


def _unsigned(program: Program) -> Iterator[Task]:
    """Ask for last year's evaluation where the document wants one every year."""
    if not program.is_evaluated_yearly:
        return
    year = event_facts.year_of(program, timezone.localdate()).first.year - 1
    if year not in target_facts.years_of(program):
        return
    done = evaluation.found(program, year)
    if done is None or done.signed_at is None:
        yield Task(
            title=_("Sign the evaluation of %(year)s") % {"year": year},
            url=f"{reverse('programs:evaluation', args=[program.pk])}?year={year}",
            action=_("Sign"),
            icon="edit",
            meta=(str(program),),
        )
