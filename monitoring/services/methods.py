"""Methodologies, the catalog and the rules come from data files into the database.

Every function may run again: what is there already stays as it is, for a person
may have worked on it since, and an approved method never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from monitoring.methods_files import (
    Catalog,
    IndicatorRow,
    MethodFile,
    RuleFile,
    RuleRow,
)
from monitoring.models import (
    Criterion,
    Direction,
    Indicator,
    Methodology,
    RecommendationText,
    Rule,
    Track,
)
from portal import access, journal
from portal.access import Can
from portal.models import Unit, User

SCALE_NOTE = "scale"


@transaction.atomic
def load_method(data: MethodFile, *, owner: Unit, by: User) -> Methodology:
    """Add the methodology to the unit; approve it if the file names its order.

    Raises PermissionDenied without the right.
    """
    access.require(by, Can.DESIGN, owner)
    found = _existing(data, owner)
    if found:
        return found
    method = _draft(data, owner)
    _add_indicators(method, data)
    journal.write("methodology_loaded", method, by=by, unit=owner)
    if data.order_number and data.order_on:
        _approve(method, data, by)
    return method


@transaction.atomic
def load_catalog(catalog: Catalog) -> int:
    """Add the directions and texts that are not there yet; return how many texts."""
    Direction.objects.bulk_create(
        (
            Direction(code=row.code, name=row.name, source=row.source)
            for row in catalog.directions
        ),
        ignore_conflicts=True,
    )
    directions = _ids(Direction.objects.values_list("code", "pk"))
    known = set(RecommendationText.objects.values_list("code", flat=True))
    texts = RecommendationText.objects.bulk_create(
        RecommendationText(
            direction_id=directions[row.direction],
            code=row.code,
            title=row.title,
            measure=row.measure,
            deadline_days=row.deadline.get("days"),
            deadline_month=row.deadline.get("month"),
            deadline_day=row.deadline.get("day"),
            helper=row.helper,
            evidence=row.evidence,
            effort=row.effort,
        )
        for row in catalog.texts
        if row.code not in known
    )
    return len(texts)


@transaction.atomic
def load_rules(
    data: RuleFile, *, methodology: Methodology, catalog: Catalog, by: User
) -> int:
    """Add the rules that the methodology does not have yet; return how many.

    A rule for all organization types takes those of its text. Raises
    PermissionDenied without the right.
    """
    access.require(by, Can.DESIGN, methodology.owner)
    known = set(methodology.rules.values_list("code", flat=True))
    types = {row.code: row.organization_types for row in catalog.texts}
    build = _RuleBuilder(methodology)
    rules = Rule.objects.bulk_create(
        build(row, types[row.text]) for row in data.rules if row.code not in known
    )
    return len(rules)


def territory(names: Mapping[str, str | None], time_zone: str) -> Unit:
    """Return the unit whose method it is, adding region and municipality if need be."""
    name, part = names["region"] or "", names.get("municipality")
    region, _ = Unit.objects.get_or_create(
        kind=Unit.Kind.REGION,
        name=name,
        defaults={"short_name": name, "timezone": time_zone},
    )
    if not part:
        return region
    municipality, _ = Unit.objects.get_or_create(
        kind=Unit.Kind.MUNICIPALITY,
        parent=region,
        name=part,
        defaults={"short_name": part},
    )
    return municipality


def _existing(data: MethodFile, owner: Unit) -> Methodology | None:
    return Methodology.objects.filter(
        owner=owner, code=data.code, version=data.version
    ).first()


def _draft(data: MethodFile, owner: Unit) -> Methodology:
    method = Methodology.objects.create(
        owner=owner,
        code=data.code,
        year=data.year,
        version=data.version,
        name=data.name,
        basis=data.basis,
        decimals=data.decimals,
        provenance=_shared_provenance(data),
        findings=data.findings,
        **data.scale,
    )
    Track.objects.bulk_create(
        Track(methodology=method, number=row.number, name=row.name)
        for row in data.tracks
    )
    Criterion.objects.bulk_create(
        Criterion(methodology=method, number=row.number, name=row.name, kind=row.kind)
        for row in data.criteria
    )
    return method


def _shared_provenance(data: MethodFile) -> dict[str, dict[str, str]]:
    """The scale is the method's: once here, though the file has it in each row."""
    notes = [row.provenance.get(SCALE_NOTE) for row in data.indicators]
    return {SCALE_NOTE: notes[0]} if notes and notes[0] else {}


def _add_indicators(method: Methodology, data: MethodFile) -> None:
    tracks = _ids(method.tracks.values_list("number", "pk"))
    criteria = _ids(method.criteria.values_list("number", "pk"))
    indicators = Indicator.objects.bulk_create(
        _indicator(row, method, tracks) for row in data.indicators
    )
    links = Indicator.criteria.through
    links.objects.bulk_create(
        links(indicator_id=indicator.pk, criterion_id=criteria[number])
        for indicator, row in zip(indicators, data.indicators, strict=True)
        for number in row.criteria
    )


def _indicator(
    row: IndicatorRow, method: Methodology, tracks: Mapping[object, int]
) -> Indicator:
    return Indicator(
        methodology=method,
        track_id=tracks[row.track] if row.track is not None else None,
        code=row.code,
        number=row.number or "",
        position=row.position,
        name=row.name,
        numerator_text=row.numerator,
        denominator_text=row.denominator,
        unit_of_observation=row.unit_of_observation,
        kind=row.kind,
        collected_at=row.collected_at,
        organization_types=list(row.organization_types),
        sample_flag=row.sample_flag,
        sample_note=row.sample_note,
        data_source=row.data_source,
        higher_is_better=row.higher_is_better,
        weight=row.weight,
        missing_rule=row.missing_rule,
        provenance=row.provenance,
        **_judgement(row),
    )


def _judgement(row: IndicatorRow) -> dict[str, Decimal]:
    """Return the indicator's own target and borders, those that it has."""
    own = {
        "target": row.target,
        "medium_from": row.medium_from,
        "high_from": row.high_from,
    }
    return {name: value for name, value in own.items() if value is not None}


def _approve(method: Methodology, data: MethodFile, by: User) -> None:
    method.status = Methodology.Status.APPROVED
    method.order_number, method.order_on = data.order_number or "", data.order_on
    method.save(update_fields=["status", "order_number", "order_on"])
    journal.write("methodology_approved", method, by=by, unit=method.owner)


class _RuleBuilder:
    """Makes rules of a methodology out of rows, with what they point to by code."""

    def __init__(self, method: Methodology) -> None:
        self.method = method
        self.indicators = _ids(method.indicators.values_list("code", "pk"))
        self.tracks = _ids(method.tracks.values_list("number", "pk"))
        self.texts = _ids(
            RecommendationText.objects.order_by("version").values_list("code", "pk")
        )

    def __call__(self, row: RuleRow, text_types: tuple[str, ...]) -> Rule:
        return Rule(
            methodology=self.method,
            code=row.code,
            indicator_id=self.indicators[row.indicator] if row.indicator else None,
            track_id=self.tracks[row.track] if row.track else None,
            levels=list(row.levels),
            trends=list(row.trends),
            repeated_risk=row.repeated_risk,
            organization_types=list(_both(row.organization_types, text_types)),
            text_id=self.texts[row.text],
            priority=row.priority,
            finding=row.finding,
        )


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types that both name; an empty one names all."""
    if not first or not second:
        return first or second
    return tuple(name for name in first if name in second)


def _ids(pairs: object) -> dict[object, int]:
    return dict(pairs)  # type: ignore[call-overload, no-any-return]
