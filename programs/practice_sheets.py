"""The bank of practices as rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.models import Practice
from programs.reading.practices import type_words


def sheet(rows: Iterable[Practice]) -> Sheet:
    """Return the practices, one a row."""
    columns = [
        Column(_("Practice"), 50),
        Column(_("Whose practice"), 36),
        Column(_("Which trouble it solved"), 60),
        Column(_("What was done"), 60),
        Column(_("Indicator"), 40),
        Column(_("Before"), 12, "0.0"),
        Column(_("After"), 12, "0.0"),
        Column(_("Whom it suits"), 30),
        Column(_("Taken over"), 12, "0"),
        Column(_("State"), 16),
        Column(_("In the bank since"), 14, "DD.MM.YYYY"),
        Column(_("In the bank until"), 14, "DD.MM.YYYY"),
    ]
    return Sheet(_("Practices"), _("Practices"), columns, [_row(one) for one in rows])


def _row(one: Practice) -> list[Scalar]:
    indicator = one.indicator
    return [
        one.title,
        one.unit.short_name,
        one.problem,
        one.actions,
        f"{indicator.code}. {indicator.name}" if indicator else "",
        one.value_before,
        one.value_after,
        ", ".join(type_words(one)),
        getattr(one, "adopted", 0),
        one.get_status_display(),
        one.published_on,
        one.expires_on,
    ]
