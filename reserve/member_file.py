"""The list of members as an XLSX file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal import workbooks
from portal.models import Unit
from portal.search_words import fold
from portal.workbooks import Column, Scalar
from reserve.models import Member

MOST_ROWS = 50_000


def as_xlsx(rows: QuerySet[Member]) -> tuple[bytes, int]:
    """Return the file and how many members it lists."""
    ordered = rows.select_related("person", "unit__parent", "owner", "readiness")
    lines = list(_lines(ordered.order_by(fold("person__last_name"), "pk")[:MOST_ROWS]))
    sheet = workbooks.Sheet(
        title=_("Members"),
        heading=_("Members of the talent reserve"),
        columns=_columns(),
        rows=lines,
    )
    return workbooks.workbook([sheet]), len(lines)


def municipality_of(unit: Unit) -> str:
    """Return the name of the municipality where the unit lies."""
    if unit.kind == Unit.Kind.ORGANIZATION and unit.parent:
        return unit.parent.short_name
    return unit.short_name


def _columns() -> list[Column]:
    return [
        Column(_("Last name, first name"), 34),
        Column(_("Organization"), 34),
        Column(_("Municipality"), 26),
        Column(_("Present position"), 28),
        Column(_("Target position"), 22),
        Column(_("Reserve"), 26),
        Column(_("Readiness"), 24),
        Column(_("State"), 20),
        Column(_("Included"), 13, "dd.mm.yyyy"),
        Column(_("Term ends"), 13, "dd.mm.yyyy"),
        Column(_("Number of the order"), 16),
    ]


def _lines(rows: QuerySet[Member]) -> Iterator[list[Scalar]]:
    for member in rows.iterator(chunk_size=2000):
        yield [
            member.person.full_name,
            member.unit.short_name,
            municipality_of(member.unit),
            member.job_title,
            member.get_post_display(),
            member.owner.short_name,
            member.readiness.name,
            member.get_status_display(),
            member.included_on,
            member.term_ends_on,
            member.order_number,
        ]
