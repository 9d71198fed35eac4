"""An evaluation as sheets of a workbook: indicators, targets of events, dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.evaluation_words import STATES
from programs.reading.evaluation import COLUMNS

Figures = dict[str, Any]


def sheets(program: object, figures: Figures) -> list[Sheet]:
    """Return the evaluation's three tables."""
    heading = str(program)
    return [
        Sheet(_("Indicators"), heading, _indicator_columns(), _indicators(figures), 2),
        Sheet(_("Targets of events"), heading, _target_columns(), _targets(figures)),
        Sheet(_("Dates of events"), heading, _date_columns(), _dates(figures)),
    ]


def _indicator_columns() -> list[Column]:
    return [
        Column(_("Year"), 8, "0"),
        Column(_("Target indicator"), 60),
        Column(_("Baseline"), 12),
        Column(_("Fact"), 12),
        Column(_("Target"), 12),
        Column(_("State"), 20),
    ]


def _indicators(figures: Figures) -> list[list[Scalar]]:
    return [
        [
            row["year"],
            row["name"],
            _number(row["baseline"]),
            _number(row["fact"]),
            _number(row["goals"][0]) if len(row["goals"]) == 1 else None,
            str(STATES[row["state"]]),
        ]
        for row in figures["indicators"]
    ]


def _target_columns() -> list[Column]:
    return [
        Column(_("Event"), 60),
        Column(_("Words of the document"), 60),
        Column(_("Fact"), 12),
        Column(_("Of"), 12, "0"),
        Column(_("Needed"), 12, "0"),
        Column(_("State"), 20),
    ]


def _targets(figures: Figures) -> list[list[Scalar]]:
    return [
        [
            row["event"],
            row["original"],
            _number(row["fact"]),
            row["whole"],
            row["needed"],
            str(STATES[row["state"]]),
        ]
        for row in figures["targets"]
    ]


def _date_columns() -> list[Column]:
    return [
        Column(_("Track or body"), 60),
        Column(_("Events"), 10, "0"),
        Column(_("On time"), 10, "0"),
        Column(_("After a move"), 10, "0"),
        Column(_("Late"), 10, "0"),
        Column(_("Cancelled"), 10, "0"),
        Column(_("Overdue"), 10, "0"),
        Column(_("Ahead"), 10, "0"),
        Column(_("Without dates"), 10, "0"),
    ]


def _dates(figures: Figures) -> list[list[Scalar]]:
    return [
        [row["name"], row["events"], *(row[key] for key in COLUMNS)]
        for row in (*figures["sections"], *figures["bodies"])
    ]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
