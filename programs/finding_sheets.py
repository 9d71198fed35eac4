"""Findings as rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.models import Program
from programs.reading.findings import Shown


def findings(program: Program, rows: Iterable[Shown]) -> Sheet:
    """Return the findings of the program, one a row."""
    columns = [
        Column(_("Severity"), 16),
        Column(_("Kind of check"), 30),
        Column(_("Place"), 36),
        Column(_("What was found"), 60),
        Column(_("Why it matters"), 70),
        Column(_("Decision"), 24),
        Column(_("Reason"), 50),
        Column(_("Decided on"), 14, "DD.MM.YYYY"),
    ]
    title = _("Findings: %(program)s") % {"program": program.short_name}
    return Sheet(_("Findings"), title, columns, map(_finding, rows))


def _finding(one: Shown) -> list[Scalar]:
    row = one.row
    return [
        str(row.get_severity_display()),
        row.code,
        one.plain_places,
        one.plain_title,
        one.plain_why,
        str(row.get_state_display()),
        row.reason,
        row.decided_at and timezone.localdate(row.decided_at),
    ]
