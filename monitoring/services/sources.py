"""Count what the portal knows itself, and write it where nobody typed otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from monitoring import expected, sources
from monitoring.models import CountedValue, Cycle, Indicator, Submission, Value
from monitoring.services import entry, sources_sql
from monitoring.services.cells import Cell
from monitoring.sources import Source
from portal import access, accounts, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User


@dataclass(frozen=True)
class Tally:
    """How many counts are new or changed, and how many values were written."""

    counted: int = 0
    written: int = 0


@transaction.atomic
def count(cycle_id: int, *, by: User) -> Tally:
    """Count the cycle's indicators that have a source, for whatever is still open.

    Where nothing was typed the count becomes the value, and a value that was the
    former count follows it. Raises PermissionDenied without the right, Refused
    unless the cycle is collecting.
    """
    cycle = _locked(cycle_id)
    access.require(by, Can.RUN, cycle.owner)
    if not cycle.is_collecting:
        raise Refused(_("The collection is not open, so values cannot be changed."))
    tally = _write(cycle, with_values=True)
    if tally.counted or by != accounts.robot():
        journal.write(
            "values_counted",
            cycle,
            by=by,
            unit=cycle.owner,
            counted=tally.counted,
            written=tally.written,
        )
    return tally


@transaction.atomic
def keep(cycle_id: int) -> Tally:
    """Keep the counts of the cycle and write no values: they come another way."""
    return _write(_locked(cycle_id), with_values=False)


def count_collecting() -> int:
    """Count every cycle that collects; return how many. May be run at any time."""
    collecting = Cycle.objects.filter(status=Cycle.Status.COLLECTING)
    done = 0
    for pk in collecting.values_list("pk", flat=True):
        try:
            count(pk, by=accounts.robot())
        except Refused:  # closed meanwhile
            continue
        done += 1
    return done


@transaction.atomic
def restore(cycle_id: int, unit_id: int, indicator_id: int, *, by: User) -> Value:
    """Put the counted figures back into the cell; its reason and comment go.

    Raises Refused where nothing is counted, and whatever the entry refuses.
    """
    counted = CountedValue.objects.filter(
        cycle=cycle_id, unit=unit_id, indicator=indicator_id
    ).first()
    if counted is None:
        raise Refused(_("The portal counts nothing here."))
    value = Value.objects.filter(
        cycle=cycle_id, unit=unit_id, indicator=indicator_id
    ).first()
    cell = Cell(
        unit_id,
        indicator_id,
        counted.numerator,
        counted.denominator,
        reason="",
        comment="",
        version=value.version if value else 0,
    )
    return entry.save_cell(cycle_id, cell, by=by)


def _locked(cycle_id: int) -> Cycle:
    rows = Cycle.objects.locked().select_related("owner", "methodology")
    return rows.get(pk=cycle_id)


def _write(cycle: Cycle, *, with_values: bool) -> Tally:
    counters = sources.of_cycle(cycle)
    if not counters:
        return Tally()
    names = {"cycle": cycle.pk, "robot": accounts.robot().pk}
    indicators = [indicator.pk for indicator, _source in counters]
    with connection.cursor() as cursor:
        cursor.execute(sources_sql.TABLES)
        for indicator, source in counters:
            cursor.execute(sources_sql.FILL, _columns(cycle, indicator, source))
        cursor.execute(sources_sql.CHANGES, names)
        cursor.execute(sources_sql.LOCK, names)
        written = 0
        if with_values:
            cursor.execute(sources_sql.VALUES, names)
            written = cursor.rowcount
        cursor.execute(sources_sql.COUNTS, names)
        counted = cursor.rowcount
        cursor.execute(sources_sql.GONE, {**names, "indicators": indicators})
    return Tally(counted, written)


def _columns(cycle: Cycle, indicator: Indicator, source: Source) -> dict[str, Any]:
    """The counts of the units that report the indicator, as columns."""
    asked = set(
        Submission.objects.filter(
            expected.applies(indicator, "unit"),
            cycle=cycle,
            status__in=Submission.EDITABLE,
        ).values_list("unit_id", flat=True)
    )
    rows = [row for row in source.count(cycle) if row.unit_id in asked]
    return {
        "indicator": indicator.pk,
        "kind": indicator.kind,
        "units": [row.unit_id for row in rows],
        "numerators": [row.numerator for row in rows],
        "denominators": [row.denominator for row in rows],
    }
