"""Parts of a draft: clauses, stages, sections, bodies, target indicators."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import Refused
from portal.models import User
from programs.models import (
    Clause,
    Program,
    ProgramBody,
    Section,
    Stage,
    TargetIndicator,
    TargetValue,
)
from programs.services import drafts

BESIDE: dict[type[Model], tuple[str, ...]] = {Clause: ("kind",), Section: ("parent",)}
Placed = Clause | Section | ProgramBody | TargetIndicator
Part = Placed | Stage


@transaction.atomic
def keep(row: Part, *, by: User, place: int | None = None) -> None:
    """Keep a new or a changed part; a new one comes last unless a place is named.

    `place` counts from 1 among those it stands with: clauses of its kind, sections
    within the same one, bodies, target indicators.
    """
    program = drafts.opened(row.program_id, by)
    drafts.require_there(row)
    if isinstance(row, Stage):
        _check_stage(row)
    if isinstance(row, Section):
        _check_parent(row)
    if row.pk is None and not isinstance(row, Stage):
        row.position = _next(row)
    if isinstance(row, ProgramBody) and not row.key:
        row.key = _free_key(program)
    row.save()
    if place and not isinstance(row, Stage):
        _put(row, place)
    drafts.changed(program, by=by, part=row._meta.model_name or "")


@transaction.atomic
def remove(row: Part, *, by: User) -> None:
    """Take a part out. Raises Refused while rows of the plan stand on it."""
    program = drafts.opened(row.program_id, by)
    if isinstance(row, Section):
        _check_empty(row)
    if isinstance(row, ProgramBody):
        _check_unnamed(row)
    row.delete()
    drafts.changed(program, by=by, part=row._meta.model_name or "")


@transaction.atomic
def keep_value(value: TargetValue, *, by: User) -> None:
    """Keep a target of a year; beside another of the year it is a variant."""
    program = drafts.opened(value.indicator.program_id, by)
    drafts.require_there(value)
    same = TargetValue.objects.filter(indicator=value.indicator, year=value.year)
    others = same.exclude(pk=value.pk)
    if others.filter(variant=value.variant).exists():
        raise Refused(
            _("This year has a target already: name the place of the other one.")
        )
    if value.pk is None or value.is_chosen:
        value.is_chosen = not others.filter(is_chosen=True).exists()
    value.save()
    drafts.changed(program, by=by, part="targetvalue")


@transaction.atomic
def choose_value(value_id: int, *, reason: str, by: User) -> TargetValue:
    """Put one of the variants of a year in force, with the reason."""
    value = _value(value_id, by)
    TargetValue.objects.filter(indicator=value.indicator, year=value.year).update(
        is_chosen=False, reason=""
    )
    value.is_chosen, value.reason = True, reason.strip()
    value.save(update_fields=["is_chosen", "reason"])
    drafts.changed(value.indicator.program, by=by, part="targetvalue")
    return value


@transaction.atomic
def remove_value(value_id: int, *, by: User) -> None:
    """Take a target out; the last variant of its year comes into force."""
    value = _value(value_id, by)
    value.delete()
    left = TargetValue.objects.filter(indicator=value.indicator, year=value.year)
    if value.is_chosen and (heir := left.first()):
        heir.is_chosen = True
        heir.save(update_fields=["is_chosen"])
    drafts.changed(value.indicator.program, by=by, part="targetvalue")


def _value(value_id: int, by: User) -> TargetValue:
    """Return the target as it is once its draft is locked; Refused if it is gone."""
    of = TargetValue.objects.filter(pk=value_id)
    place = of.values_list("indicator__program", flat=True).first()
    program = drafts.opened(place, by) if place else None
    value = of.select_related("indicator").first()
    if program is None or value is None:
        raise Refused(_("This row is not in the text any more."))
    value.indicator.program = program
    return value


def _check_stage(row: Stage) -> None:
    same = Stage.objects.filter(program=row.program_id, number=row.number)
    if same.exclude(pk=row.pk).exists():
        raise Refused(_("Another stage has this number."))


def _check_parent(row: Section) -> None:
    above = row.parent
    while above is not None:
        if above.pk == row.pk:
            raise Refused(_("A section does not lie within itself."))
        above = above.parent


def _check_empty(row: Section) -> None:
    count = row.events.count() + row.children.count()
    if count:
        raise Refused(
            ngettext(
                "%(count)s row lies in this section: move it first.",
                "%(count)s rows lie in this section: move them first.",
                count,
            )
            % {"count": count}
        )


def _check_unnamed(row: ProgramBody) -> None:
    count = row.event_bodies.count()
    if count:
        raise Refused(
            ngettext(
                "%(count)s event names this body: name another one there first.",
                "%(count)s events name this body: name another one there first.",
                count,
            )
            % {"count": count}
        )


def _put(row: Placed, place: int) -> None:
    """Give the part its place; the others keep their order in the places left."""
    model: Any = type(row)
    beside = {field: getattr(row, field) for field in BESIDE.get(model, ())}
    found = model._default_manager.filter(program=row.program_id, **beside)
    others: list[Placed] = list(found.exclude(pk=row.pk).order_by("position", "pk"))
    places = sorted({row.position, *(one.position for one in others)})
    others.insert(place - 1, row)
    if len(places) < len(others):
        places = list(range(1, len(others) + 1))
    for one, position in zip(others, places, strict=True):
        one.position = position
    model._default_manager.bulk_update(others, ["position"])


def _next(row: Part) -> int:
    rows = type(row)._default_manager.filter(program=row.program_id)
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _free_key(program: Program) -> str:
    taken = set(program.bodies.values_list("key", flat=True))
    return next(
        key
        for number in range(1, len(taken) + 2)
        if (key := f"body-{number}") not in taken
    )
