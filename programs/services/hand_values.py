"""Facts of indicators entered by hand, each with its source."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import HandValue, Program, TargetIndicator
from programs.reading import target_facts


@transaction.atomic
def write(
    indicator_id: int, *, year: int, value: Decimal, reason: str, by: User
) -> HandValue:
    """Enter the year's fact or write it anew; raises Refused without a source."""
    row = _opened(indicator_id, year, by)
    if not reason.strip():
        raise Refused(_("Write where the value comes from."))
    was = HandValue.objects.filter(indicator=row, year=year).first()
    found, _is_new = HandValue.objects.update_or_create(
        indicator=row,
        year=year,
        defaults={"value": value, "reason": reason.strip(), "by": by},
    )
    _record("hand_value_written", row, by, year, was=was, now=found)
    return found


@transaction.atomic
def remove(indicator_id: int, *, year: int, by: User) -> None:
    """Take the entered value back; the journal keeps it with its source."""
    row = _opened(indicator_id, year, by)
    was = HandValue.objects.filter(indicator=row, year=year).first()
    if was is None:
        raise Refused(_("Nothing is entered for this year."))
    was.delete()
    _record("hand_value_removed", row, by, year, was=was)


def _opened(indicator_id: int, year: int, by: User) -> TargetIndicator:
    rows = TargetIndicator.objects.select_related("program__unit")
    row = rows.get(pk=indicator_id)
    row.program = Program.objects.locked().select_related("unit").get(pk=row.program_id)
    access.require(by, Can.MANAGE_PROGRAMS, row.program.unit)
    if row.program.is_draft or year not in target_facts.years_of(row.program):
        raise Refused(_("Facts are entered for the years of an issued program."))
    if row.program.status == Program.Status.REPLACED:
        raise Refused(_("This edition is not in force any more."))
    return row


def _record(
    step: str,
    row: TargetIndicator,
    by: User,
    year: int,
    *,
    was: HandValue | None,
    now: HandValue | None = None,
) -> None:
    """Put the step on record, with the figures and sources before and after it."""
    said = {
        f"{name}_{field}": str(getattr(value, field))
        for name, value in (("was", was), ("now", now))
        if value is not None
        for field in ("value", "reason")
    }
    unit = row.program.unit
    journal.write(
        step, row.program, by=by, unit=unit, indicator=row.pk, year=year, **said
    )
