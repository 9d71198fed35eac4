"""Evaluations: the conclusion is written, then signed, and the figures stay."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import Evaluation, Program
from programs.reading import evaluation as reading
from programs.reading import target_facts


@transaction.atomic
def write(
    program_id: int, *, year: int | None, conclusion: str, proposals: str, by: User
) -> Evaluation:
    """Write the conclusion and the proposals; raises Refused once it is signed."""
    program = _program(program_id, by, Can.MANAGE_PROGRAMS)
    row = _row(program, year)
    row.conclusion, row.proposals = conclusion.strip(), proposals.strip()
    row.save()
    journal.write("evaluation_written", program, by=by, unit=program.unit, year=year)
    return row


@transaction.atomic
def sign(program_id: int, *, year: int | None, by: User) -> Evaluation:
    """Sign: the figures of today are kept with it and nothing changes any more.

    Raises Refused without a conclusion and before the days have begun.
    """
    program = _program(program_id, by, Can.PUBLISH_PROGRAMS)
    row = _row(program, year)
    if not row.conclusion:
        raise Refused(_("Write the conclusion first."))
    if reading.days_of(program, year).first > timezone.localdate():
        raise Refused(_("The days of this evaluation have not begun yet."))
    figures: dict[str, Any] = reading.figures(program, year)
    row.figures = figures
    row.signed_at, row.signed_by = timezone.now(), by
    row.save()
    journal.write("evaluation_signed", program, by=by, unit=program.unit, year=year)
    return row


def _program(program_id: int, by: User, can: Can) -> Program:
    program = Program.objects.locked().select_related("unit").get(pk=program_id)
    access.require(by, can, program.unit)
    if program.is_draft:
        raise Refused(_("A draft is not evaluated: put it in force first."))
    if program.status == Program.Status.REPLACED:
        raise Refused(_("This edition is not in force any more."))
    return program


def _row(program: Program, year: int | None) -> Evaluation:
    if year is not None and year not in target_facts.years_of(program):
        raise Refused(_("The program does not run in this year."))
    row = reading.found(program, year)
    if row and row.signed_at:
        raise Refused(_("The evaluation is signed: it does not change any more."))
    return row or Evaluation(program=program, year=year)
