"""Participants of an occurrence as a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.models import Unit
from portal.workbooks import Column, Scalar, Sheet
from programs.models import Occurrence, Participation


def of_occurrence(row: Occurrence, participations: Iterable[Participation]) -> Sheet:
    """Return the participants with their states, hours and certificates."""
    columns = [
        Column(_("Participant"), 36),
        Column(_("Organization"), 32),
        Column(_("Municipality"), 28),
        Column(_("State"), 16),
        Column(_("How named"), 24),
        Column(_("Hours"), 10, "0.0"),
        Column(_("Certificate"), 20),
        Column(_("Issued on"), 14, "DD.MM.YYYY"),
    ]
    table: list[list[Scalar]] = [_line(one) for one in participations]
    return Sheet(_("Participants"), row.event.title, columns, table)


def _line(one: Participation) -> list[Scalar]:
    return [
        one.person.full_name if one.person else _("the organization as a whole"),
        one.unit.short_name,
        _municipality(one.unit),
        str(one.get_state_display()),
        str(one.get_source_display()),
        one.hours,
        one.certificate,
        one.certificate_on,
    ]


def _municipality(unit: Unit) -> str:
    if unit.kind == Unit.Kind.ORGANIZATION and unit.parent:
        return unit.parent.short_name
    return ""
