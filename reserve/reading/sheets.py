"""A score sheet as its expert sees it: never more than the competition lets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.models import Attachment, User
from reserve import blinding
from reserve.models import Application, Sheet, StageCriterion, StageResult
from reserve.services import scores

# In blind mode only what the candidate wrote: certificates name their owner.
WORKS = ("essay", "program", "project", "presentation")


@dataclass(frozen=True)
class Paper:
    """A document of the application under the name the expert may see."""

    number: int
    name: str
    file: Attachment


@dataclass(frozen=True)
class Question:
    """A criterion as a row of points to choose from."""

    criterion: StageCriterion
    field: str
    options: Sequence[int]
    chosen: int | None


@dataclass(frozen=True)
class Own:
    """A line of the expert's list."""

    sheet: Sheet
    is_open: bool
    is_late: bool


def own(user: User, today: dt.date) -> list[Own]:
    """Return the user's sheets, those that wait first, by deadline."""
    rows = Sheet.objects.of_expert(user).exclude(status=Sheet.Status.RECUSED)
    rows = rows.filter(stage__competition__status__in=["assessing", "decided"])
    sheets = rows.select_related("stage__competition", "application", "expert")
    lines = [
        Own(
            sheet,
            scores.may_change(sheet, today) and sheet.status in Sheet.OPEN,
            sheet.status in Sheet.OPEN and sheet.due_on < today,
        )
        for sheet in sheets.order_by("due_on", "application__number")
    ]
    return sorted(lines, key=lambda line: not line.is_open)


def of_user(user: User) -> QuerySet[Sheet]:
    """Return the sheets a user may open."""
    rows = Sheet.objects.of_expert(user).exclude(status=Sheet.Status.RECUSED)
    return rows.select_related(
        "expert__user",
        "stage__competition__unit",
        "application__person",
        "application__unit__parent",
    )


def questions(sheet: Sheet) -> list[Question]:
    """Return the criteria with the points chosen so far."""
    given = dict(sheet.scores.values_list("criterion", "points"))
    return [
        Question(
            row,
            field(row),
            range(row.minimum, row.maximum + 1),
            given.get(row.pk),
        )
        for row in sheet.stage.criteria.all()
    ]


def field(criterion: StageCriterion) -> str:
    """Return the name of the criterion's field."""
    return f"criterion-{criterion.pk}"


def best(questions: Sequence[Question]) -> Decimal:
    """Return the most points the criteria can give."""
    return sum(
        (row.criterion.weight * row.criterion.maximum for row in questions), Decimal(0)
    )


def sum_of(questions: Sequence[Question]) -> Decimal:
    """Return the weighted sum of the points chosen so far."""
    return sum(
        (row.criterion.weight * (row.chosen or 0) for row in questions), Decimal(0)
    )


def papers(sheet: Sheet) -> list[Paper]:
    """Return the documents the expert may read; blind ones only under a number."""
    files = Attachment.objects.of(sheet.application)
    if not sheet.stage.competition.is_blind:
        return [Paper(n, file.name, file) for n, file in enumerate(files, 1)]
    works = files.filter(kind__in=WORKS)
    return [
        Paper(n, _("Document %(number)s") % {"number": n}, file)
        for n, file in enumerate(works, 1)
    ]


def project(sheet: Sheet) -> str:
    """Return the project's text, without names in blind mode."""
    application = sheet.application
    if not sheet.stage.competition.is_blind:
        return application.project
    return blinding.masked(application.project, names(application))


def names(application: Application) -> list[str]:
    """Return what tells who the candidate is and where they work."""
    person, unit = application.person, application.unit
    places = [unit, unit.parent] if unit.parent and unit.parent.parent_id else [unit]
    words = [name for place in places for name in (place.name, place.short_name)]
    return [person.last_name, person.first_name, person.patronymic, *words]


def discussion(sheet: Sheet) -> tuple[str, list[Decimal]]:
    """Return the secretary's note and all points, once a discussion is asked for."""
    if sheet.status != Sheet.Status.DISCUSSION:
        return "", []
    result = StageResult.objects.filter(
        application=sheet.application, stage=sheet.stage
    ).first()
    points = Sheet.objects.filter(
        application=sheet.application, stage=sheet.stage, points__isnull=False
    ).values_list("points", flat=True)
    return (result.note if result else ""), sorted(
        value or Decimal(0) for value in points
    )
