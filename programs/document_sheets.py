"""Program documents as sheets of workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from portal.workbooks import Column, Scalar, Sheet
from programs.models import Event, ProgramBody
from programs.reading.documents import Row
from programs.reading.passport import Passport
from programs.reading.rows import Line

DAY = "dd.mm.yyyy"


def comparison(rows: Iterable[Row]) -> Sheet:
    """Return a row for a document."""
    return Sheet(
        title=_("Program documents"),
        heading=_("Program documents"),
        columns=[
            Column(_("Document"), 44),
            Column(_("Edition"), 9),
            Column(_("Kind"), 24),
            Column(_("Approved by"), 20),
            Column(_("Number"), 14),
            Column(_("Dated"), 12, DAY),
            Column(_("Territory"), 30),
            Column(_("From"), 12, DAY),
            Column(_("Until"), 12, DAY),
            Column(_("Level"), 16),
            Column(_("Events")),
            Column(_("Recommendations")),
            Column(_("Without a deadline")),
            Column(_("Deadline unread")),
            Column(_("Target indicators")),
            Column(_("Errors")),
            Column(_("Warnings")),
            Column(_("For information")),
            Column(_("State"), 24),
        ],
        rows=[_compared(row) for row in rows],
    )


def whole(passport: Passport, lines: Sequence[Line]) -> list[Sheet]:
    """Return the document as sheets: passport, rows of the plan, targets."""
    return [_passport(passport), _plan(passport, lines), _targets(passport)]


def _compared(row: Row) -> list[Scalar]:
    program = row.program
    return [
        program.name,
        program.edition,
        program.get_kind_display(),
        program.get_act_display(),
        program.act_number,
        program.act_on,
        program.territory,
        program.starts_on,
        program.ends_on,
        program.get_level_display(),
        row.plan.events,
        row.plan.recommendations,
        row.plan.undated,
        row.plan.unread,
        row.targets,
        row.errors,
        row.warnings,
        row.notes,
        program.get_status_display(),
    ]


def _passport(passport: Passport) -> Sheet:
    program = passport.program
    facts: list[tuple[str, str, Scalar]] = [
        (_("Name"), "", program.name),
        (_("Kind of document"), "", program.get_kind_display()),
        (_("Edition"), "", program.edition),
        (_("State"), "", program.get_status_display()),
        (_("Approved by"), "", program.get_act_display()),
        (_("Number of the act"), "", program.act_number),
        (_("Date of the act"), "", program.act_on),
        (_("Parent act"), "", program.parent_act),
        (_("First day"), "", program.starts_on),
        (_("Last day"), "", program.ends_on),
        (_("Goal"), "", program.goal),
        (_("Control"), "", program.control),
        (_("Rule of evaluation"), "", program.evaluation_rule),
    ]
    for stage in program.stages.all():
        days = f"{stage.starts_on:%d.%m.%Y} – {stage.ends_on:%d.%m.%Y}"
        facts.append((_("Stage"), str(stage.number), f"{stage.name}: {days}"))
    facts += [
        (clause.get_kind_display(), clause.number, clause.text)
        for rows in passport.clauses.values()
        for clause in rows
    ]
    facts += [
        (str(ProgramBody.Role(row.body.role).label), "", row.body.name)
        for row in passport.bodies
    ]
    return Sheet(
        title=_("Passport of the document"),
        heading=program.name,
        columns=[
            Column(_("Part"), 28),
            Column(_("No."), 8),
            Column(_("Text"), 110, DAY),
        ],
        rows=[(str(part), number, text) for part, number, text in facts],
    )


def _plan(passport: Passport, lines: Sequence[Line]) -> Sheet:
    above: list[str] = []
    rows: list[list[Scalar]] = []
    for line in lines:
        if line.section is not None:
            above = [*above[: line.depth], _heading(line)]
        elif line.event is not None:
            rows.append(_row(line, line.event, above[: line.depth]))
    return Sheet(
        title=_("Rows of the plan"),
        heading=passport.program.name,
        columns=[
            Column(_("Section"), 44),
            Column(_("No."), 8),
            Column(_("Name"), 60),
            Column(_("Deadline in the document"), 28),
            Column(_("Understood as"), 34),
            Column(_("From"), 12, DAY),
            Column(_("Until"), 12, DAY),
            Column(_("Responsible"), 40),
            Column(_("Co-executors"), 40),
            Column(_("Expected result"), 50),
        ],
        rows=rows,
        pinned=3,
    )


def _row(line: Line, event: Event, above: Sequence[str]) -> list[Scalar]:
    return [
        " / ".join(above),
        event.number,
        event.name,
        event.schedule_original,
        line.understood.words if line.understood else "",
        event.starts_on,
        event.ends_on,
        "; ".join(row.program_body.name for row in line.leading),
        "; ".join(row.program_body.name for row in line.helping),
        event.expected_result,
    ]


def _heading(line: Line) -> str:
    section = line.section
    return f"{section.number} {section.name}".strip() if section else ""


def _targets(passport: Passport) -> Sheet:
    table = passport.targets
    rows: list[list[Scalar]] = []
    for line in table.lines:
        row = line.indicator
        for year, cell in zip(table.years, line.cells, strict=True):
            rows += [
                [
                    row.number,
                    row.name,
                    row.baseline_year,
                    row.baseline,
                    year,
                    line.sign,
                    value.value,
                    line.unit,
                    value.variant,
                    _("in force") if value.is_chosen else "",
                ]
                for value in cell.values
            ]
    return Sheet(
        title=_("Target indicators"),
        heading=passport.program.name,
        columns=[
            Column(_("No."), 8),
            Column(_("Target indicator"), 60),
            Column(_("Year of the baseline")),
            Column(_("Baseline")),
            Column(_("Year")),
            Column(_("Compared as")),
            Column(_("Target")),
            Column(_("Unit of measure")),
            Column(_("Place in the document"), 24),
            Column(_("In force")),
        ],
        rows=rows,
        pinned=2,
    )
