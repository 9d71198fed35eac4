"""The succession map, tenures and the needs analysis as sheets of workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from portal.models import Appointment, Organization
from portal.workbooks import Column, Scalar, Sheet
from reserve import succession_words as words
from reserve.models import NeedsAction, NeedsAnalysis
from reserve.reading.succession import Lens, Line, Map, Ready, Row

DAY = "dd.mm.yyyy"
TYPES = dict(Organization.Type.choices)


def municipalities(found: Map, lens: Lens) -> Sheet:
    """Return a row for a municipality, and the sum first."""
    named = [(_("Total"), found.total)]
    named += [(row.name, row) for row in found.rows]
    return Sheet(
        title=_("Municipalities"),
        heading=_heading(lens),
        columns=[
            Column(_("Municipality"), 36),
            Column(_("Posts")),
            *[Column(str(year), 9) for year in lens.years],
            Column(_("Covered")),
            Column(_("Thin")),
            Column(_("Bare")),
            Column(_("Ready people")),
            Column(_("Prospective people")),
        ],
        rows=[_municipality(name, row) for name, row in named],
    )


def posts(
    lines: Iterable[Line], ready: Mapping[int, Sequence[Ready]], lens: Lens
) -> Sheet:
    """Return a row for a post that will be free."""
    return Sheet(
        title=_("Posts"),
        heading=_heading(lens),
        columns=[
            Column(_("Organization"), 40),
            Column(_("Type"), 24),
            Column(_("Present head"), 34),
            Column(_("Free on"), 12, DAY),
            Column(_("Why"), 34),
            Column(_("Cover"), 12),
            Column(_("Who is ready"), 44),
            Column(_("What it takes"), 44),
        ],
        rows=[_post(line, ready.get(line.unit_id, ())) for line in lines],
    )


def tenures(rows: Iterable[Appointment]) -> Sheet:
    """Return a row for a head in office; rows have their tenure selected."""
    return Sheet(
        title=_("Contracts and attestation"),
        heading=_("Contracts and attestation of heads"),
        columns=[
            Column(_("Organization"), 40),
            Column(_("Municipality"), 30),
            Column(_("Head"), 34),
            Column(_("In the post from"), 12, DAY),
            Column(_("The contract ends"), 12, DAY),
            Column(_("Last attestation"), 12, DAY),
            Column(_("Next attestation"), 12, DAY),
        ],
        rows=[_tenure(row) for row in rows],
    )


def needs(analysis: NeedsAnalysis) -> Sheet:
    """Return a row for a municipality of the analysis, as it was counted."""
    keys = ("name", "posts", "free", "full", "thin", "bare", "ready", "prospective")
    return Sheet(
        title=_("Needs"),
        heading=_("Needs until %(day)s") % {"day": analysis.until.strftime("%d.%m.%Y")},
        columns=[
            Column(_("Municipality"), 36),
            Column(_("Posts")),
            Column(_("Will be free")),
            Column(_("Covered")),
            Column(_("Thin")),
            Column(_("Bare")),
            Column(_("Ready people")),
            Column(_("Prospective people")),
        ],
        rows=[[line[key] for key in keys] for line in analysis.lines],
    )


def actions(rows: Iterable[NeedsAction]) -> Sheet:
    """Return a row for an action of the plan."""
    return Sheet(
        title=_("Plan"),
        heading=_("Plan of the reserve"),
        columns=[
            Column(_("Municipality"), 36),
            Column(_("What"), 40),
            Column(_("People")),
            Column(_("Due"), 12, DAY),
            Column(_("Note"), 50),
        ],
        rows=[
            [
                row.unit.short_name,
                str(row.get_kind_display()),
                row.people,
                row.due_on,
                row.note,
            ]
            for row in rows
        ],
    )


def _heading(lens: Lens) -> str:
    return _("Succession on %(day)s, until the end of %(year)s") % {
        "day": lens.today.strftime("%d.%m.%Y"),
        "year": lens.year,
    }


def _municipality(name: str, row: Row) -> list[Scalar]:
    return [
        name,
        row.posts,
        *row.by_year,
        row.full,
        row.thin,
        row.bare,
        row.ready,
        row.prospective,
    ]


def _post(line: Line, ready: Sequence[Ready]) -> list[Scalar]:
    return [
        line.name,
        str(TYPES[line.type]),
        line.holder,
        line.free_on,
        "; ".join(str(words.REASONS[code]) for code in line.reasons),
        str(words.COVERS[line.cover]),
        "; ".join(one.name for one in ready),
        str(words.ADVICE[line.advice]),
    ]


def _tenure(row: Appointment) -> list[Scalar]:
    unit = row.position.unit
    tenure = getattr(row, "tenure", None)
    return [
        unit.short_name,
        unit.parent.short_name if unit.parent else "",
        row.person.full_name,
        row.starts_on,
        tenure.contract_ends_on if tenure else None,
        tenure.attested_on if tenure else None,
        tenure.attestation_due_on if tenure else None,
    ]
