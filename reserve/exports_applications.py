"""Applications of a competition as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet, workbook
from reserve.models import Application, Competition, Stage
from reserve.reading.competitions import hides_numbers


def as_xlsx(
    competition: Competition, stages: list[Stage], rows: Iterable[Application]
) -> bytes:
    """Return the applications with their points, a line for each.

    While the assessment is blind the file says nothing of numbers and points.
    """
    if hides_numbers(competition):
        stages = []
    columns = [
        Column(_("Number"), 8),
        Column(_("Candidate"), 34),
        Column(_("Position"), 30),
        Column(_("Where they work"), 34),
        Column(_("Municipality"), 28),
        Column(_("State"), 18),
        Column(_("Sent"), 18, "DD.MM.YYYY HH:MM"),
        Column(_("Education"), 24),
        Column(_("Years in education"), 12),
        Column(_("Years in management"), 12),
        Column(_("Attestation"), 20),
        *(Column(stage.name, 14, "0.00") for stage in stages if stage.weight),
        Column(_("Reason"), 40),
    ]
    sheet = Sheet(
        title=_("Applications"),
        heading=competition.name,
        columns=columns,
        rows=_lines(rows, stages, numbered=not hides_numbers(competition)),
        pinned=2,
    )
    return workbook([sheet])


def _lines(
    rows: Iterable[Application], stages: list[Stage], *, numbered: bool
) -> Iterator[list[Scalar]]:
    for row in rows:
        points = {result.stage_id: result.points for result in row.stage_results.all()}
        sent = row.submitted_at and timezone.localtime(row.submitted_at)
        yield [
            row.number if numbered else None,
            row.person.full_name,
            row.job_title,
            row.unit.short_name,
            row.unit.parent.short_name if row.unit.parent else "",
            row.get_status_display(),
            sent.replace(tzinfo=None) if sent else None,
            row.get_education_display(),
            row.years_in_education,
            row.years_in_management,
            row.get_category_display(),
            *(points.get(stage.pk) for stage in stages if stage.weight),
            row.reason,
        ]
