"""Findings of a program: looked for at every save, settled or accepted by people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs import checks
from programs.checks import Found
from programs.models import Finding, Program
from programs.reading import text_of
from programs.services import settling

Severity, State = Finding.Severity, Finding.State
LONGEST_PLACE = 300
FIELDS = ("severity", "state", "event_id", "place", "facts", "quotes")
DECISION = ("reason", "decided_by_id", "decided_at")


@transaction.atomic
def check(program_id: int) -> None:
    """Look the text through and keep what was found; decisions stay with their mark.

    What is found no more is gone; what the edition before has accepted is accepted.
    The program is locked before its findings, here and wherever one is decided.
    """
    programs = Program.objects.locked().select_related("methodology")
    program = programs.get(pk=program_id)
    kept = {row.mark: row for row in program.findings.select_for_update()}
    found = {one.mark: one for one in checks.of_text(text_of.of(program))}
    events = dict(program.events.values_list("key", "pk"))
    decided = _decided_before(program, found.keys() - kept.keys())
    added: list[Finding] = []
    changed: list[Finding] = []
    for mark, one in found.items():
        row = kept.get(mark) or Finding(program=program, mark=mark, code=one.code)
        if row.pk is None:
            _inherit(row, decided.get(mark))
        if _renew(row, one, events.get(one.event)):
            (changed if row.pk else added).append(row)
    changed += _gone(row for mark, row in kept.items() if mark not in found)
    Finding.objects.bulk_create(added)
    Finding.objects.bulk_update(changed, FIELDS)


def is_blocked(program: Program) -> bool:
    """Whether findings still want a decision before the text may be issued."""
    return program.findings.blocking().exists()


@transaction.atomic
def accept(finding_id: int, *, reason: str, by: User) -> Finding:
    """Leave the text as it is, with a reason that stays on record.

    Raises PermissionDenied without the right; Refused for errors, for what needs no
    decision, and without a reason.
    """
    row = _locked(finding_id, by)
    if row.severity == Severity.ERROR:
        raise Refused(_("An error cannot be left as it is: settle it in the text."))
    if row.severity == Severity.INFO or row.state != State.OPEN:
        raise Refused(_("This finding does not wait for a decision."))
    if not reason.strip():
        raise Refused(_("Say why the text is left as it is."))
    row.state, row.reason = State.ACCEPTED, reason.strip()
    row.decided_by, row.decided_at = by, timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _record("program_finding_accepted", row, by, reason=row.reason)
    return row


@transaction.atomic
def reopen(finding_id: int, *, by: User) -> Finding:
    """Take a decision back; the former one stays in the journal.

    Raises PermissionDenied without the right, Refused for what was not accepted.
    """
    row = _locked(finding_id, by)
    if row.state != State.ACCEPTED:
        raise Refused(_("There is no decision to take back."))
    former = row.reason
    row.state, row.reason, row.decided_by, row.decided_at = State.OPEN, "", None, None
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _record("program_finding_reopened", row, by, reason=former)
    return row


@transaction.atomic
def settle(
    finding_id: int, option: int, *, by: User, reason: str = "", answer: str = ""
) -> Finding:
    """Change the draft by one of the ways that the finding offers.

    `answer` are the words or the number that the way asks for. Raises PermissionDenied
    without the right; Refused for an issued text, for a way that is not offered and
    for an answer that cannot be used.
    """
    row = _locked(finding_id, by)
    offered = row.facts.get("options", [])
    if row.state != State.OPEN or not 0 <= option < len(offered):
        raise Refused(_("This finding does not wait for a decision."))
    if not row.program.is_draft:
        raise Refused(_("An issued text does not change: make a new edition of it."))
    deed = offered[option]
    settling.settle(row.program, deed, answer=answer, reason=reason, by=by)
    Finding.objects.filter(pk=row.pk).update(
        reason=reason.strip(), decided_by=by, decided_at=timezone.now()
    )
    _record("program_finding_settled", row, by, reason=reason, way=deed["do"])
    check(row.program_id)
    row.refresh_from_db()
    if row.state == State.OPEN:
        Finding.objects.filter(pk=row.pk).update(
            reason="", decided_by=None, decided_at=None
        )
        row.refresh_from_db()
    return row


def _locked(finding_id: int, by: User) -> Finding:
    """Return the finding, locked after its program, as whoever writes the text does."""
    of = Finding.objects.filter(pk=finding_id).values("program")
    program = Program.objects.locked().select_related("unit").get(pk__in=of)
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    row = Finding.objects.select_for_update().get(pk=finding_id)
    row.program = program
    return row


def _record(action: str, row: Finding, by: User, **details: str) -> None:
    journal.write(
        action,
        row,
        by=by,
        unit=row.program.unit,
        code=row.code,
        place=row.place,
        **details,
    )


def _renew(row: Finding, one: Found, event_id: int | None) -> bool:
    """Write what was found into the row; return whether anything changed."""
    before = {name: getattr(row, name) for name in FIELDS}
    row.severity, row.event_id = one.severity, event_id
    row.place = one.place[:LONGEST_PLACE]
    row.facts = {
        **one.facts,
        "places": [[place.kind, place.label] for place in one.places],
        "options": [dict(option) for option in one.options],
    }
    row.quotes = [dataclasses.asdict(quote) for quote in one.quotes]
    if row.state == State.GONE:
        row.state = State.OPEN
    if row.severity == Severity.ERROR and row.state == State.ACCEPTED:
        row.state = State.OPEN
    return row.pk is None or before != {name: getattr(row, name) for name in FIELDS}


def _gone(rows: Iterable[Finding]) -> list[Finding]:
    changed = [row for row in rows if row.state != State.GONE]
    for row in changed:
        row.state, row.event = State.GONE, None
    return changed


def _decided_before(program: Program, marks: Iterable[str]) -> dict[str, Finding]:
    """Return what the edition before has accepted, by mark."""
    if program.previous_id is None:
        return {}
    rows = Finding.objects.filter(
        program=program.previous_id, mark__in=list(marks), state=State.ACCEPTED
    )
    return {row.mark: row for row in rows}


def _inherit(row: Finding, former: Finding | None) -> None:
    if former is not None:
        row.state = State.ACCEPTED
        for name in DECISION:
            value: Any = getattr(former, name)
            setattr(row, name, value)
