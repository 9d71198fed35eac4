"""The list for a sitting on rotation as an XLSX file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from portal import workbooks
from portal.models import User
from portal.workbooks import Column, Scalar
from reserve.member_file import MOST_ROWS, municipality_of
from reserve.models.members import MemberQuerySet
from reserve.reading import rotation
from reserve.reading.rotation import Line

SIZE = 1000  # members whose figures are read at once


def as_xlsx(rows: MemberQuerySet, user: User) -> tuple[bytes, int]:
    """Return the file and how many members it lists."""
    lines = [_cells(line) for line in _lines(rows, user)]
    sheet = workbooks.Sheet(
        title=_("Rotation"),
        heading=_("Members of the reserve whose term ends"),
        columns=_columns(),
        rows=lines,
    )
    return workbooks.workbook([sheet]), len(lines)


def _columns() -> list[Column]:
    return [
        Column(_("Last name, first name"), 34),
        Column(_("Organization"), 34),
        Column(_("Municipality"), 26),
        Column(_("Reserve"), 26),
        Column(_("Target position"), 22),
        Column(_("Readiness"), 24),
        Column(_("State"), 20),
        Column(_("Included"), 13, "dd.mm.yyyy"),
        Column(_("Term ends"), 13, "dd.mm.yyyy"),
        Column(_("Extensions"), 13),
        Column(_("Hours of the plan"), 14),
        Column(_("Hours done"), 14),
        Column(_("Times proposed"), 14),
        Column(_("Times declined"), 14),
        Column(_("Appointments since the inclusion"), 18),
    ]


def _lines(rows: MemberQuerySet, user: User) -> Iterator[Line]:
    members = rows[:MOST_ROWS].iterator(chunk_size=SIZE)
    while part := list(islice(members, SIZE)):
        yield from rotation.lines(part, user, timezone.localdate())


def _cells(line: Line) -> list[Scalar]:
    member = line.member
    return [
        member.person.full_name,
        member.unit.short_name,
        municipality_of(member.unit),
        member.owner.short_name,
        member.get_post_display(),
        member.readiness.name,
        member.get_status_display(),
        member.included_on,
        member.term_ends_on,
        line.extensions,
        line.planned,
        line.done,
        line.offers.count,
        line.offers.declined,
        line.posts,
    ]
