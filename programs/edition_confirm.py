"""What putting an edition in force, or finishing it, will do: said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Event, Finding, Occurrence, Program, Tally
from programs.reading import documents


@dataclass(frozen=True)
class Asked:
    """The question: what will happen, to how many rows, and what stands against it."""

    text: str
    lines: tuple[str, ...]
    errors: int = 0
    warnings: int = 0

    @property
    def is_blocked(self) -> bool:
        """Whether findings wait for a decision."""
        return bool(self.errors or self.warnings)


def publishing(program: Program) -> Asked:
    """Return the question before an edition is put in force."""
    plan = documents.plans_of([program.pk]).get(program.pk, documents.Plan())
    found = documents.findings_of([program.pk]).get(program.pk, {})
    dated = Event.objects.filter(program=program, form=Event.Form.EVENT).dated()
    lines = [
        ngettext(
            "%(count)s event gets its dates and is tracked from now on.",
            "%(count)s events get their dates and are tracked from now on.",
            dated.count(),
        )
        % {"count": dated.count()}
    ]
    if plan.undated or plan.unread:
        lines.append(_without_dates(plan.undated + plan.unread))
    if plan.recommendations:
        lines.append(_recommended(plan.recommendations))
    if program.previous:
        lines.append(_replaced(program.previous))
    lines.append(_("Everybody can read the document without signing in."))
    return Asked(
        _("From then on the text changes only by a new edition."),
        tuple(lines),
        found.get(Finding.Severity.ERROR, 0),
        found.get(Finding.Severity.WARNING, 0),
    )


def finishing(program: Program, today: dt.date) -> Asked:
    """Return the question before a program is finished."""
    waiting = Tally.objects.filter(event__program=program, planned__gt=0)
    open_ = waiting.aggregate(
        all=Sum("planned"), late=Sum("planned", filter=Q(due_on__lt=today))
    )
    lines = []
    if open_["all"]:
        lines.append(
            ngettext(
                "%(count)s planned date is not held yet and stays so.",
                "%(count)s planned dates are not held yet and stay so.",
                open_["all"],
            )
            % {"count": open_["all"]}
        )
    if open_["late"]:
        lines.append(
            ngettext(
                "%(count)s of them is overdue.",
                "%(count)s of them are overdue.",
                open_["late"],
            )
            % {"count": open_["late"]}
        )
    return Asked(
        _("Nothing is tracked any more and nobody is reminded; all stays readable."),
        tuple(lines),
    )


def next_period(program: Program) -> dict[str, dt.date]:
    """Return the first period after the program's that is whole years later."""
    years = program.ends_on.year - program.starts_on.year + 1
    if program.is_school_year:
        years = max(1, program.ends_on.year - program.starts_on.year)
    shift = relativedelta(years=years)
    return {
        "starts_on": program.starts_on + shift,
        "ends_on": program.ends_on + shift,
    }


def next_code(program: Program, starts_on: dt.date) -> str:
    """Return a code for the next period that no other document of the unit has."""
    stem = f"{program.code.rsplit('-from-', 1)[0][:40]}-from-{starts_on.year}"
    taken = set(
        Program.objects.filter(unit=program.unit, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _without_dates(count: int) -> str:
    return ngettext(
        "%(count)s row has no date: it is listed and not tracked.",
        "%(count)s rows have no date: they are listed and not tracked.",
        count,
    ) % {"count": count}


def _recommended(count: int) -> str:
    return ngettext(
        "%(count)s recommendation is shown and not tracked.",
        "%(count)s recommendations are shown and not tracked.",
        count,
    ) % {"count": count}


def _replaced(previous: Program) -> str:
    kept = Occurrence.objects.filter(event__program=previous).exclude(
        status=Occurrence.Status.PLANNED
    )
    return ngettext(
        "Edition %(edition)s is replaced and stays readable; %(count)s date of it with"
        " facts goes on.",
        "Edition %(edition)s is replaced and stays readable; %(count)s dates of it"
        " with facts go on.",
        kept.count(),
    ) % {"edition": previous.edition, "count": kept.count()}
