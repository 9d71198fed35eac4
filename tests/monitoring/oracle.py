"""All figures of a cycle in plain Python, from raw values: what the engine must say.

Nothing of the engine or of the formulas is used here; the previous cycle's rows are
taken as they are stored.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from monitoring.models import Cycle, Indicator, Result, RiskEntry, Summary
from portal.models import Appointment, Organization, Unit

FLAGS = {
    "rural": "is_rural",
    "low_results": "is_low_results",
    "unfavorable": "is_unfavorable",
    "innovative": "is_innovative",
}
FIGURES = ("value", "level", "previous_value", "change", "trend")
PLACES = ("rank", "peers", "median")
RESULT = ("numerator", "denominator", "state", "reported", "expected")
Slice = tuple[int, str]  # unit and organization type, "" for all


@dataclass
class Cell:
    """One indicator or track of one slice."""

    kind: str
    region: int
    type: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: str = ""
    reported: int = 0
    expected: int = 0
    value: Decimal | None = None
    level: str = ""
    previous_value: Decimal | None = None
    change: Decimal | None = None
    trend: str = ""
    rank: int | None = None
    peers: int | None = None
    median: Decimal | None = None
    weight: Decimal = Decimal(0)
    indicators: int = 0
    parts: list[Cell] = field(default_factory=list)


class Oracle:
    """Computes a cycle; `results`, `summaries` and `risks` are what to compare."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.method = cycle.methodology
        self.indicators = {one.pk: one for one in self.method.indicators.all()}
        self.units = {one.pk: one for one in Unit.objects.all()}
        self.details = {one.pk: one for one in Organization.objects.all()}
        self.results: dict[tuple[int, str, int], Cell] = {}
        self.summaries: dict[tuple[int, str, int | None], Cell] = {}
        self._answers()
        self._sums()
        self._judge_results()
        self._summarize()
        self._judge_summaries()
        self.risks = self._risks()

    def _answers(self) -> None:
        """One cell for each unit and each indicator it is asked for."""
        values = {
            (one.unit_id, one.indicator_id): one for one in self.cycle.values.all()
        }
        statuses = {"accepted"}
        if self.cycle.counts_from == "submitted":
            statuses.add("submitted")
        for submission in self.cycle.submissions.all():
            unit = self.units[submission.unit_id]
            counts = submission.status in statuses
            for indicator in self.indicators.values():
                if self._applies(indicator, unit):
                    given = values.get((unit.pk, indicator.pk)) if counts else None
                    self._answer(unit, indicator, given)

    def _applies(self, indicator: Indicator, unit: Unit) -> bool:
        if indicator.collected_at != unit.kind:
            return False
        if unit.kind == "municipality":
            return True
        detail = self.details[unit.pk]
        types = indicator.organization_types
        flag = FLAGS.get(indicator.sample_flag)
        return (not types or detail.type in types) and (
            flag is None or getattr(detail, flag)
        )

    def _answer(self, unit: Unit, indicator: Indicator, given: object) -> None:
        cell = Cell(unit.kind, self._region(unit), self._type(unit), expected=1)
        if given and given.not_applicable_reason:
            cell.state, cell.expected = "not_applicable", 0
        elif given and given.numerator is not None and given.denominator is not None:
            cell.numerator, cell.denominator = given.numerator, given.denominator
            cell.reported = 1
            cell.state = "counted" if given.denominator else "no_data"
        elif indicator.missing_rule == "count_as_no":
            cell.numerator, cell.denominator = Decimal(0), Decimal(1)
            cell.state = "counted"
        else:
            cell.state = "missing"
        self.results[unit.pk, "", indicator.pk] = cell

    def _region(self, unit: Unit) -> int:
        above = self.units[unit.parent_id]
        return above.parent_id if unit.kind == "organization" else above.pk

    def _type(self, unit: Unit) -> str:
        return self.details[unit.pk].type if unit.kind == "organization" else ""

    def _slices(self, unit: Unit) -> list[Slice]:
        """The aggregates a unit's answers go into."""
        if unit.kind == "municipality":
            return [(unit.parent_id, "")]
        above = self.units[unit.parent_id]
        return [
            (place, type_)
            for place in (above.pk, above.parent_id)
            for type_ in (self._type(unit), "")
        ]

    def _sums(self) -> None:
        for (unit_id, _, indicator_id), cell in list(self.results.items()):
            for place, type_ in self._slices(self.units[unit_id]):
                sums = self._aggregate(self.results, (place, type_, indicator_id))
                sums.parts.append(cell)
                sums.reported += cell.reported
                sums.expected += cell.expected
                if cell.denominator is not None:
                    sums.numerator = (sums.numerator or 0) + cell.numerator
                    sums.denominator = (sums.denominator or 0) + cell.denominator
        for cell in self.results.values():
            cell.state = cell.state or self._state(cell)

    def _aggregate(self, cells: dict, key: tuple) -> Cell:
        if key not in cells:
            place = self.units[key[0]]
            cells[key] = Cell(place.kind, place.parent_id or place.pk, key[1])
        return cells[key]

    def _state(self, cell: Cell) -> str:
        if cell.denominator is not None:
            return "counted" if cell.denominator > 0 else "no_data"
        return "missing" if cell.expected else "not_applicable"

    def _judge_results(self) -> None:
        previous = {
            (row.unit_id, row.organization_type, row.indicator.code): row.value
            for row in Result.objects.filter(
                cycle_id=self.cycle.previous_id
            ).select_related("indicator")
        }
        for (unit_id, type_, indicator_id), cell in self.results.items():
            indicator = self.indicators[indicator_id]
            if cell.denominator:
                cell.value = self._round(
                    Fraction(cell.numerator) * 100 / Fraction(cell.denominator)
                )
            self._compare(cell, previous.get((unit_id, type_, indicator.code)))
            own = indicator.medium_from is not None
            scale = indicator if own else self.method
            cell.level = self._level(self._good(cell.value, indicator), scale)
        self._places(
            self.results,
            lambda key, cell: self._good(cell.value, self.indicators[key[2]]),
        )
        for cell in self.results.values():
            cell.median = self._median(cell)

    def _good(self, value: Decimal | None, indicator: Indicator) -> Decimal | None:
        if value is None or indicator.higher_is_better:
            return value
        return 100 - value

    def _level(self, judged: Decimal | None, scale: object) -> str:
        if judged is None:
            return ""
        if judged >= scale.high_from:
            return "high"
        return "medium" if judged >= scale.medium_from else "low"

    def _compare(self, cell: Cell, previous: Decimal | None) -> None:
        cell.previous_value = previous
        if cell.value is None or previous is None:
            return
        cell.change = cell.value - previous
        moved = "grew" if cell.change > 0 else "fell"
        cell.trend = moved if abs(cell.change) > self.method.tolerance else "stable"

    def _places(self, cells: dict, goodness: object) -> None:
        peers = defaultdict(list)
        for key, cell in cells.items():
            if cell.value is not None and cell.kind != "region":
                peers[cell.region, cell.kind, cell.type, key[2]].append((key, cell))
        for group in peers.values():
            judged = [goodness(key, cell) for key, cell in group]
            for mine, (_, cell) in zip(judged, group, strict=True):
                cell.rank = 1 + sum(other > mine for other in judged)
                cell.peers = len(group)

    def _median(self, cell: Cell) -> Decimal | None:
        values = sorted(one.value for one in cell.parts if one.value is not None)
        if not values:
            return None
        half = len(values) // 2
        if len(values) % 2:
            return values[half]
        return self._round(Fraction(values[half - 1] + values[half]) / 2)

    def _round(self, value: Fraction) -> Decimal:
        """Half up, by whole numbers only."""
        scale = 10**self.method.decimals
        return Decimal(math.floor(value * scale + Fraction(1, 2))) / scale

    def _summarize(self) -> None:
        totals: dict[tuple, Fraction] = defaultdict(Fraction)
        for (unit_id, type_, indicator_id), cell in self.results.items():
            indicator = self.indicators[indicator_id]
            tracks = {None, indicator.track_id}
            for key in ((unit_id, type_, track) for track in tracks):
                mean = self._summary(key)
                if cell.value is not None:
                    mean.weight += indicator.weight
                    mean.indicators += 1
                    good = self._good(cell.value, indicator)
                    totals[key] += Fraction(indicator.weight * good)
        for key, total in totals.items():
            weight = Fraction(self.summaries[key].weight)
            self.summaries[key].value = self._round(total / weight)

    def _summary(self, key: tuple) -> Cell:
        if key not in self.summaries:
            unit = self.units[key[0]]
            if unit.kind == "region":
                self.summaries[key] = Cell("region", unit.pk, key[1])
            else:
                type_ = self._type(unit) or key[1]
                self.summaries[key] = Cell(unit.kind, self._region(unit), type_)
        return self.summaries[key]

    def _judge_summaries(self) -> None:
        rows = Summary.objects.filter(cycle_id=self.cycle.previous_id)
        previous = {
            (row.unit_id, row.organization_type, row.track and row.track.number): row
            for row in rows.select_related("track")
        }
        numbers = {one.pk: one.number for one in self.method.tracks.all()}
        for (unit_id, type_, track_id), cell in list(self.summaries.items()):
            before = previous.get((unit_id, type_, numbers.get(track_id)))
            self._compare(cell, before and before.value)
            cell.level = self._level(cell.value, self.method)
            if cell.kind == "organization":
                for place, slice_type in self._slices(self.units[unit_id]):
                    self.summaries[place, slice_type, track_id].parts.append(cell)
        self._places(self.summaries, lambda _key, cell: cell.value)
        for cell in self.summaries.values():
            cell.median = self._median(cell)

    def _risks(self) -> dict[tuple[int, int], tuple[Decimal, int]]:
        day: dt.date = self.cycle.reference_on
        found = {}
        years: dict[int, int] = defaultdict(int)
        for entry in RiskEntry.objects.filter(cycle_id=self.cycle.previous_id):
            years[entry.person_id] = max(years[entry.person_id], entry.years_in_row)
        for one in Appointment.objects.filter(position__kind="head").select_related(
            "position"
        ):
            unit_id = one.position.unit_id
            cell = self.summaries.get((unit_id, "", None))
            holds = one.starts_on <= day and (one.ends_on is None or one.ends_on > day)
            if holds and cell and cell.kind == "organization" and cell.level == "low":
                found[one.person_id, unit_id] = (cell.value, 1 + years[one.person_id])
        return found


