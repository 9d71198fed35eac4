"""The ranking as a workbook: places, points and totals by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _

from portal import workbooks
from portal.workbooks import Column, Sheet
from reserve.models import Competition, Stage
from reserve.reading.assessment import Line


def workbook(competition: Competition, shown: dict[str, object]) -> bytes:
    """Return the lines of `assessment.of_competition` as XLSX."""
    stages = cast(Sequence[Stage], shown["stages"])
    lines = cast(Sequence[Line], shown["lines"])
    columns = [
        Column(_("Place"), 9),
        Column(_("Application"), 12),
        *(Column(stage.name, 18, "0.00") for stage in stages),
        Column(_("Total"), 12, "0.00"),
    ]
    rows = [
        [
            line.ranked.place,
            line.ranked.number,
            *(cell.points for cell in line.cells),
            line.ranked.total,
        ]
        for line in lines
    ]
    sheet = Sheet(_("Ranking"), competition.name, columns, rows, pinned=2)
    return workbooks.workbook([sheet])
