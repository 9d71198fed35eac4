"""Parts of a program's text made rows, each kind in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.models import Body, Unit
from programs.models import (
    Clause,
    Program,
    ProgramBody,
    Stage,
    TargetIndicator,
    TargetValue,
)
from programs.services.headings import Headings
from programs.texts import (
    BodyText,
    ClauseText,
    IndicatorText,
    ProgramText,
    StageText,
    ValueText,
)

# Of these a unit has one, so that the kind alone says which body is meant.
ONLY_ONE = frozenset(
    {
        Body.Kind.REGIONAL_AUTHORITY,
        Body.Kind.REGIONAL_OPERATOR,
        Body.Kind.MUNICIPAL_AUTHORITY,
        Body.Kind.METHODICAL_CENTER,
    }
)


@dataclass(frozen=True)
class Parts:
    """What the rows of a plan refer to."""

    bodies: Mapping[str, ProgramBody]
    headings: Headings
    stages: Mapping[int, Stage]


def parts(program: Program, text: ProgramText) -> Parts:
    """Write everything but the events."""
    clauses(program, text.clauses)
    indicators(program, text.indicators)
    headings = Headings(program)
    headings.add(text.sections)
    return Parts(bodies(program, text.bodies), headings, stages(program, text.stages))


def bodies(program: Program, texts: Sequence[BodyText]) -> dict[str, ProgramBody]:
    """Write the bodies, each with the portal's body where one is known."""
    known = _portal_bodies(program.unit, texts)
    first = program.bodies.count() + 1
    made = ProgramBody.objects.bulk_create(
        ProgramBody(
            program=program,
            key=text.key,
            name=text.name,
            aliases=list(text.aliases),
            body=_portal_body(text, program.unit, known),
            role=text.role,
            office=text.office,
            position=position,
        )
        for position, text in enumerate(texts, first)
    )
    return {row.key: row for row in made}


def clauses(program: Program, texts: Sequence[ClauseText]) -> None:
    """Write the parts of the passport."""
    Clause.objects.bulk_create(
        Clause(
            program=program,
            position=position,
            **{**vars(text), "details": dict(text.details)},
        )
        for position, text in enumerate(texts, 1)
    )


def stages(program: Program, texts: Sequence[StageText]) -> dict[int, Stage]:
    """Write the stages."""
    made = Stage.objects.bulk_create(
        Stage(program=program, **vars(text)) for text in texts
    )
    return {row.number: row for row in made}


def indicators(program: Program, texts: Sequence[IndicatorText]) -> None:
    """Write the target indicators with their values."""
    made = TargetIndicator.objects.bulk_create(
        _indicator(program, text, position) for position, text in enumerate(texts, 1)
    )
    TargetValue.objects.bulk_create(
        _value(row, value)
        for row, text in zip(made, texts, strict=True)
        for value in text.values
    )


def _indicator(program: Program, text: IndicatorText, position: int) -> TargetIndicator:
    fields = {name: value for name, value in vars(text).items() if name != "values"}
    return TargetIndicator(program=program, position=position, **fields)


def _value(row: TargetIndicator, text: ValueText) -> TargetValue:
    return TargetValue(indicator=row, **vars(text))


def _portal_bodies(unit: Unit, texts: Sequence[BodyText]) -> list[Body]:
    """Return the bodies of the unit and of those above it.

    Where a region's text names municipal authorities, a body that stands for all of
    them is added to the region.
    """
    known = list(
        Body.objects.filter(unit__in=unit.ancestor_ids).order_by("-unit", "pk")
    )
    every = next((text for text in texts if _is_every(text, unit)), None)
    if every and not any(body.is_every_municipality for body in known):
        kind = Body.Kind.MUNICIPAL_AUTHORITY
        known.append(
            Body.objects.create(
                unit=unit,
                kind=kind,
                name=every.name,
                short_name=every.aliases[0] if every.aliases else "",
                is_every_municipality=True,
            )
        )
    return known


def _is_every(text: BodyText, unit: Unit) -> bool:
    is_authority = text.kind == Body.Kind.MUNICIPAL_AUTHORITY
    return is_authority and unit.kind == Unit.Kind.REGION


def _portal_body(text: BodyText, unit: Unit, known: Sequence[Body]) -> Body | None:
    if text.body is not None:
        return next((body for body in known if body.pk == text.body), None)
    if _is_every(text, unit):
        return next((body for body in known if body.is_every_municipality), None)
    same = [
        body
        for body in known
        if body.kind == text.kind and not body.is_every_municipality
    ]
    named = [body for body in same if text.name in (body.name, body.short_name)]
    found = named or (same if text.kind in ONLY_ONE else [])
    return found[0] if found else None
