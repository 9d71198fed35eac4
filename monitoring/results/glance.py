"""A territory at a glance: the consolidated value, tracks, types, what lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from monitoring.models import Cycle, Summary, Track
from monitoring.results import figures, links, series, spread
from monitoring.results.figures import Figure
from monitoring.results.lens import Lens
from portal import charts
from portal.charts.trend import Trend
from portal.models import Organization, Unit


@dataclass(frozen=True)
class Part:
    """A track or an organization type with its value; `organizations` have one too."""

    label: str
    figure: Figure
    url: str
    organizations: int = 0


@dataclass(frozen=True)
class Missing:
    """How many points lack to the next level."""

    level: str
    points: Decimal


@dataclass(frozen=True)
class Glance:
    """The first screen of a territory or an organization."""

    figure: Figure
    missing: Missing | None
    tracks: list[Part]
    types: list[Part]
    trend: Trend
    years: int


def of(unit: Unit, lens: Lens, cycles: Sequence[Cycle]) -> Glance:
    """Return the glance at the unit."""
    rows = _rows(unit, lens.cycle)
    whole = rows.get(
        (lens.organization_type, lens.track.number if lens.track else None)
    )
    line = _line(unit, lens, cycles)
    scale = spread.borders(lens.cycle.methodology)
    points = [(str(c.year), v) for c, v in zip(cycles, line, strict=True)]
    return Glance(
        figures.summary(whole),
        missing_to_next(whole.value if whole else None, scale),
        _tracks(unit, lens, rows),
        _types(unit, lens, rows),
        charts.trend(points, scale.medium_from, scale.high_from),
        years=len([value for value in line if value is not None]),
    )


def figure_of(unit: Unit, lens: Lens, *, linked: bool = True) -> Figure:
    """Return the consolidated value of a region or municipality for comparison."""
    row = lens.summaries().filter(unit=unit).first()
    return figures.summary(row, linked=linked)


def missing_to_next(value: Decimal | None, scale: spread.Borders) -> Missing | None:
    """Return what lacks to the next level, None at the highest and without a value."""
    if value is None or value >= scale.high_from:
        return None
    if value >= scale.medium_from:
        return Missing("high", scale.high_from - value)
    return Missing("medium", scale.medium_from - value)


Rows = dict[tuple[str, int | None], Summary]


def _rows(unit: Unit, cycle: Cycle) -> Rows:
    found = Summary.objects.filter(cycle=cycle, unit=unit).select_related("track")
    return {
        (row.organization_type, row.track.number if row.track else None): row
        for row in found
    }


def _tracks(unit: Unit, lens: Lens, rows: Rows) -> list[Part]:
    tracks = Track.objects.filter(methodology=lens.cycle.methodology_id)
    return [
        Part(
            str(track),
            figures.summary(rows.get((lens.organization_type, track.number))),
            links.unit(
                lens.cycle.pk,
                unit.pk,
                type=lens.organization_type,
                track=str(track.number),
            ),
        )
        for track in tracks
    ]


def _types(unit: Unit, lens: Lens, rows: Rows) -> list[Part]:
    number = lens.track.number if lens.track else None
    counts = _counts(unit, lens)
    return [
        Part(
            str(label),
            figures.summary(rows[code, number]),
            links.unit(lens.cycle.pk, unit.pk, type=code, track=lens.query["track"]),
            counts.get(code, 0),
        )
        for code, label in Organization.Type.choices
        if (code, number) in rows
    ]


def _counts(unit: Unit, lens: Lens) -> dict[str, int]:
    if unit.kind == Unit.Kind.ORGANIZATION:
        return {}
    every = Lens(lens.cycle, "", lens.track)
    known = every.organizations(unit).exclude(value=None).order_by()
    found = known.values_list("unit__organization__type").annotate(n=Count("pk"))
    return every.kept("types", lambda: dict(found), unit.pk)


def _line(unit: Unit, lens: Lens, cycles: Sequence[Cycle]) -> list[Decimal | None]:
    slice_ = "" if unit.kind == Unit.Kind.ORGANIZATION else lens.organization_type
    found = series.summaries(cycles, [unit.pk], slice_, lens.track)
    return series.values(cycles, found.get(unit.pk, {}))
