"""What a submission's page reads: its values, what to look at, and their history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring import entry_grid, formulas
from monitoring.entry_cell import Cell, tidy
from monitoring.entry_grid import Row
from monitoring.models import Submission, ValueHistory
from portal.models import JournalEntry

LATEST = 10  # changes of one value that the page shows


@dataclass(frozen=True)
class Reviewed:
    """One indicator of a submission with the changes of its value, latest first."""

    cell: Cell
    changes: list[ValueHistory]
    trend: str


@dataclass(frozen=True)
class Review:
    """The whole submission: its row, line by line."""

    row: Row
    lines: list[Reviewed]

    @property
    def jumps(self) -> list[Cell]:
        """Values that moved so far in a year that somebody should look."""
        return [cell for cell in self.row.cells if cell.is_jump]

    @property
    def faults(self) -> list[Cell]:
        """Values that cannot be submitted as they are."""
        return [cell for cell in self.row.cells if cell.fault]


def of(submission: Submission) -> Review:
    """Return the review; queries do not depend on the number of indicators."""
    cycle = submission.cycle
    row = entry_grid.form(cycle, submission, may_enter=False)
    changes = _changes(submission)
    tolerance = cycle.methodology.tolerance
    return Review(
        row,
        [
            Reviewed(
                cell,
                changes.get(cell.indicator.pk, []),
                formulas.trend(cell.change, tolerance),
            )
            for cell in row.cells
        ],
    )


@dataclass(frozen=True)
class Step:
    """A line of the submission's history."""

    at: dt.datetime
    text: str
    by: str


def history(submission: Submission) -> list[Step]:
    """Return what was done with the submission, latest first."""
    entries = JournalEntry.objects.filter(
        subject_table=Submission._meta.db_table, subject_id=submission.pk
    ).select_related("by")
    words = {
        "submission_submitted": _("Submitted"),
        "submission_withdrawn": _("Taken back"),
        "submission_accepted": _("Accepted"),
        "submission_returned": _("Returned"),
    }
    return [
        Step(
            entry.at,
            _told(words.get(entry.action, entry.action), entry),
            str(entry.by or ""),
        )
        for entry in entries.order_by("-at", "-pk")
    ]


def _told(word: str, entry: JournalEntry) -> str:
    return f"{word}: «{entry.reason}»" if entry.reason else word


def _changes(submission: Submission) -> dict[int, list[ValueHistory]]:
    rows = ValueHistory.objects.filter(
        cycle_id=submission.cycle_id, unit_id=submission.unit_id
    ).select_related("updated_by")
    found: dict[int, list[ValueHistory]] = {}
    for row in rows.order_by("-at", "-pk"):
        kept = found.setdefault(row.indicator_id, [])
        if len(kept) < LATEST:
            kept.append(tidy(row))
    return found
