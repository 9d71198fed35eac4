"""Does a candidate fit the requirements: each rule checked, with its reason.

Pure: figures in, verdicts in words out. A verdict is "yes", "no" (bars the way),
"half" (may be made up for later) or "ask" (a person checks it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

YES, NO, HALF, ASK = "yes", "no", "half", "ask"
EDUCATION = {"": 0, "secondary": 1, "higher": 2, "higher_management": 3}
CATEGORY = {"": 0, "fit": 1, "first": 2, "highest": 3}
HIGHER, LOWEST_CATEGORY = 2, 1


@dataclass(frozen=True)
class Asked:
    """A requirement: `minimum` is years, or the step of education or category."""

    kind: str
    name: str
    minimum: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the candidate says."""

    education: str = ""
    years_in_education: int | None = None
    years_in_management: int | None = None
    category: str = ""


@dataclass(frozen=True)
class Verdict:
    """How one requirement stands, and why."""

    outcome: str
    name: str
    reason: str


def judge(asked: Iterable[Asked], facts: Facts) -> list[Verdict]:
    """Return a verdict on every requirement, in their order."""
    return [_RULES.get(one.kind, _other)(one, facts) for one in asked]


def bars(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return what keeps the application from being sent."""
    return [verdict for verdict in verdicts if verdict.outcome == NO]


def _education(asked: Asked, facts: Facts) -> Verdict:
    needed = asked.minimum or HIGHER
    has = EDUCATION[facts.education]
    if has >= needed:
        return Verdict(YES, asked.name, _("your education meets it"))
    if not has:
        return Verdict(NO, asked.name, _("your education is not stated"))
    if has >= HIGHER:
        text = _("you have none yet: it can be made up for in the reserve")
        return Verdict(HALF, asked.name, text)
    return Verdict(NO, asked.name, _("your education is below it"))


def _in_education(asked: Asked, facts: Facts) -> Verdict:
    return _years(asked, facts.years_in_education)


def _in_management(asked: Asked, facts: Facts) -> Verdict:
    return _years(asked, facts.years_in_management)


def _years(asked: Asked, has: int | None) -> Verdict:
    needed = asked.minimum or 0
    if has is None:
        return Verdict(NO, asked.name, _("your years are not stated"))
    words = {
        "has": ngettext("%(n)s year", "%(n)s years", has) % {"n": has},
        "needed": ngettext("%(n)s year", "%(n)s years", needed) % {"n": needed},
    }
    text = _("you have %(has)s, needed: %(needed)s") % words
    return Verdict(YES if has >= needed else NO, asked.name, text)


def _attestation(asked: Asked, facts: Facts) -> Verdict:
    if CATEGORY[facts.category] >= (asked.minimum or LOWEST_CATEGORY):
        return Verdict(YES, asked.name, _("your category meets it"))
    text = _("you have none yet: the commission takes it into account")
    return Verdict(HALF, asked.name, text)


def _other(asked: Asked, facts: Facts) -> Verdict:
    return Verdict(ASK, asked.name, _("checked by your documents"))


_RULES: dict[str, Callable[[Asked, Facts], Verdict]] = {
    "education": _education,
    "years_in_education": _in_education,
    "years_in_management": _in_management,
    "attestation": _attestation,
}
