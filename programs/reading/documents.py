"""Program documents side by side: what each is, how many rows, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from portal.models import User
from programs.models import Event, Finding, Program, TargetIndicator

TONES: dict[str, str] = {
    Program.Status.DRAFT: "wait",
    Program.Status.PUBLISHED: "ok",
    Program.Status.REPLACED: "none",
    Program.Status.FINISHED: "none",
}


@dataclass(frozen=True)
class Plan:
    """Rows of a document: events, recommendations, and what their deadlines lack."""

    events: int = 0
    recommendations: int = 0
    undated: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        """All rows."""
        return self.events + self.recommendations


@dataclass(frozen=True)
class Row:
    """A document in the comparison."""

    program: Program
    plan: Plan
    targets: int
    findings: Mapping[str, int] = field(default_factory=dict)

    @property
    def tone(self) -> str:
        """The mark of its state."""
        return TONES[self.program.status]

    @property
    def errors(self) -> int:
        """Open findings that block publication."""
        return self.findings.get(Finding.Severity.ERROR, 0)

    @property
    def warnings(self) -> int:
        """Open findings that want a decision."""
        return self.findings.get(Finding.Severity.WARNING, 0)

    @property
    def notes(self) -> int:
        """Open findings for information."""
        return self.findings.get(Finding.Severity.INFO, 0)


def listed(user: User) -> QuerySet[Program]:
    """Return the documents the user reads, with their units."""
    return Program.objects.visible_to(user).select_related("unit")


def rows_of(programs: Iterable[Program]) -> list[Row]:
    """Return the lines of the comparison, with three queries for all of them."""
    shown = list(programs)
    ids = [program.pk for program in shown]
    plans, targets, found = plans_of(ids), _targets(ids), findings_of(ids)
    return [
        Row(
            program,
            plans.get(program.pk, Plan()),
            targets.get(program.pk, 0),
            found.get(program.pk, {}),
        )
        for program in shown
    ]


def plans_of(ids: Iterable[int]) -> dict[int, Plan]:
    """Return how many rows each program has, by its id."""
    is_event = Q(form=Event.Form.EVENT)
    rows = (
        Event.objects.filter(program__in=list(ids))
        .order_by()
        .values("program")
        .annotate(
            events=Count("pk", filter=is_event),
            recommendations=Count("pk", filter=~is_event),
            undated=Count("pk", filter=is_event & Q(schedule_kind="undated")),
            unread=Count("pk", filter=is_event & Q(schedule_kind="unread")),
        )
    )
    return {
        row["program"]: Plan(
            row["events"], row["recommendations"], row["undated"], row["unread"]
        )
        for row in rows
    }


def findings_of(ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return how many open findings of each severity the programs have."""
    rows = Finding.objects.open().filter(program__in=list(ids)).order_by()
    counts = rows.values_list("program", "severity").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for program, severity, count in counts:
        found.setdefault(program, {})[severity] = count
    return found


def _targets(ids: list[int]) -> dict[int, int]:
    rows = TargetIndicator.objects.filter(program__in=ids).order_by()
    return dict(rows.values_list("program").annotate(count=Count("pk")))
