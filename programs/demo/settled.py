"""Decisions about the findings of the demo's own programs."""

from __future__ import annotations

from portal.models import User
from programs.models import Finding, Program
from programs.services import findings

REASON = "Согласовано с рабочей группой: текст оставлен как есть"


def all_of(program: Program, *, by: User) -> bool:
    """Accept what may be accepted; tell whether the program can be published."""
    findings.check(program.pk)
    waiting = Finding.objects.blocking().filter(program=program).order_by("pk")
    for finding in waiting.exclude(severity=Finding.Severity.ERROR):
        findings.accept(finding.pk, reason=REASON, by=by)
    return not findings.is_blocked(program)
