"""The risk group: heads with a low consolidated value, and for how many years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from monitoring.models import Cycle, RiskEntry, Summary
from monitoring.results import figures, links
from monitoring.results.figures import Figure
from portal import access
from portal.access import Can
from portal.models import Appointment, Person, Unit, User


@dataclass(frozen=True)
class RiskRow:
    """A head in the risk group."""

    entry: RiskEntry
    person: Person
    unit: Unit
    municipality: str
    figure: Figure
    unit_url: str
    since: dt.date | None


SORTS = {
    "person": "person__last_name",
    "unit": "unit__sort_name",
    "municipality": "unit__parent__sort_name",
    "years": "years_in_row",
    "value": "value",
}


@dataclass(frozen=True)
class Counts:
    """How many heads are in the group, and how many not for the first year."""

    total: int
    repeated: int


def within_sight(user: User, cycle: Cycle) -> QuerySet[RiskEntry]:
    """Return the cycle's entries that the user may see.

    All units of a cycle lie below its owner: who sees the owner sees them all.
    """
    rows = RiskEntry.objects.filter(cycle=cycle)
    if access.may(user, Can.READ_LETTERS, cycle.owner):
        return rows
    return rows.visible_to(user)


def counts(rows: QuerySet[RiskEntry]) -> Counts:
    """Return the size of the group within sight, whatever the filters."""
    found = rows.aggregate(
        total=Count("pk"), repeated=Count("pk", filter=Q(years_in_row__gte=2))
    )
    return Counts(**found)


def narrowed(
    rows: QuerySet[RiskEntry], municipality: str, years: str
) -> QuerySet[RiskEntry]:
    """Return the rows of a municipality, with that many years in a row or more."""
    if municipality:
        rows = rows.filter(unit__parent=int(municipality))
    return rows.filter(years_in_row__gte=int(years)) if years else rows


def ordered(rows: QuerySet[RiskEntry], sort: str) -> QuerySet[RiskEntry]:
    """Return the rows by a column; most years first, then the lowest value."""
    name = SORTS.get(sort.lstrip("-"), "")
    first = [f"-{name}" if sort.startswith("-") else name] if name else []
    return rows.select_related("person", "unit__parent").order_by(
        *first, "-years_in_row", "value", "pk"
    )


def rows_of(entries: Sequence[RiskEntry], cycle: Cycle) -> list[RiskRow]:
    """Return the rows of a page with values and the days of appointment."""
    units = [entry.unit_id for entry in entries]
    found = {
        row.unit_id: row
        for row in Summary.objects.filter(cycle=cycle, unit__in=units).whole()
    }
    since = _since(entries, cycle)
    return [
        RiskRow(
            entry,
            entry.person,
            entry.unit,
            entry.unit.parent.short_name if entry.unit.parent else "",
            figures.summary(found.get(entry.unit_id)),
            links.unit(cycle.pk, entry.unit_id),
            since.get((entry.person_id, entry.unit_id)),
        )
        for entry in entries
    ]


def person_for(user: User, pk: int) -> Person | None:
    """Return the person if they lead or led something whose letters the user reads."""
    seen = appointments_for(user).filter(person=pk).select_related("person").first()
    return seen.person if seen else None


def appointments_for(user: User) -> QuerySet[Appointment]:
    """Return appointments of heads in the branches whose letters the user reads."""
    seen = access.scope(user, Can.READ_LETTERS, path="position__unit__path")
    return Appointment.objects.of_heads().filter(seen)


def _since(
    entries: Sequence[RiskEntry], cycle: Cycle
) -> dict[tuple[int, int], dt.date]:
    rows = (
        Appointment.objects.of_heads()
        .on(cycle.reference_on)
        .filter(position__unit__in=[entry.unit_id for entry in entries])
        .select_related("position")
    )
    return {(row.person_id, row.position.unit_id): row.starts_on for row in rows}
