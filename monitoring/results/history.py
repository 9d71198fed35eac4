"""Values over cycles with who led then: of an organization, and of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from monitoring.models import Cycle, RiskEntry
from monitoring.results import figures, heads, links, posts_chart, series, spread
from monitoring.results.figures import Figure
from monitoring.results.posts_chart import Point, PostsChart
from portal.models import Appointment, Person, Unit


@dataclass(frozen=True)
class Year:
    """One cycle of a history; `years_in_row` is set where the head was in risk."""

    cycle: Cycle
    figure: Figure
    unit: Unit
    url: str
    appointment: Appointment | None
    years_in_row: int | None = None


@dataclass(frozen=True)
class Reader:
    """Whose names may be shown: of all heads, or of oneself only."""

    reads_letters: bool
    person_id: int | None

    def name(self, appointment: Appointment | None) -> str:
        """Return the short name of a head, empty where it may not be shown."""
        if appointment is None:
            return ""
        if self.reads_letters or appointment.person_id == self.person_id:
            return appointment.person.short_name
        return ""


def of_organization(
    unit: Unit, cycle: Cycle, held: Sequence[Appointment]
) -> list[Year]:
    """Return the organization's years under its heads `held`, the oldest first."""
    cycles = series.cycles_until(cycle)
    found = series.summaries(cycles, [unit.pk]).get(unit.pk, {})
    risk = _risk(Q(unit=unit), cycles)
    return [
        Year(
            one,
            figures.summary(found.get(one.pk)),
            unit,
            links.unit(one.pk, unit.pk),
            heads.holder(held, one.reference_on),
            risk.get((one.pk, unit.pk)),
        )
        for one in cycles
    ]


def of_person(
    person: Person, cycles: Sequence[Cycle], appointments: Sequence[Appointment]
) -> list[Year]:
    """Return the person's years by the organizations led then, the oldest first."""
    units = {row.position.unit_id for row in appointments}
    found = series.summaries(cycles, units)
    risk = _risk(Q(person=person), cycles)
    return [
        Year(
            cycle,
            figures.summary(found.get(row.position.unit_id, {}).get(cycle.pk)),
            row.position.unit,
            links.unit(cycle.pk, row.position.unit_id),
            row,
            risk.get((cycle.pk, row.position.unit_id)),
        )
        for cycle in cycles
        for row in _in_force(appointments, cycle.reference_on)
    ]


def drawn(
    years: Sequence[Year], names: Callable[[Year], str], cycle: Cycle
) -> PostsChart:
    """Return the drawing of the years; `names` gives the words on the posts."""
    scale = spread.borders(cycle.methodology)
    points = [
        Point(
            str(year.cycle.year),
            year.figure.value,
            year.figure.level,
            str(year.appointment.pk) if year.appointment else "",
            names(year),
            str(year.appointment.starts_on.year) if year.appointment else "",
        )
        for year in years
    ]
    return posts_chart.draw(points, scale.medium_from, scale.high_from)


def _in_force(appointments: Sequence[Appointment], day: dt.date) -> list[Appointment]:
    return [row for row in appointments if heads.holder([row], day) is not None]


def _risk(whose: Q, cycles: Sequence[Cycle]) -> dict[tuple[int, int], int]:
    rows = RiskEntry.objects.filter(whose, cycle__in=cycles)
    return {(row.cycle_id, row.unit_id): row.years_in_row for row in rows}
