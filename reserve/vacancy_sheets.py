"""Vacancies as a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.workbooks import Column, Sheet
from reserve.models import Vacancy


def vacancies(rows: Iterable[Vacancy]) -> Sheet:
    """Return one row for a vacancy; rows carry `candidates`."""
    return Sheet(
        title=_("Vacancies"),
        heading=_("Vacancies of heads and deputies"),
        columns=[
            Column(_("Organization"), 40),
            Column(_("Municipality"), 30),
            Column(_("Post"), 30),
            Column(_("Free on"), 14, "dd.mm.yyyy"),
            Column(_("Why"), 40),
            Column(_("State"), 14),
            Column(_("Candidates under way"), 14),
        ],
        rows=(
            [
                row.position.unit.short_name,
                row.position.unit.parent.short_name if row.position.unit.parent else "",
                row.position.title,
                row.free_on,
                row.reason,
                str(row.get_status_display()),
                row.candidates,  # type: ignore[attr-defined]
            ]
            for row in rows
        ),
    )
