"""Results as rows, and the rows as XLSX and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from monitoring.models import Cycle, Indicator, Result, Summary, Track
from monitoring.models.methods import Level
from portal.models import Organization, Unit
from portal.workbooks import Column, Scalar, Sheet, workbook

PERCENT = "0.0"
COUNT = "#,##0"
SIGNED = "+0.0;-0.0;0.0"


@dataclass(frozen=True)
class Row:
    """One figure: of a unit or of one organization type in it, of one measure.

    `measure` is an indicator's code, "track 1" and so on, or "whole"; percents are
    decimals as text, null is no data.
    """

    unit_id: int
    unit: str
    kind: str
    organization_type: str
    indicator: str | None
    track: int | None
    measure: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    level: str
    previous: Decimal | None
    change: Decimal | None


def rows(cycle: Cycle, scope: Q) -> Iterator[Row]:
    """Yield every figure of the cycle within the scope, in tree order."""
    units = "unit__short_name", "unit__kind"
    figures = ("value", "level", "previous_value", "change")
    results = (
        Result.objects.filter(scope, cycle=cycle)
        .order_by("unit__path", "organization_type", "indicator__position")
        .values_list(
            "unit_id",
            *units,
            "organization_type",
            "indicator__code",
            "indicator__track__number",
            "numerator",
            "denominator",
            *figures,
        )
    )
    for unit_id, unit, kind, slice_, code, track, k, o, *rest in results.iterator(5000):
        yield Row(unit_id, unit, kind, slice_, code, track, code, k, o, *rest)
    summaries = (
        Summary.objects.filter(scope, cycle=cycle)
        .order_by("unit__path", "organization_type", "track__number")
        .values_list("unit_id", *units, "organization_type", "track__number", *figures)
    )
    for unit_id, unit, kind, slice_, track, *rest in summaries.iterator(5000):
        measure = "whole" if track is None else f"track {track}"
        yield Row(unit_id, unit, kind, slice_, None, track, measure, None, None, *rest)


def as_json(cycle: Cycle, scope: Q) -> Iterator[str]:
    """Yield the rows as lines of one JSON array."""
    opening = "[\n"
    for row in rows(cycle, scope):
        yield opening + json.dumps(asdict(row), ensure_ascii=False, default=str)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def as_xlsx(cycle: Cycle, scope: Q) -> bytes:
    """Return the results within the scope: a summary and a sheet for each track."""
    tracks = list(cycle.methodology.tracks.all())
    units = _units(cycle, scope)
    sheets = [_summary_sheet(cycle, scope, tracks, units)]
    parts: list[Track | None] = [*tracks]
    if cycle.methodology.indicators.filter(track=None).exists():
        parts.append(None)
    sheets += [_track_sheet(cycle, scope, track, units) for track in parts]
    return workbook(sheets)


@dataclass(frozen=True)
class Place:
    """What stands at the beginning of each row."""

    municipality: str
    name: str
    type: str

    @property
    def cells(self) -> list[Scalar]:
        """The first three cells."""
        return [self.name, self.municipality, self.type]


PLACE_COLUMNS = 3


def _place_columns() -> list[Column]:
    return [
        Column(_("Unit"), 42),
        Column(_("Municipality"), 28),
        Column(_("Type"), 24),
    ]


def _units(cycle: Cycle, scope: Q) -> dict[int, Place]:
    types = dict(Organization.Type.choices)
    found = (
        Summary.objects.filter(scope, cycle=cycle)
        .whole()
        .order_by("unit__path")
        .values_list(
            "unit_id",
            "unit__kind",
            "unit__short_name",
            "unit__parent__short_name",
            "unit__organization__type",
        )
    )
    return {
        pk: Place(
            parent if kind == Unit.Kind.ORGANIZATION else "",
            name,
            str(types.get(type_, Unit.Kind(kind).label)),
        )
        for pk, kind, name, parent, type_ in found.iterator(5000)
    }


def _summary_sheet(
    cycle: Cycle, scope: Q, tracks: list[Track], units: dict[int, Place]
) -> Sheet:
    found: dict[tuple[int, int | None], Summary] = {
        (row.unit_id, row.track_id): row
        for row in Summary.objects.filter(scope, cycle=cycle, organization_type="")
    }
    columns = [
        *_place_columns(),
        Column(_("Consolidated value, %"), 16, PERCENT),
        Column(_("Level"), 14),
        Column(_("Previous, %"), 14, PERCENT),
        Column(_("Change, p.p."), 14, SIGNED),
        *(
            Column(_("Track %(number)s, %%") % {"number": track.number}, 14, PERCENT)
            for track in tracks
        ),
    ]
    table = []
    for pk, place in units.items():
        whole = found[pk, None]
        parts = [found.get((pk, track.pk)) for track in tracks]
        table.append(
            [
                *place.cells,
                whole.value,
                level_word(whole.level),
                whole.previous_value,
                whole.change,
                *(part.value if part else None for part in parts),
            ]
        )
    return Sheet(_("Summary"), cycle.name, columns, table)


def _track_sheet(
    cycle: Cycle, scope: Q, track: Track | None, units: dict[int, Place]
) -> Sheet:
    indicators = list(cycle.methodology.indicators.filter(track=track))
    found = {
        (row.unit_id, row.indicator_id): row
        for row in Result.objects.filter(
            scope, cycle=cycle, indicator__in=indicators
        ).whole()
    }
    columns = [*_place_columns(), *_indicator_columns(indicators)]
    table: list[list[Scalar]] = []
    for pk, place in units.items():
        cells = [
            cell for one in indicators for cell in _figures(found.get((pk, one.pk)))
        ]
        table.append([*place.cells, *cells])
    if track is None:
        return Sheet(_("Indicators"), cycle.name, columns, table)
    title = _("Track %(number)s") % {"number": track.number}
    return Sheet(title, f"{cycle.name}. {track.name}", columns, table)


def _indicator_columns(indicators: list[Indicator]) -> Iterator[Column]:
    for indicator in indicators:
        yield Column(_("%(code)s, K") % {"code": indicator.code}, 9, COUNT)
        yield Column(_("%(code)s, O") % {"code": indicator.code}, 9, COUNT)
        yield Column(_("%(code)s, D, %%") % {"code": indicator.code}, 9, PERCENT)
        yield Column(_("%(code)s level") % {"code": indicator.code}, 14)


def _figures(row: Result | None) -> list[Scalar]:
    if row is None:
        return [None, None, None, ""]
    if row.value is None:
        return [row.numerator, row.denominator, None, row.get_state_display()]
    return [row.numerator, row.denominator, row.value, level_word(row.level)]


def level_word(level: str) -> str:
    """Return the level's word, "no data" for none."""
    return str(Level(level).label) if level else _("no data")