def compare(cycle: Cycle) -> list[str]:
    """Return a line for each figure of the cycle in which engine and oracle differ."""
    oracle = Oracle(cycle)
    return [
        *_differences("result", oracle.results, _stored_results(cycle), RESULT),
        *_differences(
            "summary",
            oracle.summaries,
            _stored_summaries(cycle),
            ("weight", "indicators"),
        ),
        *_risk_differences(oracle, cycle),
    ]


def _stored_results(cycle: Cycle) -> dict[tuple, Result]:
    return {
        (row.unit_id, row.organization_type, row.indicator_id): row
        for row in cycle.results.all()
    }


def _stored_summaries(cycle: Cycle) -> dict[tuple, Summary]:
    return {
        (row.unit_id, row.organization_type, row.track_id): row
        for row in cycle.summaries.all()
    }


def _differences(
    what: str, wanted: dict, found: dict, own: tuple[str, ...]
) -> list[str]:
    lines = [f"{what} {key}: missing" for key in wanted.keys() - found.keys()]
    lines += [f"{what} {key}: not wanted" for key in found.keys() - wanted.keys()]
    for key in wanted.keys() & found.keys():
        for name in (*own, *FIGURES, *PLACES):
            mine, theirs = getattr(wanted[key], name), getattr(found[key], name)
            if mine != theirs:
                lines.append(f"{what} {key} {name}: {theirs}, should be {mine}")
    return sorted(lines)


def _risk_differences(oracle: Oracle, cycle: Cycle) -> list[str]:
    found = {
        (row.person_id, row.unit_id): (row.value, row.years_in_row)
        for row in cycle.risk_entries.all()
    }
    keys = oracle.risks.keys() | found.keys()
    return [
        f"risk {key}: {found.get(key)}, should be {oracle.risks.get(key)}"
        for key in sorted(keys)
        if found.get(key) != oracle.risks.get(key)
    ]
