"""Meetings and their decisions as rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.models import Decision, Meeting


def meetings(rows: Iterable[Meeting]) -> Sheet:
    """Return the meetings, one a row."""
    columns = [
        Column(_("Meeting"), 50),
        Column(_("Kind"), 26),
        Column(_("Municipality"), 30),
        Column(_("Day"), 14, "DD.MM.YYYY"),
        Column(_("Hour"), 10),
        Column(_("Place"), 30),
        Column(_("State"), 18),
        Column(_("Protocol"), 14),
        Column(_("Decisions"), 12, "0"),
        Column(_("To be carried out"), 14, "0"),
    ]
    return Sheet(
        _("Meetings and interviews"),
        _("Meetings and interviews"),
        columns,
        map(_meeting, rows),
    )


def decisions(rows: Iterable[Decision]) -> Sheet:
    """Return the decisions, one a row."""
    columns = [
        Column(_("Decision"), 60),
        Column(_("Meeting"), 40),
        Column(_("Protocol"), 14),
        Column(_("Who carries it out"), 30),
        Column(_("Owner"), 36),
        Column(_("To be done by"), 14, "DD.MM.YYYY"),
        Column(_("State"), 20),
    ]
    return Sheet(_("Decisions"), _("Decisions"), columns, map(_decision, rows))


def _meeting(row: Meeting) -> list[Scalar]:
    at = timezone.localtime(row.starts_at)
    return [
        row.title,
        row.get_kind_display(),
        row.about.short_name if row.about else "",
        at.date(),
        f"{at:%H:%M}",
        row.place,
        row.get_status_display(),
        row.protocol_number,
        getattr(row, "decided", 0),
        getattr(row, "left", 0),
    ]


def _decision(row: Decision) -> list[Scalar]:
    return [
        row.text,
        row.meeting.title,
        row.meeting.protocol_number,
        row.unit.short_name,
        row.owner,
        row.due_on,
        row.get_status_display(),
    ]
