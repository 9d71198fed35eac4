"""Lists of plans, pairs, internships and teams as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.models import Unit
from portal.workbooks import Column, Scalar, Sheet
from reserve.models import Internship
from reserve.reading.mentorships import Pair
from reserve.reading.plans import Row
from reserve.reading.teams import Row as TeamRow


def plans(rows: Iterable[Row]) -> Sheet:
    """Return the members with their plans."""
    columns = [
        Column(_("Member of the reserve"), 36),
        Column(_("Organization"), 32),
        Column(_("Municipality"), 28),
        Column(_("Readiness"), 22),
        Column(_("Plan"), 20),
        Column(_("Overdue"), 12),
        Column(_("Hours done"), 12, "0"),
        Column(_("Hours"), 12, "0"),
        Column(_("Percent done"), 12, "0"),
    ]
    table: list[list[Scalar]] = [
        [
            row.member.person.full_name,
            row.member.unit.short_name,
            municipality(row.member.unit),
            row.member.readiness.name,
            row.state,
            _("yes") if row.is_late else "",
            row.progress.done,
            row.progress.hours,
            row.progress.percent,
        ]
        for row in rows
    ]
    return Sheet(_("Development plans"), _("Development plans"), columns, table)


def pairs(rows: Iterable[Pair]) -> Sheet:
    """Return the pairs of mentors and mentees."""
    columns = [
        Column(_("Mentor"), 36),
        Column(_("Who is mentored"), 36),
        Column(_("Organization"), 32),
        Column(_("Municipality"), 28),
        Column(_("Whom"), 26),
        Column(_("By order"), 14),
        Column(_("From"), 12, "DD.MM.YYYY"),
        Column(_("Until"), 12, "DD.MM.YYYY"),
        Column(_("Meetings"), 12, "0"),
        Column(_("Last meeting"), 14, "DD.MM.YYYY"),
        Column(_("Status"), 16),
    ]
    table: list[list[Scalar]] = [
        [
            row.pair.mentor.full_name,
            row.pair.mentee.full_name,
            row.pair.unit.short_name,
            municipality(row.pair.unit),
            row.pair.get_purpose_display(),
            row.pair.order_number,
            row.pair.starts_on,
            row.pair.ends_on,
            row.meetings,
            row.last_on,
            row.pair.get_status_display(),
        ]
        for row in rows
    ]
    return Sheet(_("Mentoring"), _("Mentoring"), columns, table)


def internships(rows: Iterable[Internship]) -> Sheet:
    """Return the internships."""
    columns = [
        Column(_("Member of the reserve"), 36),
        Column(_("Works at"), 32),
        Column(_("Kind"), 26),
        Column(_("Where"), 32),
        Column(_("From"), 12, "DD.MM.YYYY"),
        Column(_("Until"), 12, "DD.MM.YYYY"),
        Column(_("Hours"), 10, "0"),
        Column(_("Status"), 16),
        Column(_("By order"), 14),
        Column(_("Result, the host's view"), 50),
    ]
    table: list[list[Scalar]] = [
        [
            row.member.person.full_name,
            row.member.unit.short_name,
            row.get_kind_display(),
            row.unit.short_name,
            row.starts_on,
            row.ends_on,
            row.hours,
            row.get_status_display(),
            row.order_number,
            row.result,
        ]
        for row in rows
    ]
    return Sheet(_("Internships"), _("Internships"), columns, table)


def teams(rows: Iterable[TeamRow]) -> Sheet:
    """Return the management teams."""
    columns = [
        Column(_("Team"), 36),
        Column(_("Organization"), 32),
        Column(_("Municipality"), 28),
        Column(_("Formed"), 12, "DD.MM.YYYY"),
        Column(_("By order"), 14),
        Column(_("Members"), 12, "0"),
        Column(_("Roles covered"), 14, "0"),
        Column(_("Roles missing"), 50),
        Column(_("Hours of training"), 14, "0"),
        Column(_("Dissolved"), 12, "DD.MM.YYYY"),
    ]
    table: list[list[Scalar]] = [
        [
            row.team.name,
            row.team.unit.short_name,
            municipality(row.team.unit),
            row.team.formed_on,
            row.team.order_number,
            row.members,
            row.coverage.covered,
            ", ".join(role.name for role in row.coverage.gaps),
            row.hours,
            row.team.dissolved_on,
        ]
        for row in rows
    ]
    return Sheet(_("Management teams"), _("Management teams"), columns, table)


def municipality(unit: Unit) -> str:
    """Return the name of the unit's municipality, the unit's own where it is one."""
    is_school = unit.kind == Unit.Kind.ORGANIZATION and unit.parent is not None
    return unit.parent.short_name if is_school else unit.short_name  # type: ignore[union-attr]
