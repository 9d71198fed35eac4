"""Experts of a competition: their load, and who else may be asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.access import Role
from portal.models import Membership, Unit, User
from reserve import assignment, conflict_words
from reserve.models import Application, Competition, Expert, Sheet, Stage
from reserve.reading import standing

Status = Sheet.Status
ASKED = (Role.EXPERT, Role.MINISTRY, Role.OPERATOR, Role.MUNICIPAL, Role.HEAD)


@dataclass(frozen=True)
class Load:
    """An expert with the counts of their sheets."""

    expert: Expert
    given: int
    done: int
    discussed: int
    recused: int
    late: int

    @property
    def is_removable(self) -> bool:
        """Whether nothing of the expert's work would be lost."""
        return self.done + self.discussed + self.recused == 0


@dataclass(frozen=True)
class Barred:
    """An expert and the applications they may not judge, in words."""

    expert: Expert
    why: str
    numbers: list[int]


def loads(competition: Competition, today: dt.date) -> list[Load]:
    """Return the experts by letter with their counts, refused sheets apart."""
    counts: dict[int, Counter[str]] = {}
    rows = Sheet.objects.filter(expert__competition=competition)
    for expert, status, due_on in rows.values_list("expert", "status", "due_on"):
        mine = counts.setdefault(expert, Counter())
        mine[status] += 1
        mine["late"] += status in Sheet.OPEN and due_on < today
    return [
        _load(expert, counts.get(expert.pk, Counter()))
        for expert in competition.experts.select_related("user", "unit").order_by(
            "label"
        )
    ]


def barred(
    competition: Competition, applications: Sequence[Application]
) -> list[Barred]:
    """Return the conflicts of interest between experts and applications."""
    experts = {
        row.pk: row for row in competition.experts.select_related("unit", "user")
    }
    found: dict[tuple[int, assignment.Conflict], list[int]] = {}
    for judge in standing.judges(experts.values()):
        for work in standing.works(applications):
            if why := assignment.conflict(judge, work):
                found.setdefault((judge.key, why), []).append(work.number)
    lines = [
        Barred(experts[key], str(conflict_words.WORDS[why]), numbers)
        for (key, why), numbers in found.items()
    ]
    return sorted(lines, key=lambda line: line.expert.label)


def to_ask(competition: Competition) -> QuerySet[User]:
    """Return users of the region who may be made experts."""
    root = Unit.objects.get(pk=competition.unit.ancestor_ids[0])
    held = Membership.objects.filter(unit__path__startswith=root.path, role__in=ASKED)
    rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return rows.exclude(expertises__competition=competition).order_by(
        "last_name", "first_name", "username"
    )


def workplaces(competition: Competition) -> QuerySet[Unit]:
    """Return the units of the region where an expert may work."""
    root = Unit.objects.get(pk=competition.unit.ancestor_ids[0])
    return Unit.objects.filter(path__startswith=root.path).order_by("path")


def matrix(
    stage: Stage, applications: Sequence[Application]
) -> list[tuple[Application, list[Sheet]]]:
    """Return each application with its sheets of the stage, by the experts' letters."""
    sheets: Mapping[int, list[Sheet]] = {row.pk: [] for row in applications}
    rows = stage.sheets.filter(application__in=applications)
    for sheet in rows.select_related("expert").order_by("expert__label"):
        sheets[sheet.application_id].append(sheet)
    return [(row, sheets[row.pk]) for row in applications]


def _load(expert: Expert, counts: Counter[str]) -> Load:
    recused = counts[Status.RECUSED]
    given = sum(counts[status] for status in Status) - recused
    return Load(
        expert,
        given,
        counts[Status.DONE],
        counts[Status.DISCUSSION],
        recused,
        counts["late"],
    )
